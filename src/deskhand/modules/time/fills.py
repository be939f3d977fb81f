"""What time puts into the places of others, besides menus, panels and history."""

from django.utils.translation import gettext_lazy as _

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.time import told  # noqa: F401 (its sentences for the history)
from deskhand.modules.time.demo import furnish
from deskhand.modules.time.models import Entry, Timer
from deskhand.modules.time.moving import said_before
from deskhand.modules.time.querysets import MODULE

slots.fill("api_router", ("/time", "deskhand.modules.time.api.router"), module=MODULE)
slots.fill("api_router", ("/time/timers", "deskhand.modules.time.api_timers.router"), module=MODULE)
slots.fill("api_router", ("/time/activities", "deskhand.modules.time.api_activities.router"), module=MODULE)
slots.fill("demo_content", furnish, module=MODULE)
slots.fill("person_rows", PersonRows(Entry, "person", _("Time that they worked"), desk="desk_id"))
# A timer is of the moment: that of an account that goes ends with it.
slots.fill("person_rows", PersonRows(Timer, "person", is_fleeting=True))
slots.fill("move_notice", said_before, module=MODULE)
