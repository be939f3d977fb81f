"""Who keeps a desk's catalog, and who works on its orders. Ordering is no role: see ``orderable_by``."""

from django.utils.translation import gettext_lazy as _

from deskhand.kernel.permissions import ADMIN, LEAD, READERS, STAFF, declare

declare("catalog.read", _("See what was ordered, and what the catalog offers"), READERS, reading=True, module="catalog")
declare("catalog.orders", _("Change orders for their requesters, and let them go on"), STAFF, module="catalog")
declare("catalog.design", _("Change the catalog: items, categories, request forms"), (LEAD, ADMIN), module="catalog")
declare("catalog.entitle", _("Say who may order what"), (ADMIN,), module="catalog")
declare("catalog.costs", _("See what was ordered for which cost centre"), (LEAD, ADMIN), reading=True, module="catalog")
