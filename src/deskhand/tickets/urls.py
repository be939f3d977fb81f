"""Addresses of the workspace, under /agent/. A desk's pages begin with its key."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from deskhand.tickets.views import bulk, live, ticket_list

app_name = "tickets"


class DeskKey:
    """A desk's key in an address; not one of the words that other pages under /agent/ begin with."""

    regex = r"(?!(?:settings|tickets|notifications|undo|announcements)/)[a-z][a-z0-9-]{0,19}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DeskKey, "desk")

urlpatterns: list[URLPattern] = [
    path("", ticket_list.home, name="home"),
    path("<desk:desk>/tickets/", ticket_list.show, name="list"),
    path("<desk:desk>/views", ticket_list.views_column, name="views"),
    path("<desk:desk>/search/completions", ticket_list.completions, name="completions"),
    path("<desk:desk>/options/<slug:name>", ticket_list.options, name="options"),
    path("<desk:desk>/bulk", bulk.change, name="bulk"),
    path("<desk:desk>/live", live.answer, name="live"),
    path("undo/<int:undo_id>", bulk.undo, name="undo"),
    path("tickets/seen", live.seen, name="seen"),
]
