"""Who may write plans, and carry them out. Requesters see only the stages that a plan tells."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, STAFF, declare

declare("fulfilment.read", _("See the plans on tickets"), READERS, reading=True, module="fulfilment")
declare("fulfilment.run", _("Start plans on tickets and give them up"), STAFF, module="fulfilment")
declare("fulfilment.steer", _("Skip, restart and add steps of a running plan"), (LEAD, ADMIN), module="fulfilment")
declare("fulfilment.plans", _("Write plans for the desk"), (LEAD, ADMIN), module="fulfilment")
