"""Which policies covered a ticket at an instant, which did not, and which part of their query says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Location, Organization, Person, Team
from deskhand.modules.sla import questions
from deskhand.modules.sla.engine.fold import LEVELS
from deskhand.modules.sla.engine.rules import Rule
from deskhand.modules.sla.models import Policy, PolicyVersion
from deskhand.modules.sla.readings import Readings
from deskhand.tickets.as_it_was import Snapshot
from deskhand.tickets.models import Service, Status
from deskhand.tickets.names import category_word, kind_word, priority_word
from deskhand.tickets.query_names import CHANNELS


class Verdict(StrEnum):
    """What was found of a policy."""

    COUNTS = "counts"
    SILENT = "silent"
    SHADOWED = "shadowed"
    FAILED = "failed"
    OFF = "off"
    ONLY_NEW = "only_new"
    NOT_YET = "not_yet"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Miss:
    """A part of a query that was not true, and what was true instead (empty where there is no short word for it)."""

    part: str
    instead: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A version of a policy, and what was found of it. SILENT covers the ticket and promises nothing at its priority;
    SHADOWED would cover it, but an earlier one does."""

    rule: Rule
    name: str
    verdict: Verdict
    misses: Sequence[Miss] = ()


def judged(found: Readings) -> list[Judged]:
    """The policies of the desk in their order, by level, as they stood at the instant; none if the ticket was on
    another desk then. Those that were put away are left out."""
    ticket = found.snapshot
    if ticket.desk_id != found.ticket.desk_id:
        return []
    kept = set(Policy.objects.within(ticket.desk_id).filter(put_away_at=None).values_list("pk", flat=True))
    says, taken = _Words(ticket), set[str]()
    verdicts = []
    for rule in _newest(found, kept):
        verdict = _verdict(rule, found, taken)
        if verdict in (Verdict.COUNTS, Verdict.SILENT):
            taken.add(rule.terms.level)
        misses = tuple(_misses(rule, ticket, says)) if verdict == Verdict.FAILED else ()
        verdicts.append(Judged(rule, found.names[rule.policy_id], verdict, misses))
    return verdicts


def _newest(found: Readings, kept: set[int]) -> list[Rule]:
    """The version of each policy that counts for the ticket; of one that does not count for it, the newest."""
    ticket, at = found.snapshot, found.at
    counting = {one.policy_id: one for level in LEVELS for one in found.book.in_force(ticket, level, at)}
    newest: dict[int, Rule] = {}
    for rule in found.book.rules:
        if rule.desk_id == ticket.desk_id and rule.active_from <= at and rule.policy_id in kept:
            known = newest.get(rule.policy_id)
            if known is None or known.number < rule.number:
                newest[rule.policy_id] = rule
    every = [counting.get(one.policy_id, one) for one in newest.values()]
    return sorted(every, key=lambda one: (LEVELS.index(one.terms.level), one.position, one.policy_id))


def _verdict(rule: Rule, found: Readings, taken: set[str]) -> Verdict:
    ticket, at = found.snapshot, found.at
    if not rule.is_on:
        return Verdict.OFF
    if rule.only_new and ticket.created_at < rule.active_from:
        return Verdict.ONLY_NEW
    if rule.since is not None and at < rule.since:
        return Verdict.NOT_YET
    if rule.until is not None and at >= rule.until:
        return Verdict.OVER
    if not rule.asks(rule.terms.query, ticket):
        return Verdict.FAILED
    if rule.terms.level in taken:
        return Verdict.SHADOWED
    promises = any(one.goal(ticket.priority) is not None for one in rule.targets(ticket))
    return Verdict.COUNTS if promises else Verdict.SILENT


def _misses(rule: Rule, ticket: Snapshot, says: _Words) -> Iterator[Miss]:
    meant = PolicyVersion.objects.within(rule.desk_id).values_list("meant", flat=True).get(pk=rule.version_id)
    for part, field in questions.failing(rule.terms.query, rule.desk_id, meant, ticket):
        yield Miss(part, says.of(field))


class _Words:
    """What was true of a ticket, in a word for each field that can be asked. Names are looked up when they are said."""

    def __init__(self, ticket: Snapshot) -> None:
        self._ticket = ticket
        self._said: dict[str, str] = {}

    def of(self, field: str) -> str:
        """The word; empty for a field without one."""
        if field not in self._said:
            tell = _TELL.get(field)
            self._said[field] = str(tell(self._ticket)) if tell else ""
        return self._said[field]


def _named(rows: Any, pk: int | None) -> str:
    found = rows.filter(pk=pk).values_list("name", flat=True).first() if pk is not None else None
    return found or _("none")


def _status(ticket: Snapshot) -> str:
    name = Status.objects.within(ticket.desk_id).filter(pk=ticket.status_id).values_list("name", flat=True).first()
    return name or category_word(ticket.category)


def _team(ticket: Snapshot) -> str:
    return _named(Team.objects.within(ticket.desk_id), ticket.team_id)


def _tier(ticket: Snapshot) -> str:
    found = Team.objects.within(ticket.desk_id).filter(pk=ticket.team_id).values_list("tier", flat=True).first()
    return found or _("none")


_TELL: Mapping[str, Callable[[Snapshot], str]] = {
    "priority": lambda ticket: priority_word(ticket.priority),
    "kind": lambda ticket: kind_word(ticket.kind),
    "channel": lambda ticket: str(dict(CHANNELS).get(ticket.channel, ticket.channel)),
    "status": _status,
    "is": lambda ticket: category_word(ticket.category),
    "team": _team,
    "tier": _tier,
    "assignee": lambda ticket: _named(Person.objects.all(), ticket.assignee_id),
    "requester": lambda ticket: _named(Person.objects.all(), ticket.requester_id),
    "organization": lambda ticket: _named(Organization.objects.all(), ticket.organization_id),
    "location": lambda ticket: _named(Location.objects.within(ticket.desk_id), ticket.location_id),
    "service": lambda ticket: _named(Service.objects.within(ticket.desk_id), ticket.service_id),
}
