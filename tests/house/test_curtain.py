"""Whatever hangs on a ticket knows the way to it, so that the curtain before confidential ones covers it."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets.models import Ticket
from tests.house.source import ROOT

HANGS_ON_NONE = {
    "mail.OutboundMail": "hangs on a letter; its pages ask for the ticket by its number",
}
"""Walled models that may go without, and why."""


def walled() -> dict[str, WalledQuerySet[Any]]:
    found = {model._meta.label: model._default_manager.get_queryset() for model in apps.get_models()}
    return {label: rows for label, rows in found.items() if isinstance(rows, WalledQuerySet)}


def ways_to_a_ticket(model: Any) -> set[str]:
    """The beginnings of lookups that lead to a ticket by one key, or by one to a row that hangs on one."""
    ways = set()
    for key in model._meta.concrete_fields:
        if not key.is_relation or key.related_model is model:
            continue
        if key.related_model is Ticket:
            ways.add(f"{key.name}__")
            continue
        rows = key.related_model._default_manager.get_queryset()
        further = getattr(rows, "ticket_path", None)
        if further and not rows.may_lack_ticket:
            ways.add(f"{key.name}__{further}")
    return ways


def test_every_walled_model_that_hangs_on_a_ticket_names_the_way() -> None:
    wrong = {}
    for label, rows in walled().items():
        ways = ways_to_a_ticket(rows.model)
        if ways and rows.model is not Ticket and rows.ticket_path not in ways and label not in HANGS_ON_NONE:
            wrong[label] = (rows.ticket_path, sorted(ways))
    assert wrong == {}


def test_what_may_lack_a_ticket_says_so() -> None:
    wrong = []
    for label, rows in walled().items():
        if rows.ticket_path:
            key = rows.model._meta.get_field(rows.ticket_path.split("__")[0])
            if key.null != rows.may_lack_ticket:
                wrong.append(label)
    assert wrong == []


def test_what_a_person_may_do_on_a_ticket_is_asked_of_the_ticket() -> None:
    """``may("...", ticket.desk_id)`` asks for the role alone, and would let a role through the curtain."""
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "src" / "deskhand").rglob("*.py")
        if "/tests/" not in str(path)
        for line in path.read_text().splitlines()
        if (".may(" in line or ".need(" in line) and "ticket.desk_id" in line
    ]
    assert wrong == []
