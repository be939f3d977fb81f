"""Addresses of the catalog. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.catalog.designer_urls import urlpatterns as _designer
from deskhand.modules.catalog.views import (
    agents,
    costs,
    item,
    many,
    orders,
    parts,
    pictures,
    regular,
    settings,
    shop,
    tongues,
)

app_name = "catalog"

_SETTINGS = "agent/settings/<slug:desk>/catalog/"

urlpatterns: list[URLPattern] = [
    path(f"{_SETTINGS}", settings.items, name="settings_items"),
    path(f"{_SETTINGS}rules/", settings.rules, name="settings_rules"),
    path(f"{_SETTINGS}costs/", costs.report, name="costs"),
    path(f"{_SETTINGS}costs/file/", costs.file, name="costs_file"),
    path(f"{_SETTINGS}items/new/", settings.item, name="settings_new_item"),
    path(f"{_SETTINGS}items/<int:pk>/", settings.item, name="settings_item"),
    path(f"{_SETTINGS}items/<int:pk>/status/", settings.status, name="settings_status"),
    path(f"{_SETTINGS}items/<int:pk>/who/", settings.entitled, name="entitled"),
    path(f"{_SETTINGS}catalog-shelves/", settings.shelves, name="settings_shelves"),
    path(f"{_SETTINGS}catalog-shelves/<int:pk>/", settings.shelves, name="settings_shelf"),
    path(f"{_SETTINGS}services/", settings.services, name="settings_services"),
    path(f"{_SETTINGS}services/<int:pk>/", settings.services, name="settings_service"),
    path(f"{_SETTINGS}items/<int:pk>/parts/", parts.parts, name="settings_parts"),
    path(f"{_SETTINGS}items/<int:pk>/words/", tongues.words, name="settings_words"),
    path(f"{_SETTINGS}items/<int:pk>/picture/", pictures.item, name="settings_picture"),
    path(f"{_SETTINGS}catalog-shelves/<int:pk>/picture/", pictures.shelf, name="settings_shelf_picture"),
    path("catalog/", shop.home, name="home"),
    path("catalog/cart/", orders.cart, name="cart"),
    path("catalog/orders/", orders.orders, name="orders"),
    path("catalog/regular-orders/<int:pk>/change/", regular.change, name="change_regular"),
    path("catalog/regular-orders/<int:pk>/<slug:verb>/", regular.act, name="act_regular"),
    path("catalog/order-lines/<int:pk>/drop/", orders.drop, name="drop"),
    path("catalog/order-lines/<int:pk>/cancel/", orders.cancel, name="cancel"),
    path("catalog/order-lines/<int:pk>/change/", orders.change, name="change"),
    path("agent/tickets/<int:number>/order/go-on/", agents.go_on, name="go_on"),
    path("agent/tickets/<int:number>/order/hidden/", agents.secrets, name="secrets"),
    path("agent/tickets/<int:number>/order/change/", agents.change, name="agent_change"),
    path("catalog/items/<slug:desk>/<slug:code>/", item.show, name="item"),
    path("catalog/catalog-shelves/<int:pk>/picture/", pictures.of_shelf, name="shelf_picture"),
    path("catalog/items/<slug:desk>/<slug:code>/picture/", pictures.of_item, name="picture"),
    path("catalog/items/<slug:desk>/<slug:code>/favour/", shop.favour, name="favour"),
    path("catalog/items/<slug:desk>/<slug:code>/many/", many.show, name="many"),
    path("catalog/items/<slug:desk>/<slug:code>/regular/", regular.make, name="make_regular"),
    path("catalog/items/<slug:desk>/<slug:code>/people/", shop.people, name="people"),
    *_designer,
]
