"""Three bare WSGI views: a word; a list of 50 tickets; a ticket with its messages. No middleware, session, permission,
frame or translation: rows as plain values, one Jinja2 template each.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deskhand.settings")

import django

django.setup()

from jinja2 import Environment, FileSystemLoader  # noqa: E402

from deskhand.tickets.models import Message, Ticket  # noqa: E402 (Django must be set up)

ROWS = 50
LIST_COLUMNS = (
    "id", "number", "subject", "category", "priority", "status__name", "created_at", "last_message_at", "last_side",
    "last_name", "snippet", "requester_id", "requester__name", "assignee_id", "assignee__name", "updated_at",
)  # fmt: skip
TICKET_COLUMNS = (
    "id", "number", "subject", "category", "priority", "created_at", "requester__name", "requester__email",
    "assignee__name", "team__name",
)  # fmt: skip
MESSAGE_COLUMNS = ("id", "kind", "side", "author_id", "author_name", "created_at", "html")

Start = Callable[[str, list[tuple[str, str]]], Any]

_templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
_list, _ticket = _templates.get_template("list.html"), _templates.get_template("ticket.html")


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """`/word`, `/list`, `/ticket/NUMBER`."""
    _empty, name, *rest = environ["PATH_INFO"].split("/")
    text = _a_ticket(int(rest[0])) if rest else {"word": _a_word, "list": _a_list}[name]()
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [text.encode()]


def _a_word() -> str:
    return "ok"


def _a_list() -> str:
    found = Ticket.objects.within(1).listed().unfinished()
    return _list.render(rows=list(found.order_by("-updated_at", "-id").values(*LIST_COLUMNS)[:ROWS]))


def _a_ticket(number: int) -> str:
    ticket = Ticket.objects.beyond_walls("a floor").values(*TICKET_COLUMNS).get(number=number)
    said = Message.objects.beyond_walls("a floor").filter(ticket_id=ticket["id"]).order_by("created_at", "id")
    return _ticket.render(ticket=ticket, messages=list(said.values(*MESSAGE_COLUMNS)))
