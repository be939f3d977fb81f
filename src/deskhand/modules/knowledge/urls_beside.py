"""Addresses of articles beside a ticket."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import beside, beside_new

OF_TICKET = "agent/tickets/<int:number>/articles"
"""Where they stand."""

URLS: list[URLPattern] = [
    path(f"{OF_TICKET}/", beside.suggestions, name="beside"),
    path(f"{OF_TICKET}/new/", beside_new.new, name="from_ticket"),
    path(f"{OF_TICKET}/<int:pk>/use/", beside.use, name="beside_use"),
    path(f"{OF_TICKET}/<int:pk>/undo/", beside.undo, name="beside_undo"),
    path(f"{OF_TICKET}/<int:pk>/flag/", beside.flag, name="beside_flag"),
]
