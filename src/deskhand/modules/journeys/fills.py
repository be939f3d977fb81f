"""What journeys put into the places of others, besides panels, menus, columns and words of the query language."""

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.journeys.demo import furnish
from deskhand.modules.journeys.models import Activity, Journey, Part
from deskhand.modules.journeys.plan_desk import JourneysOfDesk
from deskhand.modules.journeys.querysets import MODULE

slots.fill("demo_content", furnish, module=MODULE, order=90)
slots.fill("plan_desk", JourneysOfDesk(), module=MODULE, order=110)
slots.fill("api_router", ("/journeys", "deskhand.modules.journeys.api.router"), module=MODULE)
slots.fill("person_rows", PersonRows(Journey, "person", desk="desk_id"))
slots.fill("person_rows", PersonRows(Journey, "manager", desk="desk_id"))
slots.fill("person_rows", PersonRows(Journey, "begun_by", desk="desk_id"))
slots.fill("person_rows", PersonRows(Part, "answered_by", desk="desk_id"))
slots.fill("person_rows", PersonRows(Activity, "ended_by", desk="journey__desk_id"))
