"""``is:snoozed`` and ``wakes:<2d``: tickets on hold until something, and when they wake.

Other instants lie behind, these ahead: ``wakes:<2d`` is in less than two days, ``wakes:2d`` within the next two.
Nobody is told of tickets of desks that they do not serve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel.query import Env, Flag, InstantField, Suggestion
from deskhand.kernel.query.fields import Test
from deskhand.kernel.query.kinds.ahead import stretch_ahead
from deskhand.kernel.query.kinds.logic import any_q, any_test
from deskhand.kernel.query.tree import Term
from deskhand.kernel.query.values import Nothing
from deskhand.kernel.words import fold
from deskhand.tickets.models import Snooze
from deskhand.tickets.querysets import staff_desks


def asleep(env: Env) -> Q:
    """Tickets on hold until a time or the end of another ticket, on desks that the asker serves."""
    return Q(snooze__isnull=False, snooze__ended_at__isnull=True) & _served(env)


def row_of(ticket: Any, env: Env) -> Snooze | None:
    """What one ticket waits for, if the asker may know."""
    if env.actor is not None and ticket.desk_id not in staff_desks(env.actor):
        return None
    found = Snooze.objects.within(ticket.desk_id).in_force()
    row: Snooze | None = found.filter(ticket_id=ticket.pk).first()
    return row


def _served(env: Env) -> Q:
    return Q(desk_id__in=staff_desks(env.actor)) if env.actor is not None else Q()


SNOOZED = Flag(
    "snoozed",
    gettext_lazy("On hold until something"),
    asleep,
    lambda ticket, env: row_of(ticket, env) is not None,
    aliases=("asleep",),
)


@dataclass(frozen=True, kw_only=True)
class WakesField(InstantField):
    """When a ticket wakes by itself; none for what waits for no time."""

    def to_q(self, term: Term, env: Env) -> Q:
        """Comparisons on the time of those that still wait."""
        timed = asleep(env) & Q(snooze__wakes_at__isnull=False)
        return any_q(
            ~timed if isinstance(value, Nothing) else timed & stretch_ahead(term.op, value, env).to_q(self.column)
            for value in term.values
        )

    def to_test(self, term: Term, env: Env) -> Test:
        """The same comparisons."""

        def read(ticket: Any) -> datetime | None:
            row = row_of(ticket, env)
            return row.wakes_at if row else None

        return any_test(
            (lambda ticket: read(ticket) is None)
            if isinstance(value, Nothing)
            else stretch_ahead(term.op, value, env).to_test(read)
            for value in term.values
        )

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """The usual lengths ahead."""
        usual = {
            "today": _("Today"),
            "this-week": _("This week"),
            "<1h": _("In less than an hour"),
            "<1d": _("In less than a day"),
            ">7d": _("In more than a week"),
            "none": _("At no time"),
        }
        return [Suggestion(text, label) for text, label in usual.items() if text.startswith(fold(prefix))]


WAKES = WakesField(
    name="wakes",
    title=gettext_lazy("Wakes"),
    column="snooze__wakes_at",
    read=lambda ticket: ticket.snooze.wakes_at,
    may_be_empty=True,
)
