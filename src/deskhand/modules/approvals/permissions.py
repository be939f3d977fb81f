"""Who asks for approvals and writes policies. Whoever is asked decides, with a role on the desk or without."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, STAFF, declare

declare("approvals.read", _("See the approvals of tickets"), READERS, reading=True, module="approvals")
declare("approvals.ask", _("Ask for approval, remind and withdraw"), STAFF, module="approvals")
declare("approvals.policies", _("Write approval policies"), (LEAD, ADMIN), module="approvals")
