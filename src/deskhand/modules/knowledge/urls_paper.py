"""Addresses of articles as PDF."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.urls_workspace import ONE
from deskhand.modules.knowledge.views import paper

URLS: list[URLPattern] = [
    path("help/<slug:desk>/articles/<int:pk>/pdf/", paper.for_reader, name="help_paper"),
    path(f"{ONE}/<slug:language>/pdf/", paper.for_staff, name="paper"),
]
