"""Tickets that come again by the calendar: planned, paused, put away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, Person, Team
from deskhand.calendars.recurrence import FIRST_YEAR, LAST_YEAR, OnClosed, Pattern, Recurrence, occurrences
from deskhand.calendars.working_days import days_of
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import Fact, emit
from deskhand.modules.tasks.events import (
    RecurringPaused,
    RecurringPutAway,
    RecurringPutBack,
    RecurringResumed,
    RecurringSaved,
)
from deskhand.modules.tasks.models import Checklist, RecurringTicket
from deskhand.tickets.actions.people import serves
from deskhand.tickets.actions.tag import TAGS_PER_TICKET, normalized
from deskhand.tickets.models import Kind, Priority
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

TEXT_LIMIT = 20_000
"""Longest text of a ticket that comes again, in characters."""

WITHOUT_ZONE = gettext_lazy("Write a time of day without a zone, as in 08:00. It is meant in the desk’s zone.")

RECURRING_PER_DESK = 500
"""Most tickets of a desk that come again, those that were put away included."""

LARGEST_STEP = 366
"""Largest number of days, weeks, months or years from one to the next."""

WEEK = range(7)
NTHS = (1, 2, 3, 4, 5, -1, -2, -3)
"""Which of a month's days can be meant; -1 is the last."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a ticket that comes again is opened with. ``text`` is plain."""

    subject: str
    text: str
    requester: Person
    kind: str = Kind.SERVICE_REQUEST
    priority: int = Priority.NORMAL
    team: Team | None = None
    assignee: Person | None = None
    tags: Sequence[str] = ()
    checklist: Checklist | None = None


@transaction.atomic
def save_recurring(
    *, actor: Actor, desk: Desk, contents: Contents, rule: Recurrence, recurring: RecurringTicket | None = None
) -> RecurringTicket:
    """Plan a ticket, or change what is planned: it counts from now on. Raises Invalid with the fields."""
    actor.need("tasks.recurring", desk.pk)
    row = _locked(desk, recurring) if recurring is not None else _begun(actor, desk)
    wrong = wrong_contents(desk, contents) | wrong_rule(rule)
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    values = _columns(contents) | _columns(rule)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    row.problem = ""
    row.next_on, row.next_at = _next(row, after=clock.now())
    if row.next_at is None:
        words = _("No such day lies ahead. Choose another beginning, or a later end.")
        raise Invalid(words, {"starts_on": words})
    row.save()
    emit(
        RecurringSaved(recurring=row.pk, is_new=recurring is None, fields=sorted(changed)), actor=actor, desk_id=desk.pk
    )
    return row


@transaction.atomic
def pause_recurring(*, actor: Actor, recurring: RecurringTicket) -> RecurringTicket:
    """Make none until somebody lets it go on."""
    row = _own(actor, recurring)
    return _set(actor, row, RecurringPaused(recurring=row.pk), paused_at=row.paused_at or clock.now())


@transaction.atomic
def resume_recurring(*, actor: Actor, recurring: RecurringTicket) -> RecurringTicket:
    """Go on from now: what was due meanwhile is not made."""
    row = _own(actor, recurring)
    on, at = _next(row, after=clock.now())
    fact = RecurringResumed(recurring=row.pk)
    return _set(actor, row, fact, paused_at=None, problem="", next_on=on, next_at=at)


@transaction.atomic
def put_away_recurring(*, actor: Actor, recurring: RecurringTicket) -> RecurringTicket:
    """Make none any more. Tickets that were made stay."""
    row = _own(actor, recurring)
    return _set(actor, row, RecurringPutAway(recurring=row.pk), put_away_at=row.put_away_at or clock.now())


@transaction.atomic
def put_back_recurring(*, actor: Actor, recurring: RecurringTicket) -> RecurringTicket:
    """Let it be there again, paused until somebody lets it go on."""
    row = _own(actor, recurring)
    return _set(actor, row, RecurringPutBack(recurring=row.pk), put_away_at=None, paused_at=clock.now())


def rule_of(row: RecurringTicket) -> Recurrence:
    """When it comes again."""
    return Recurrence(**{one.name: getattr(row, one.name) for one in fields(Recurrence)})


def _next(row: RecurringTicket, *, after: datetime) -> tuple[date, datetime] | tuple[None, None]:
    return next(occurrences(rule_of(row), days_of(row.desk), after=after), (None, None))


