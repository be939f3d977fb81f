"""Who may see, run and write journeys, and who says yes for a desk that is asked to take part."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, STAFF, declare

declare("journeys.read", _("See the journeys of the desk"), READERS, reading=True, module="journeys")
declare("journeys.run", _("Start journeys, move and end them"), STAFF, module="journeys")
declare("journeys.design", _("Write what a journey consists of"), (LEAD, ADMIN), module="journeys")
declare("journeys.take_part", _("Accept work from journeys of other desks"), (ADMIN,), module="journeys")
