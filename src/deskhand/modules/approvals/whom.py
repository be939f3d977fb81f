"""Whom a stage asks, and why: resolved from people as they are at that moment, with the rules of who must not decide.

Codes of why: those of :mod:`terms`, and ``own_manager`` (instead of somebody who must not decide), ``left`` (instead of
somebody who left), ``fallback`` (who stands in), ``admin`` (nobody else was there), ``handed`` (an approver gave it
on), ``escalated`` (nobody answered in time), ``earlier`` (approved in an earlier stage).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import DeskRole, Person, TeamMember
from deskhand.kernel.permissions import ADMIN
from deskhand.modules.approvals import engine, terms
from deskhand.modules.approvals.terms import StageTerms, Terms, Who
from deskhand.tickets.models import Ticket

WHY_WORDS = {
    terms.REQUESTER_MANAGER: _("manager of the requester"),
    terms.AFFECTED_MANAGER: _("manager of whom it is for"),
    terms.MANAGERS_MANAGER: _("manager of the requester’s manager"),
    terms.SERVICE_OWNER: _("answers for the service"),
    terms.ROLE: _("has a role on the desk"),
    terms.TEAM: _("member of the team"),
    terms.PERSON: _("named"),
    "own_manager": _("instead of somebody who must not decide here"),
    "left": _("instead of somebody who has left"),
    "fallback": _("stands in where nobody else can decide"),
    "admin": _("administrator of the desk: nobody else can decide"),
    "handed": _("asked by an approver to decide instead"),
    "escalated": _("manager of somebody who did not answer in time"),
    "earlier": _("approved in an earlier stage"),
}
"""How it is said to people."""

_GROUPS = (terms.ROLE, terms.TEAM)


@dataclass(frozen=True)
class Chosen:
    """Somebody to ask, why, and instead of whom."""

    person: int
    why: str
    instead_of: int | None = None


class Circle:
    """Everybody who could come into question for one ticket. People are read once each."""

    def __init__(self, ticket: Ticket, said: Terms, asker: int | None) -> None:
        self.ticket, self.said, self.asker = ticket, said, asker
        self._people: dict[int, Person | None] = {}

    def barred(self) -> frozenset[int]:
        """Those who must not decide: whose request it is, who asked for approval, who works on it."""
        own = {one for one in (self.ticket.requester_id, self.ticket.affected_id) if one is not None}
        duties = {one for one in (self.asker, self.ticket.assignee_id) if one is not None}
        found = duties if self.said.parts_duties else set()
        return frozenset(found | own if self.said.own == terms.OTHER else found - own)

    def chosen(self, stage: StageTerms) -> list[Chosen]:
        """Whom the stage asks: each person once, nobody who must not; whoever stands in where too few are left."""
        barred, found = self.barred(), dict[int, Chosen]()
        named = list(self._named(stage))
        for one in named:
            for fits in self._fitting(one, barred):
                found.setdefault(fits.person, fits)
        if len(found) < self._least(stage, len({one.person for one in named})):
            self._stand_in(stage, found, barred, len({one.person for one in named}))
        return list(found.values())

    def _least(self, stage: StageTerms, named: int) -> int:
        return stage.number if stage.needs == engine.QUORUM else 1

    def _stand_in(self, stage: StageTerms, found: dict[int, Chosen], barred: frozenset[int], named: int) -> None:
        rest: list[tuple[int, str]] = [(self.said.fallback, "fallback")] if self.said.fallback else []
        for person, why in [*rest, *((pk, "admin") for pk in self._administrators())]:
            if len(found) >= self._least(stage, named):
                return
            if person not in barred and self._active(person):
                found.setdefault(person, Chosen(person, why))

    def _named(self, stage: StageTerms) -> Iterator[Chosen]:
        for who in stage.who:
            for person in self._ids(who):
                if person is not None:
                    yield Chosen(person, who.kind)

    def _ids(self, who: Who) -> Iterable[int | None]:
        ticket = self.ticket
        affected = ticket.affected_id or ticket.requester_id
        if who.kind == terms.REQUESTER_MANAGER:
            return [self._manager(ticket.requester_id)]
        if who.kind == terms.AFFECTED_MANAGER:
            return [self._manager(affected)]
        if who.kind == terms.MANAGERS_MANAGER:
            return [self._manager(self._manager(ticket.requester_id))]
        if who.kind == terms.SERVICE_OWNER:
            return [ticket.service.owner_id if ticket.service else None]
        if who.kind == terms.TEAM:
            members = TeamMember.objects.filter(team_id=who.id or 0, team__desk_id=ticket.desk_id, team__is_active=True)
            return list(members.order_by("person__name", "pk").values_list("person_id", flat=True))
        if who.kind == terms.ROLE:
            return self._with_role(who.role)
        return [who.id]

    def _with_role(self, role: str) -> list[int]:
        rows = DeskRole.objects.filter(desk_id=self.ticket.desk_id, role=role, person__is_active=True)
        return list(rows.order_by("person__name", "pk").values_list("person_id", flat=True))

    def _administrators(self) -> list[int]:
        return self._with_role(ADMIN)

    def _fitting(self, one: Chosen, barred: frozenset[int]) -> Iterator[Chosen]:
        """The person, or whoever comes instead: of a team or role nobody does, for the others are there."""
        is_gone = not self._active(one.person)
        if not is_gone and one.person not in barred:
            yield one
            return
        if one.why in _GROUPS:
            return
        instead = self._manager(one.person)
        if instead is not None and instead not in barred and self._active(instead):
            yield Chosen(instead, "left" if is_gone else "own_manager", one.person)

    def _person(self, pk: int | None) -> Person | None:
        if pk is None:
            return None
        if pk not in self._people:
            self._people[pk] = Person.objects.filter(pk=pk).first()
        return self._people[pk]

    def _active(self, pk: int) -> bool:
        found = self._person(pk)
        return found is not None and found.is_active

    def _manager(self, pk: int | None) -> int | None:
        found = self._person(pk)
        return found.manager_id if found is not None and found.manager_id != pk else None

    def instead_of(self, pk: int, taken: Iterable[int]) -> Chosen | None:
        """Who decides for somebody who has left: their manager, whoever stands in, an administrator of the desk. None
        where all of them must not, or were asked already."""
        out = self.barred() | set(taken) | {pk}
        rest: list[tuple[int | None, str]] = [(self._manager(pk), "left"), (self.said.fallback, "fallback")]
        for person, why in [*rest, *((one, "admin") for one in self._administrators())]:
            if person is not None and person not in out and self._active(person):
                return Chosen(person, why, pk)
        return None

    def managers_of(self, people: Iterable[int], taken: Iterable[int]) -> list[Chosen]:
        """The managers of those who have not answered, as far as they may decide and were not asked."""
        out, found = self.barred() | set(taken), dict[int, Chosen]()
        for pk in people:
            manager = self._manager(pk)
            if manager is not None and manager not in out and self._active(manager):
                found.setdefault(manager, Chosen(manager, "escalated", pk))
        return list(found.values())

    def skips_own(self, stage: StageTerms) -> bool:
        """Whether the stage is left out because whose request it is would decide it."""
        own: set[Any] = {self.ticket.requester_id, self.ticket.affected_id} - {None}
        return self.said.own == terms.SKIP and any(one.person in own for one in self._named(stage))
