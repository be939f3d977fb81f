"""What plans put into the places of others, besides panels, menus, columns and words of the query language."""

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.fulfilment.calls import ToWebhooks
from deskhand.modules.fulfilment.demo import furnish
from deskhand.modules.fulfilment.history import SENTENCES
from deskhand.modules.fulfilment.models import PlanVersion, Run
from deskhand.modules.fulfilment.moving import said_before
from deskhand.modules.fulfilment.plan_desk import PlansOfDesk
from deskhand.modules.fulfilment.querysets import MODULE
from deskhand.modules.fulfilment.stages import stages

slots.fill("demo_content", furnish, module=MODULE, order=70)
slots.fill("plan_desk", PlansOfDesk(), module=MODULE)
slots.fill("plan_step", ToWebhooks(), module=MODULE)
slots.fill("request_stage", stages, module=MODULE)
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module=MODULE)
slots.fill("person_rows", PersonRows(PlanVersion, "made_by", desk="plan__desk_id"))
slots.fill("person_rows", PersonRows(Run, "begun_by", desk="desk_id"))
slots.fill("api_router", ("/fulfilment", "deskhand.modules.fulfilment.api.router"), module=MODULE)
slots.fill("move_notice", said_before, module=MODULE)
