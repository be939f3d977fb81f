"""What the palette finds by typing: tickets by number and words, people. Bounded, and behind every wall."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel.query.values import Text
from deskhand.kernel.words import words
from deskhand.tickets import across, listing, people
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.commands import Where
from deskhand.tickets.models import Ticket

TICKETS = 7
"""Tickets that are shown while one types."""

PEOPLE = 5
"""People that are shown while one types."""

LONGEST = 100
"""Letters of a question that are looked at."""

SHORTEST_START = 3
"""Letters from which on the last word counts as a beginning."""

ALL_DESKS = "all"
"""What ``desk:`` is followed by to search every desk that one serves."""

_DESK = re.compile(r"(?<!\S)desk:(\S+)")

COLUMNS = ("number", "subject", "category", "requester__name", "desk__name", "desk_id")


def found(where: Where, typed: str, recent: Sequence[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """Tickets and people that fit the typed letters; without letters the tickets of these numbers, which the browser
    says were opened last. At most four queries."""
    typed = typed.strip()[:LONGEST]
    tickets = _tickets(where, typed) if typed else _recent(where, recent)
    return {"tickets": tickets, "people": _people(where, typed)}


def _recent(where: Where, recent: Sequence[str]) -> list[dict[str, Any]]:
    numbers = [int(one) for one in recent[:TICKETS] if is_readable_number(one)]
    if not numbers:
        return []
    rows = Ticket.objects.served_by(where.actor).listed().filter(number__in=numbers).values(*COLUMNS)
    return [_ticket(where, row) for row in sorted(rows, key=lambda row: numbers.index(row["number"]))]


def _tickets(where: Where, typed: str) -> list[dict[str, Any]]:
    number = typed.removeprefix("#")
    rows: list[dict[str, Any]] = []
    if number and is_readable_number(number):
        rows += Ticket.objects.served_by(where.actor).filter(number=int(number)).values(*COLUMNS)
    rows += [row for row in _by_words(where, typed) if row["number"] not in {one["number"] for one in rows}]
    return [_ticket(where, row) for row in rows[:TICKETS]]


def _by_words(where: Where, typed: str) -> Any:
    """Tickets of the desk whose words begin like the typed ones, newest change first. ``desk:hr`` among them asks
    another desk that is served, ``desk:all`` every one."""
    named, said = _named_desk(typed), _DESK.sub(" ", typed)
    *whole, last = words(said) or [""]
    if not last or where.desk is None:
        return []
    start = f"{last}*" if len(last) >= SHORTEST_START else Text(last).to_text()
    text = " ".join([*(Text(one).to_text() for one in whole), start])
    found: Any = []
    if named:
        only = "" if named == ALL_DESKS else f"{Text(named).to_text()} "
        question = across.asked(where.actor, f"desk:{only}{text}" if only else text)
        found = across.matching(where.actor, question)
    else:
        found = listing.matching(where.actor, listing.asked(where.actor, where.desk.pk, text))
    return found.order_by("-updated_at", "-id").values(*COLUMNS)[:TICKETS]


def _named_desk(typed: str) -> str:
    found = _DESK.search(typed)
    return found[1] if found else ""


def _ticket(where: Where, row: dict[str, Any]) -> dict[str, Any]:
    elsewhere = where.desk is None or row["desk_id"] != where.desk.pk
    return {
        "number": row["number"],
        "label": row["subject"] or _("(no subject)"),
        "category": row["category"],
        "detail": row["desk__name"] if elsewhere else row["requester__name"],
        "url": reverse("tickets:ticket", args=[row["number"]]),
    }


def _people(where: Where, typed: str) -> list[dict[str, Any]]:
    """People of this desk, by name or address."""
    if where.desk is None or len(typed) < 2 or not where.may("people.view"):
        return []
    rows = people.of_desks([where.desk.pk]).filter(people.begins_like(typed), is_active=True).order_by("name", "pk")
    return [
        {"id": pk, "label": name, "detail": email or "", "url": reverse("tickets:person", args=[where.desk.key, pk])}
        for pk, name, email in rows.values_list("pk", "name", "email")[:PEOPLE]
    ]
