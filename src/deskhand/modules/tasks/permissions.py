"""Who may read and do tasks. Requesters see none of them."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, STAFF, declare

declare("tasks.read", _("See the tasks on tickets"), READERS, reading=True, module="tasks")
declare("tasks.edit", _("Add, change and finish tasks on tickets"), STAFF, module="tasks")
declare("tasks.checklists", _("Write checklists for the desk"), (LEAD, ADMIN), module="tasks")
declare("tasks.recurring", _("Let tickets come again by the calendar"), (LEAD, ADMIN), module="tasks")
