"""``due:<2h`` and ``sla:overdue``: tickets by what is promised for them.

``due:`` asks the instant that the list shows: lengths lie ahead, and what is over already is due in less than any of
them. What was overdue before it was paused is both, overdue and paused. ``sla:`` asks for a state. Nobody is told of
tickets of desks that they do not serve, or on which the module is off. A desk that has a field of its own called
``due`` keeps that word for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import slots, switches
from deskhand.kernel.query import Env, FieldSpec, Flag, FlagField, InstantField, QueryError, Suggestion
from deskhand.kernel.query.fields import Test
from deskhand.kernel.query.kinds.ahead import stretch_ahead
from deskhand.kernel.query.kinds.bounds import Bounds
from deskhand.kernel.query.kinds.logic import any_q, any_test
from deskhand.kernel.query.tokens import RawValue, Token
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Nothing, Value
from deskhand.kernel.words import fold
from deskhand.modules.sla.models import Clock, Outcome, Standing
from deskhand.modules.sla.querysets import MODULE, desks_of

OVERDUE = "overdue"

_DUE = "sla_standing__next_due_at"


@dataclass(frozen=True, slots=True)
class Overdue(Value):
    """``overdue``: what was due before now."""

    def to_text(self) -> str:
        """Always ``overdue``."""
        return OVERDUE


@dataclass(frozen=True, kw_only=True)
class DueField(InstantField):
    """When the next thing is due, or was; none for tickets of which nothing is due as long as they are paused."""

    def term(self, token: Token) -> Term:
        """``overdue`` is compared with nothing."""
        term = super().term(token)
        if term.op is not Op.IS and isinstance(term.values[0], Overdue):
            said = {"field": self.name, "value": OVERDUE, "op": token.op}
            raise QueryError(
                _("“{value}” cannot be compared with {op}; leave the sign away.").format(**said), token.values[0].place
            )
        return term

    def to_q(self, term: Term, env: Env) -> Q:
        """Comparisons on the instant."""
        return any_q(_due_q(term.op, value, env) for value in term.values)

    def to_test(self, term: Term, env: Env) -> Test:
        """The same comparisons."""
        return any_test(_due_test(term.op, value, env) for value in term.values)

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """The usual lengths ahead."""
        usual = {
            OVERDUE: _("Overdue"),
            "today": _("Today"),
            "this-week": _("This week"),
            "<1h": _("In less than an hour, or overdue"),
            "<4h": _("In less than four hours, or overdue"),
            "<1d": _("In less than a day, or overdue"),
            "none": _("At no time"),
        }
        return [Suggestion(text, label) for text, label in usual.items() if text.startswith(fold(prefix))]

    def _value_or_range(self, raw: RawValue) -> Value:
        if not raw.is_quoted and fold(raw.text) == OVERDUE:
            return Overdue()
        return super()._value_or_range(raw)


@dataclass(frozen=True, kw_only=True)
class PromiseField(FlagField):
    """How a ticket stands with its promises; none where nothing is promised, or all was cancelled."""

    may_be_empty: bool = True

    def to_q(self, term: Term, env: Env) -> Q:
        """Any of the states."""
        return any_q(~_clocks_q(env) if isinstance(one, Nothing) else self._flag(one).to_q(env) for one in term.values)

    def to_test(self, term: Term, env: Env) -> Test:
        """Any of the states."""
        return any_test(
            (lambda ticket: not _has_clock(ticket, env)) if isinstance(one, Nothing) else _asked(self._flag(one), env)
            for one in term.values
        )

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """By code or label."""
        nothing = Suggestion("none", _("Nothing is promised"))
        return [*super().complete(prefix, env), *([nothing] if "none".startswith(fold(prefix)) else [])]


def _asked(flag: Flag, env: Env) -> Test:
    return lambda ticket: flag.test(ticket, env)


def _due_q(op: Op, value: Value, env: Env) -> Q:
    if isinstance(value, Nothing):
        return ~_standing_q(env, next_due_at__isnull=False)
    if isinstance(value, Overdue):
        return _standing_q(env, next_due_at__lt=env.now)
    return _standing_q(env) & stretch_ahead(op, value, env).to_q(_DUE)


def _due_test(op: Op, value: Value, env: Env) -> Test:
    def read(ticket: Any) -> datetime | None:
        row = _standing(ticket, env)
        return row.next_due_at if row else None

    if isinstance(value, Nothing):
        return lambda ticket: read(ticket) is None
    if isinstance(value, Overdue):
        return Bounds(high=env.now, high_in=False).to_test(read)
    return stretch_ahead(op, value, env).to_test(read)


def _desks(env: Env) -> list[int]:
    """Where the asker may know what is promised."""
    return desks_of(env.actor, "sla.read") if env.actor is not None else switches.desks_with(MODULE)


def _standing_q(env: Env, **asked: Any) -> Q:
    desks = _desks(env)  # Of both rows: so either can be looked up first, by an index that begins with the desk.
    here = Q(desk_id__in=desks, sla_standing__desk_id__in=desks, sla_standing__desk_id=F("desk_id"))
    return here & Q(**{f"sla_standing__{name}": value for name, value in asked.items()})


def _standing(ticket: Any, env: Env) -> Standing | None:
    if ticket.desk_id not in _desks(env):
        return None
    found: Standing | None = Standing.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk).first()
    return found


def _clocks_q(env: Env, asked: Q | None = None) -> Q:
    """Tickets with a clock that was not cancelled, of which this is true."""
    desks = _desks(env)
    rows = Clock.objects.within(desks).exclude(outcome=Outcome.CANCELLED).filter(asked or Q())
    return Q(desk_id__in=desks, pk__in=rows.order_by().values("ticket_id"))


def _has_clock(ticket: Any, env: Env, holds: Test = bool) -> bool:
    desks = _desks(env)
    if ticket.desk_id not in desks:
        return False
    rows = Clock.objects.within(desks).exclude(outcome=Outcome.CANCELLED).filter(ticket_id=ticket.pk)
    return any(holds(row) for row in rows)


def _is_soon(row: Standing, now: datetime) -> bool:
    return row.next_due_at is not None and row.next_due_at >= now and row.soon_at is not None and row.soon_at <= now


def _is_missed(row: Clock, now: datetime) -> bool:
    late = row.ended_at is None and row.due_at is not None and row.due_at < now
    return late or row.outcome == Outcome.MISSED


def _of_standing(code: str, label: Any, asked: Callable[[datetime], dict[str, Any]], holds: Any) -> Flag:
    def test(ticket: Any, env: Env) -> bool:
        row = _standing(ticket, env)
        return row is not None and holds(row, env.now)

    return Flag(code, label, lambda env: _standing_q(env, **asked(env.now)), test)


def _of_clocks(code: str, label: Any, asked: Callable[[datetime], Q], holds: Any) -> Flag:
    return Flag(
        code,
        label,
        lambda env: _clocks_q(env, asked(env.now)),
        lambda ticket, env: _has_clock(ticket, env, lambda row: holds(row, env.now)),
    )


DUE = DueField(
    name="due",
    title=gettext_lazy("Next due"),
    column=_DUE,
    read=lambda ticket: ticket.sla_standing.next_due_at,
    may_be_empty=True,
)

SLA = PromiseField(
    name="sla",
    title=gettext_lazy("Service level"),
    flags=(
        _of_standing(
            "running",
            gettext_lazy("The clock of the next thing runs"),
            lambda now: {"next_due_at__isnull": False, "is_paused": False},
            lambda row, now: row.next_due_at is not None and not row.is_paused,
        ),
        _of_standing(
            "paused",
            gettext_lazy("The next thing is paused, or overdue and paused"),
            lambda now: {"is_paused": True},
            lambda row, now: row.is_paused,
        ),
        _of_standing(
            OVERDUE,
            gettext_lazy("The next thing is overdue"),
            lambda now: {"next_due_at__lt": now},
            lambda row, now: row.next_due_at is not None and row.next_due_at < now,
        ),
        _of_standing(
            "soon",
            gettext_lazy("The next thing is due soon"),
            lambda now: {"next_due_at__gte": now, "soon_at__lte": now},
            _is_soon,
        ),
        _of_clocks(
            "met",
            gettext_lazy("A promise was kept"),
            lambda now: Q(outcome=Outcome.MET),
            lambda row, now: row.outcome == Outcome.MET,
        ),
        _of_clocks(
            "missed",
            gettext_lazy("A promise was missed, or is overdue"),
            lambda now: Q(outcome=Outcome.MISSED) | Q(ended_at=None, due_at__lt=now),
            _is_missed,
        ),
    ),
)


def words(desk_ids: Sequence[int]) -> Iterator[FieldSpec]:
    """Both, where one of these desks has the module."""
    if not desk_ids or set(desk_ids) & set(switches.desks_with(MODULE)):
        yield from (DUE, SLA)


slots.fill("query_field", words, module=MODULE, order=90)