def wrong_rule(rule: Recurrence) -> dict[str, str]:
    """What of a rule cannot be taken, by its fields."""
    wrong: dict[str, str] = {}
    if rule.pattern not in Pattern.values:
        wrong["pattern"] = _("One of: %(words)s.") % {"words": ", ".join(Pattern.values)}
    if rule.on_closed not in OnClosed.values:
        wrong["on_closed"] = _("One of: %(words)s.") % {"words": ", ".join(OnClosed.values)}
    if not 1 <= rule.every <= LARGEST_STEP:
        wrong["every"] = _("From 1 to %(limit)s.") % {"limit": LARGEST_STEP}
    if rule.pattern in (Pattern.WEEKS, Pattern.MONTH_WEEKDAY) and not rule.weekdays:
        wrong["weekdays"] = _("Choose at least one day of the week.")
    if any(one not in WEEK for one in rule.weekdays):
        wrong["weekdays"] = _("Days are numbers from 0, Monday, to 6, Sunday.")
    if rule.pattern == Pattern.MONTH_DAY and not 1 <= (rule.day or 0) <= 31:
        wrong["day"] = _("From 1 to 31.")
    if rule.pattern in (Pattern.MONTH_WEEKDAY, Pattern.MONTH_WORKDAY) and rule.nth not in NTHS:
        wrong["nth"] = _("Choose which one of the month.")
    if rule.at.tzinfo is not None:
        wrong["at"] = str(WITHOUT_ZONE)
    return wrong | _wrong_days(rule)


def _wrong_days(rule: Recurrence) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if rule.until_on is not None and rule.until_on < rule.starts_on:
        wrong["until_on"] = _("The end lies before the beginning.")
    for name, day in (("starts_on", rule.starts_on), ("until_on", rule.until_on)):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            wrong[name] = _("Choose a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    return wrong


def wrong_contents(desk: Desk, contents: Contents) -> dict[str, str]:
    """What of the ticket cannot be taken, by its fields."""
    wrong: dict[str, str] = {}
    if not contents.subject.strip():
        wrong["subject"] = _("Say in a few words what it is about.")
    elif len(" ".join(contents.subject.split())) > SUBJECT_LIMIT:
        wrong["subject"] = _("At most %(limit)s characters.") % {"limit": SUBJECT_LIMIT}
    if not contents.text.strip():
        wrong["text"] = _("Write what is to be done.")
    elif len(contents.text) > TEXT_LIMIT:
        wrong["text"] = _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}
    if contents.team is not None and contents.team.desk_id != desk.pk:
        wrong["team"] = _("This team belongs to another desk.")
    if contents.assignee is not None and not serves(contents.assignee, desk.pk):
        wrong["assignee"] = _("%(name)s does not serve this desk.") % {"name": contents.assignee.name}
    if contents.checklist is not None and contents.checklist.desk_id != desk.pk:
        wrong["checklist"] = _("This checklist belongs to another desk.")
    return wrong | _wrong_tags(contents.tags)


def _wrong_tags(tags: Sequence[str]) -> dict[str, str]:
    try:
        count = len(normalized(tags))
    except Invalid as refusal:
        return {"tags": str(refusal)}
    return {"tags": _("At most %(limit)s tags.") % {"limit": TAGS_PER_TICKET}} if count > TAGS_PER_TICKET else {}


def _columns(given: Contents | Recurrence) -> dict[str, Any]:
    found = {one.name: getattr(given, one.name) for one in fields(given)}
    if isinstance(given, Contents):
        found["subject"] = " ".join(given.subject.split())
        found["text"] = given.text.replace("\r\n", "\n").strip()
        found["tags"] = normalized(given.tags)
    else:
        found["weekdays"] = sorted(set(given.weekdays))
    return found


def _begun(actor: Actor, desk: Desk) -> RecurringTicket:
    if RecurringTicket.objects.within(desk).count() >= RECURRING_PER_DESK:
        words = _("At most %(limit)s tickets of a desk come again.") % {"limit": RECURRING_PER_DESK}
        raise Invalid(words, {"subject": words})
    return RecurringTicket(desk=desk, created_at=clock.now(), created_by_id=actor.person_id)


def _own(actor: Actor, recurring: RecurringTicket) -> RecurringTicket:
    actor.need("tasks.recurring", recurring.desk_id)
    return _locked(recurring.desk, recurring)


def _locked(desk: Desk, recurring: RecurringTicket) -> RecurringTicket:
    found = RecurringTicket.objects.within(desk).select_for_update().filter(pk=recurring.pk)
    row: RecurringTicket | None = found.first()
    if row is None:
        raise NotFound
    row.desk = desk
    return row


def _set(actor: Actor, row: RecurringTicket, fact: Fact, **values: Any) -> RecurringTicket:
    """Write what differs, and the fact; nothing if nothing does."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        emit(fact, actor=actor, desk_id=row.desk_id)
    return row
