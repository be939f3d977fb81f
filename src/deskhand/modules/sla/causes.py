"""What began each stretch of a clock, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.modules.sla.engine.fold import POLICY
from deskhand.modules.sla.engine.values import Life, Span
from deskhand.tickets import history
from deskhand.tickets.facts import facts_with
from deskhand.tickets.history import Entry
from deskhand.tickets.models import Ticket
from deskhand.tickets.names import names_around

OF_ITSELF: Mapping[str, Promise] = {
    POLICY: _("A policy came, went or was changed"),
    "ticket.created": _("The ticket was opened"),
    "stop": _("It had ended, until the ticket was opened again"),
    "cancel": _("The ticket was cancelled, until it was opened again"),
    "away": _("The ticket was spam, in the bin, or merged into another one"),
}
"""Causes that are no facts about the ticket, or whose fact the log does not have."""

ENDINGS: Mapping[str, Promise] = {
    "stop": _("what was promised was done"),
    "cancel": _("the ticket was cancelled"),
    "away": _("the ticket became spam, went into the bin, or was merged into another one"),
    "unmatched": _("no policy promised it any more"),
    "replaced": _("another policy took its place"),
    "reset": _("it began anew"),
}
"""Why clocks end, by what is stored."""


@dataclass(frozen=True, slots=True)
class Cause:
    """``words`` say what happened and who did it; ``event_id`` is the fact's (0 for none)."""

    words: str
    event_id: int = 0
    reason: str = ""


class Causes:
    """The causes of all stretches of some clocks of a ticket, read with two queries."""

    def __init__(self, ticket: Ticket, lives: Iterable[Life]) -> None:
        ids = {span.event_id for life in lives for span in life.spans if span.event_id}
        facts = facts_with(ticket, ids)
        self._told: dict[int, Entry] = history.each(facts, names_around(ticket, facts), ticket.desk_id)

    def __call__(self, span: Span) -> Cause:
        """What began a stretch."""
        entry = self._told.get(span.event_id)
        if entry is None:
            return Cause(str(OF_ITSELF.get(span.cause, OF_ITSELF[POLICY])))
        return Cause(f"{entry.words} {entry.door}".strip(), entry.id, entry.reason)
