"""Addresses beside a ticket that search by meaning fills."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import draft, similar

URLS: list[URLPattern] = [
    path("agent/tickets/<int:number>/draft-from-articles/", draft.draft, name="draft"),
    path("agent/tickets/<int:number>/solved-before/", similar.similar, name="similar"),
]
