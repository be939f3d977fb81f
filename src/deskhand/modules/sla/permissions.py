"""Who may read and change service levels. Requesters see only what the desk promises them."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, AUDITOR, LEAD, READERS, STAFF, declare

declare("sla.read", _("See when tickets are due, and why"), READERS, reading=True, module="sla")
declare("sla.policies", _("Change service level policies and agreements"), (ADMIN,), module="sla")
declare("sla.contracts", _("See agreements and service reviews"), (LEAD, ADMIN, AUDITOR), reading=True, module="sla")
declare("sla.waive", _("Ask for a missed promise to be waived"), STAFF, module="sla")
declare("sla.confirm", _("Confirm what somebody else asked to be waived"), (LEAD, ADMIN), module="sla")
