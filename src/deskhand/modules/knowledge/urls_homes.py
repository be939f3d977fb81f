"""Addresses of the pages of homes, among the desk's settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import homes

ALL = "agent/<slug:desk>/knowledge/homes"
"""Where they stand."""

ONE = f"{ALL}/<int:pk>"
"""Where one stands."""

URLS: list[URLPattern] = [
    path(f"{ALL}/", homes.index, name="homes"),
    path(f"{ALL}/new/", homes.new, name="new_home"),
    path(f"{ONE}/", homes.show, name="home"),
    path(f"{ONE}/edit/", homes.edit, name="edit_home"),
    path(f"{ONE}/parts/", homes.arrange, name="arrange_home"),
    path(f"{ONE}/categories/", homes.categories, name="home_categories"),
    path(f"{ONE}/contacts/", homes.contacts, name="home_contacts"),
    path(f"{ONE}/preview/", homes.preview, name="preview_home"),
    path(f"{ONE}/delete/", homes.delete, name="delete_home"),
    path(f"{ONE}/restore/", homes.restore, name="restore_home"),
]
