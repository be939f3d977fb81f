"""The catalog among the settings of a desk."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.catalog.forms_items import ItemForm, RulesForm, ShelfForm
from deskhand.modules.catalog.querysets import MODULE
from deskhand.tickets.module_settings import ModuleSettingsEntry

_entry = partial(ModuleSettingsEntry, entry=_("Catalog"))

_PAGES = (
    _entry(
        name="catalog:settings_items",
        code="catalog-items",
        label=_("Items"),
        permission="catalog.design",
        changes=_("what people can order, what it costs and who works on it."),
        facts=("catalog_item.edited", "catalog_item.published", "catalog_item.entitled"),
        forms=(ItemForm,),
        form_at="catalog:settings_new_item",
        verbs={"published": _("published"), "entitled": _("who may order changed")},
        labels={
            "draft": _("Form being written"),
            "place": _("Place in the order"),
            "words": _("Texts in other languages"),
            "tags": _("Tags"),
            "parts": _("Parts"),
            "rolled_back": _("Went back to version"),
            "number": _("Version"),
            "version": _("Version"),
            "allowed": _("Lines that allow"),
            "denied": _("Lines that forbid"),
            "status": _("Status"),
            "picture": _("Picture"),
        },
    ),
    _entry(
        name="catalog:settings_shelves",
        code="catalog-categories",
        label=_("Categories"),
        permission="catalog.design",
        changes=_("under which headings people find what they can order."),
        facts=("catalog_shelf.edited",),
        forms=(ShelfForm,),
        labels={"words": _("Texts in other languages"), "picture": _("Picture"), "deleted": _("Deleted")},
    ),
    _entry(
        name="catalog:settings_services",
        code="catalog-services",
        label=_("Services"),
        permission="catalog.design",
        changes=_("what people read about a service, and whether it is live."),
        facts=("catalog_service.edited",),
        labels={
            "description": _("Description"),
            "hours": _("Hours"),
            "support": _("Support"),
            "status": _("Status"),
        },
    ),
    _entry(
        name="catalog:settings_rules",
        code="catalog-rules",
        label=_("For whom"),
        permission="catalog.entitle",
        changes=_("for whom people may order besides themselves."),
        facts=("catalog_rules.edited",),
        forms=(RulesForm,),
    ),
)

for _order, _page in enumerate(_PAGES):
    slots.fill("settings_page", _page, module=MODULE, order=55 + _order)
