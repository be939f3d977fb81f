"""What tasks put into the places of others, besides panel and menus."""

from django.utils.translation import gettext_lazy as _

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.tasks.commands import commands
from deskhand.modules.tasks.demo import furnish
from deskhand.modules.tasks.gates import open_steps
from deskhand.modules.tasks.history import SENTENCES
from deskhand.modules.tasks.models import ChecklistStep, RecurringTicket, Task
from deskhand.modules.tasks.moving import said_before
from deskhand.modules.tasks.querysets import MODULE

slots.fill("api_router", ("/tasks", "deskhand.modules.tasks.api.router"), module=MODULE)
slots.fill("demo_content", furnish, module=MODULE)
slots.fill("status_gate", open_steps, module=MODULE)
slots.fill("palette_command", commands, module=MODULE)
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module=MODULE)
slots.fill("person_rows", PersonRows(Task, "assignee", _("Tasks that they have"), desk="ticket__desk_id"))
slots.fill("person_rows", PersonRows(ChecklistStep, "assignee", desk="checklist__desk_id"))
for _column in ("requester", "assignee"):
    slots.fill("person_rows", PersonRows(RecurringTicket, _column, desk="desk_id"))
slots.fill("move_notice", said_before, module=MODULE)
