"""The module of what people can order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class CatalogConfig(modules.ModuleConfig):
    name = "deskhand.modules.catalog"
    label = "catalog"
    title = _("Catalog")
    description = _("What people can order, with request forms, a cart and one line that says where an order stands.")
    icon = "shopping-cart"
    preset = "service_desk"

    def switched_on(self, desk_id: int) -> None:
        """Orders go where their tickets, approvals and plans went meanwhile; what came due while it was off begins."""
        from deskhand.modules.catalog.jobs import look_again_on

        look_again_on.put(desk_id=desk_id, of_desk=desk_id)
