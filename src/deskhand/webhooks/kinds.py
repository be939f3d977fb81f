"""Which events a webhook can be told, and what is said of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from deskhand.accounts.glass_events import GlassAsked, GlassWasRead
from deskhand.accounts.models import Desk
from deskhand.kernel import events
from deskhand.kernel.events import Fact
from deskhand.tickets.models import Ticket

OWN = "webhook"
"""Events of webhooks themselves are never sent: one that fails would tell of itself for ever."""

TEST = "webhook.test"
"""The type of what the button "Send a test" sends."""

UNTOLD = (GlassWasRead.code,)
"""Facts that name a record that the owner of a webhook may not know of, each time: never sent."""

OFFERED = ("ticket", "desk", "team", "person", "organization", "announcement")
"""Kinds of subjects in the order of the page; others follow by name."""

_OF_A_PLAN = "ticket.plan_started"
"""Its number is that of a plan's version; all other facts about a ticket name another ticket by theirs."""

_CODE = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,59}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
"""A code, or an instant."""


def known() -> list[str]:
    """The codes of all events that can be chosen, tickets first."""
    found = (code for code in events.types() if not code.startswith(f"{OWN}.") and code not in UNTOLD)
    return sorted(found, key=_place)


def sentence(code: str) -> str:
    """What the event means: the first sentence of its text."""
    cls = events.types().get(code)
    words = " ".join((cls.__doc__ or "").split()) if cls else ""
    return re.sub(r"`+", "", words.partition(". ")[0]).rstrip(".")


def payload(fact: Fact) -> dict[str, Any]:
    """What is sent: ids, codes, numbers and addresses of the API, never text that somebody wrote."""
    meta = fact.meta
    desk = Desk.objects.filter(pk=meta.desk_id or 0).values_list("key", flat=True).first()
    number = _number(fact)
    found: dict[str, Any] = {
        "event": meta.id,
        "desk": desk,
        "subject": {"kind": fact.subject_kind, "id": fact.subject_id},
        "actor": meta.actor_id,
        "channel": str(meta.channel),
        "values": _values(fact),
    }
    if number is not None:
        found |= {"ticket": number, "url": f"{_root()}/tickets/{number}"}
    return {"type": fact.code, "timestamp": meta.at.isoformat().replace("+00:00", "Z"), "data": found}


def subject_of(fact: Fact) -> str:
    """What the fact is about, as deliveries are put in order by."""
    return fact.ordering_key[:60]


def test_payload(desk: Desk, at: Any) -> dict[str, Any]:
    """A message that says nothing but that it arrived."""
    return {"type": TEST, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": {"desk": desk.key}}


def _root() -> str:
    return f"{settings.DESKHAND.base_url.rstrip('/')}/api/v1"


def is_confidential(fact: Fact) -> bool:
    """Whether the fact is about a confidential ticket, or names one: of those no other system is told, not even that
    they exist. Of glass that is asked for one ticket nothing is told, whether there is such a ticket or not."""
    if fact.subject_kind == GlassAsked.subject_kind:
        return fact.values().get("number") is not None
    ticket, numbers = _ticket(fact), _named(fact)
    if ticket is None and not numbers:
        return False
    rows = Ticket.objects.beyond_walls("the fact names it").filter(is_confidential=True)
    return bool(rows.filter(Q(pk=ticket) | Q(number__in=numbers)).exists())


def _ticket(fact: Fact) -> int | None:
    ticket = fact.subject_id if fact.subject_kind == "ticket" else fact.values().get("ticket")
    return ticket if isinstance(ticket, int) else None


def _named(fact: Fact) -> list[int]:
    """Numbers of other tickets that the fact names."""
    is_of_ticket = fact.subject_kind == "ticket" and fact.code != _OF_A_PLAN
    names = ("ticket_number", "number") if is_of_ticket else ("ticket_number",)
    found = (fact.values().get(name) for name in names)
    return [one for one in found if isinstance(one, int)]


def _number(fact: Fact) -> int | None:
    ticket = _ticket(fact)
    if ticket is None or fact.meta.desk_id is None:
        return None
    found: int | None = (
        Ticket.objects.within(fact.meta.desk_id).filter(pk=ticket).values_list("number", flat=True).first()
    )
    return found


def _values(fact: Fact) -> Mapping[str, Any]:
    """The fact's values without the personal ones, and without whatever is no id, truth, code or instant."""
    kept = {name: value for name, value in fact.values().items() if name not in fact.personal}
    return {name: value for name, value in kept.items() if _is_plain(value)}


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(one) for one in value)
    if isinstance(value, str):
        return bool(_CODE.fullmatch(value))
    return value is None or isinstance(value, bool | int)


def _place(code: str) -> tuple[int, str]:
    kind = code.partition(".")[0]
    return (OFFERED.index(kind) if kind in OFFERED else len(OFFERED), code)
