"""The service review of a customer's month: figures, what was missed and why, what is owed.

One value (:class:`Pack`) is shown on the page, written into files and given to programs: the same numbers everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from deskhand.accounts.models import Desk, Organization
from deskhand.kernel import clock
from deskhand.modules.sla import compliance, months, naming, service_credits
from deskhand.modules.sla.compliance import Figures
from deskhand.modules.sla.models import Agreement, Clock, Level, PolicyVersion, Waiver, WaiverState
from deskhand.modules.sla.months import Month
from deskhand.tickets.models import Priority, Ticket

MISSED_LIMIT = 500
"""Missed promises that a review lists one by one, those that were due first first; the figures count all."""


@dataclass(frozen=True)
class Part:
    """Figures of a part: a promise, or a priority (``key`` is its word)."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True)
class Missed:
    """A promise that was not kept, or is overdue (``ended_at`` is null). ``waiver`` is the state of the newest
    request to excuse it, ``reason`` what was said for it, ``answer`` what was answered."""

    ticket: Any
    promise: str
    due_at: datetime
    ended_at: datetime | None
    late: timedelta
    waiver: str
    reason: str
    answer: str


@dataclass(frozen=True)
class Owed:
    """What an agreement owes for the month. ``amount`` is null without a fee."""

    agreement: Agreement
    figures: Figures
    percent: Decimal
    amount: Decimal | None


@dataclass(frozen=True)
class Pack:
    """A review; see the module's text. ``as_of`` is when it was reckoned. ``opened`` and ``resolved`` count tickets."""

    desk: Desk
    organization: Organization
    month: Month
    as_of: datetime
    opened: int
    resolved: int
    figures: Figures
    promises: tuple[Part, ...]
    priorities: tuple[Part, ...]
    missed: tuple[Missed, ...]
    has_more: bool
    owed: tuple[Owed, ...]

    @property
    def is_over(self) -> bool:
        """Whether the month is: until then its figures go on changing."""
        return self.month.end <= self.as_of


def review_of(desk: Desk, organization: Organization, month: Month) -> Pack:
    """The review of the promises that the desk made to the people of the organization. About ten queries."""
    rows = counted(desk.pk, month).filter(ticket__organization=organization)
    tickets = Ticket.objects.within(desk).filter(organization=organization, is_spam=False, deleted_at=None)
    missed = list(_missed(desk.pk, rows, month))
    return Pack(
        desk=desk,
        organization=organization,
        month=month,
        as_of=clock.now(),
        opened=tickets.filter(created_at__gte=month.start, created_at__lt=month.end).count(),
        resolved=tickets.filter(resolved_at__gte=month.start, resolved_at__lt=month.end).count(),
        figures=compliance.figures(rows, month.end),
        promises=tuple(_by_promise(desk.pk, rows, month)),
        priorities=tuple(_by_priority(rows, month)),
        missed=tuple(missed[:MISSED_LIMIT]),
        has_more=len(missed) > MISSED_LIMIT,
        owed=tuple(owed_to(desk.pk, organization, month)),
    )


def counted(desk_id: int, month: Month) -> Any:
    """The promises to requesters that count in the month."""
    return compliance.counting(desk_id, month.start, month.end).filter(level=Level.SLA)


def by_organization(desk_id: int, month: Month) -> dict[int, Figures]:
    """Figures of the month by the id of the organization. One query."""
    rows = counted(desk_id, month).filter(ticket__organization__isnull=False)
    return {pk: found for (pk,), found in compliance.figures_by(rows, month.end, "ticket__organization_id").items()}


def owed_to(desk_id: int, organization: Organization, month: Month) -> Iterator[Owed]:
    """What the agreements with an organization owe that counted in the month."""
    found = Agreement.objects.within(desk_id).kept().filter(level=Level.SLA, organization=organization)
    for agreement in in_month(found, month):
        yield owed_by(agreement, month)


def in_month(agreements: Any, month: Month) -> Any:
    """Those that counted on a day of the month."""
    return agreements.filter(Q(ends_on=None) | Q(ends_on__gte=month.first), starts_on__lt=months.following(month.first))


def owed_by(agreement: Agreement, month: Month) -> Owed:
    """What one agreement owes: by the clocks that counted under its policies."""
    rows = compliance.counting(agreement.desk_id, month.start, month.end)
    found = compliance.figures(rows.filter(version__agreement=agreement), month.end)
    bands = service_credits.read(agreement.bands)
    return Owed(
        agreement=agreement,
        figures=found,
        percent=service_credits.percent_of(bands, found.compliance),
        amount=service_credits.credit(agreement.fee, bands, found.compliance),
    )


def _by_promise(desk_id: int, rows: Any, month: Month) -> Iterable[Part]:
    """By what people call the promises: versions and policies that call one the same are one."""
    found = compliance.figures_by(rows, month.end, "version_id", "key")
    versions = PolicyVersion.objects.within(desk_id).in_bulk({pk for pk, _key in found})
    summed: dict[str, Figures] = defaultdict(Figures)
    keys: dict[str, str] = {}
    for (pk, key), one in sorted(found.items()):
        name = naming.name_of(Clock(desk_id=desk_id, version=versions[pk], key=key))
        summed[name] += one
        keys.setdefault(name, key)
    return [Part(keys[name], name, one) for name, one in sorted(summed.items())]


def _by_priority(rows: Any, month: Month) -> Iterable[Part]:
    found = compliance.figures_by(rows, month.end, "ticket__priority")
    return [Part(Priority(value).word, str(Priority(value).label), found[value,]) for (value,) in sorted(found)[::-1]]


def _missed(desk_id: int, rows: Any, month: Month) -> Iterator[Missed]:
    by = min(month.end, clock.now())
    ended = Q(ended_at__lt=month.end)
    found = rows.filter((ended & Q(outcome="missed")) | Q(ended_at=None) | Q(ended_at__gte=month.end))
    found = found.annotate(**_newest_waiver(desk_id)).select_related("ticket", "version").order_by("due_at", "pk")
    for row in found[: MISSED_LIMIT + 1]:
        end = row.ended_at if row.ended_at is not None and row.ended_at < month.end else None
        yield Missed(
            ticket=row.ticket,
            promise=naming.name_of(row),
            due_at=row.due_at,
            ended_at=end,
            late=max((end or by) - row.due_at, timedelta(0)),
            waiver=row.waiver_state or "",
            reason=row.waiver_reason or "",
            answer=row.waiver_answer or "",
        )


def _newest_waiver(desk_id: int) -> dict[str, Subquery]:
    waivers = Waiver.objects.within(desk_id).exclude(state=WaiverState.WITHDRAWN)
    newest = waivers.filter(
        ticket_id=OuterRef("ticket_id"), level=OuterRef("level"), key=OuterRef("key"), cycle=OuterRef("cycle")
    ).order_by(F("asked_at").desc(), "-pk")
    return {f"waiver_{name}": Subquery(newest.values(name)[:1]) for name in ("state", "reason", "answer")}
