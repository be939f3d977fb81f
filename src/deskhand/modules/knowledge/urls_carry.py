"""Addresses of what carries articles in and out."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.urls_workspace import OF_DESK
from deskhand.modules.knowledge.views import exports, imports

ONE_IMPORT = f"{OF_DESK}/article-imports/<int:pk>"
"""Where the pages of one import stand."""

URLS: list[URLPattern] = [
    path(f"{OF_DESK}/article-imports/", imports.imports, name="imports"),
    path(f"{ONE_IMPORT}/", imports.one, name="import"),
    path(f"{ONE_IMPORT}/progress/", imports.progress, name="import_progress"),
    path(f"{ONE_IMPORT}/start/", imports.start, name="import_start"),
    path(f"{ONE_IMPORT}/go-on/", imports.go_on, name="import_go_on"),
    path(f"{ONE_IMPORT}/discard/", imports.discard, name="import_discard"),
    path(f"{ONE_IMPORT}/take-back/", imports.take_back, name="import_take_back"),
    path(f"{OF_DESK}/export/", exports.export, name="export"),
]
