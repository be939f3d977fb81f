"""Why a clock stands where it stands: each stretch of it, what began it, what counted in it and by which calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from deskhand.modules.sla import typed
from deskhand.modules.sla.calendar_names import CalendarNames
from deskhand.modules.sla.causes import Cause, Causes
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.rules import Rule
from deskhand.modules.sla.engine.values import Span
from deskhand.modules.sla.readings import Reading, Readings
from deskhand.modules.sla.terms import Goal


@dataclass(frozen=True, slots=True)
class Stretch:
    """One interval of a clock. ``ended`` is None while it lasts; ``counted`` and ``total`` are seconds, the total that
    of all stretches until its end. ``changes`` say what else is different from the stretch before."""

    span: Span
    ended: datetime | None
    until: datetime
    counted: float
    total: float
    cause: Cause
    calendar: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A clock with its stretches in order; with ``to_come`` seconds that are still to count until it is due."""

    clock: Reading
    stretches: Sequence[Stretch]
    to_come: float


def explained(found: Readings, clocks: Sequence[Reading]) -> list[Explained]:
    """These of the ticket's clocks, explained. Four queries for all of them."""
    causes = Causes(found.ticket, (one.life for one in clocks))
    calendars = CalendarNames(found.ticket.desk_id)
    rules = {one.version_id: one for one in found.book.rules if one.policy_id in found.names}
    return [Explained(one, tuple(_stretches(one, causes, calendars, found, rules)), _to_come(one)) for one in clocks]


def _stretches(
    clock: Reading, causes: Causes, calendars: CalendarNames, found: Readings, rules: dict[int, Rule]
) -> Iterable[Stretch]:
    total, before = 0.0, None
    for span in clock.life.spans:
        until = span.ended or clock.at
        counted = reckon.elapsed(replace(clock.life, spans=(span,)), until, clock.calendars)
        changes = tuple(_changes(before, span, total, calendars, found, rules)) if before is not None else ()
        total += counted
        calendar = calendars(span.hours, span.began)
        yield Stretch(span, span.ended, until, counted, total, causes(span), calendar, changes)
        before = span


def _to_come(clock: Reading) -> float:
    return max(clock.remaining, 0) if clock.state == "running" else 0


def _changes(
    before: Span, span: Span, total: float, calendars: CalendarNames, found: Readings, rules: dict[int, Rule]
) -> Iterable[str]:
    if _promised(before.goal) != _promised(span.goal):
        said = {"new": typed.in_words(span.goal), "old": typed.in_words(before.goal), "counted": words(total)}
        yield _("%(new)s instead of %(old)s; %(counted)s had counted") % said
    if before.version_id != span.version_id:
        yield _("from here on by %(policy)s") % {"policy": policy_words(rules.get(span.version_id), found)}
    calendar = calendars(span.hours, span.began)
    if calendar != calendars(before.hours, span.began):
        yield _("from here on by the calendar: %(calendar)s") % {"calendar": calendar}


def policy_words(rule: Rule | None, found: Readings) -> str:
    """A version of a policy by its name; of other desks none is told."""
    if rule is None:
        return _("a policy of another desk")
    return _("“%(name)s”, version %(number)s") % {"name": found.names[rule.policy_id], "number": rule.number}


def words(seconds: float) -> str:
    """How much has counted, to the second."""
    return typed.seconds_in_words(round(seconds))


def _promised(goal: Goal) -> tuple[float | None, int | None, int | None]:
    """What a goal says, without what was computed of it."""
    return (None if goal.is_relative else goal.seconds, goal.days, goal.by)
