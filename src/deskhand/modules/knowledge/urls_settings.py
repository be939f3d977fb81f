"""Addresses of what is arranged and set: tabs of one entry of the desk's settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import ordering, rules, shelves, templates

OF_SETTINGS = "agent/settings/<slug:desk>/knowledge"
"""Where the pages stand."""

URLS: list[URLPattern] = [
    path(f"{OF_SETTINGS}/", rules.general, name="rules"),
    path(f"{OF_SETTINGS}/licences/", rules.staff, name="licences"),
    path(f"{OF_SETTINGS}/model/", rules.model, name="model"),
    path(f"{OF_SETTINGS}/model/check/", rules.check, name="check_model"),
    path(f"{OF_SETTINGS}/model/forget/", rules.forget, name="forget_secret"),
    path(f"{OF_SETTINGS}/categories/", shelves.index, name="shelves"),
    path(f"{OF_SETTINGS}/categories/new/", shelves.new, name="new_shelf"),
    path(f"{OF_SETTINGS}/categories/move/", shelves.move, name="move_shelf"),
    path(f"{OF_SETTINGS}/categories/none/", ordering.loose, name="loose"),
    path(f"{OF_SETTINGS}/categories/none/order/", ordering.order_loose, name="order_loose"),
    path(f"{OF_SETTINGS}/categories/<int:pk>/", shelves.edit, name="shelf"),
    path(f"{OF_SETTINGS}/categories/<int:pk>/order/", ordering.order, name="order_articles"),
    path(f"{OF_SETTINGS}/categories/<int:pk>/delete/", shelves.delete, name="delete_shelf"),
    path(f"{OF_SETTINGS}/article-templates/", templates.index, name="templates"),
    path(f"{OF_SETTINGS}/article-templates/new/", templates.edit, name="new_template"),
    path(f"{OF_SETTINGS}/article-templates/order/", templates.arrange, name="arrange_templates"),
    path(f"{OF_SETTINGS}/article-templates/<int:pk>/", templates.edit, name="template"),
    path(f"{OF_SETTINGS}/article-templates/<int:pk>/delete/", templates.delete, name="delete_template"),
    path(f"{OF_SETTINGS}/article-templates/<int:pk>/restore/", templates.restore, name="restore_template"),
]
