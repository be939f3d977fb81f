"""What is wrong with a policy before it is kept, in words and by field."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole, Person, Team, TeamMember
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import READERS
from deskhand.modules.approvals import conditions, engine, terms
from deskhand.modules.approvals.models import NAME_LIMIT
from deskhand.modules.approvals.terms import STAGES_LIMIT, WHO_LIMIT, StageTerms, Terms, Who

LONGEST_AMOUNT = 1_000
"""Longest deadline of a stage in business hours or days."""

MANY = (terms.ROLE, terms.TEAM)


def mistakes(said: Terms, desk_id: int) -> dict[str, str]:
    """Sentences by field; empty if it can be kept."""
    if not said.stages:
        return {"stages": _("Add a stage: somebody has to decide.")}
    if len(said.stages) > STAGES_LIMIT:
        return {"stages": _("A policy has at most %(limit)s stages.") % {"limit": STAGES_LIMIT}}
    found: dict[str, str] = {}
    if said.own not in terms.OWN_WORDS:
        found["own"] = _("Choose what happens then.")
    if said.fallback is not None and not Person.objects.filter(pk=said.fallback, is_active=True).exists():
        found["fallback"] = _("Choose somebody who is here.")
    for place, stage in enumerate(said.stages):
        for field, words in _wrong(stage, desk_id, is_last=place == len(said.stages) - 1):
            found.setdefault(f"stage-{place}.{field}", words)
    return found


def _wrong(stage: StageTerms, desk_id: int, *, is_last: bool) -> Iterator[tuple[str, str]]:
    if len(stage.name) > NAME_LIMIT:
        yield "name", _("At most %(limit)s characters.") % {"limit": NAME_LIMIT}
    if not stage.who:
        yield "who", _("Say who decides in this stage.")
    if len(stage.who) > WHO_LIMIT:
        yield "who", _("At most %(limit)s lines.") % {"limit": WHO_LIMIT}
    for one in stage.who:
        yield from _wrong_who(one, desk_id)
    yield from _wrong_needs(stage, desk_id)
    yield from _wrong_times(stage, is_last=is_last)
    if stage.query.strip():
        try:
            conditions.understood(stage.query, desk_id)
        except Invalid as refusal:
            yield "query", str(refusal)


def _wrong_who(who: Who, desk_id: int) -> Iterator[tuple[str, str]]:
    if who.kind not in terms.WHO_WORDS:
        yield "who", _("Say who decides in this stage.")
    elif who.kind == terms.PERSON and not Person.objects.filter(pk=who.id or 0, is_active=True).exists():
        yield "who", _("Choose somebody who is here.")
    elif who.kind == terms.TEAM:
        if not Team.objects.within(desk_id).active().filter(pk=who.id or 0).exists():
            yield "who", _("Choose a team of this desk.")
        elif not TeamMember.objects.filter(team_id=who.id or 0, person__is_active=True).exists():
            yield "who", _("Nobody is in this team, so nobody could decide.")
    elif who.kind == terms.ROLE:
        if who.role not in READERS:
            yield "who", _("Choose a role of this desk.")
        elif not _with_role(desk_id, who.role):
            yield "who", _("Nobody has this role on the desk, so nobody could decide.")


def _with_role(desk_id: int, role: str) -> list[int]:
    rows = DeskRole.objects.filter(desk_id=desk_id, role=role, person__is_active=True)
    return list(rows.values_list("person_id", flat=True))


def _wrong_needs(stage: StageTerms, desk_id: int) -> Iterator[tuple[str, str]]:
    if stage.needs not in engine.NEEDS:
        yield "needs", _("Choose how many must agree.")
    if stage.needs == engine.QUORUM:
        most = _most(stage, desk_id)
        if stage.number < 1:
            yield "number", _("Say how many must agree.")
        elif stage.number > most:
            words = _("So many can never agree: at most %(most)s people are asked.")
            yield "number", words % {"most": most}
    if stage.needs == engine.PERCENT and not 1 <= stage.number <= 100:
        yield "number", _("A percentage from 1 to 100.")


def _most(stage: StageTerms, desk_id: int) -> int:
    """How many people the stage can ask at most today."""
    people: set[object] = set()
    for one in stage.who:
        if one.kind == terms.ROLE:
            people |= set(_with_role(desk_id, one.role))
        elif one.kind == terms.TEAM:
            people |= set(TeamMember.objects.filter(team_id=one.id or 0).values_list("person_id", flat=True))
        else:
            people.add(one.id if one.kind == terms.PERSON else one.kind)
    return len(people)


def _wrong_times(stage: StageTerms, *, is_last: bool) -> Iterator[tuple[str, str]]:
    if not 0 <= stage.amount <= LONGEST_AMOUNT or not 0 <= stage.remind <= LONGEST_AMOUNT:
        yield "amount", _("A number from 0 to %(limit)s.") % {"limit": LONGEST_AMOUNT}
    if stage.unit not in terms.UNIT_WORDS or stage.at_deadline not in terms.DEADLINE_WORDS:
        yield "at_deadline", _("Choose what follows where nobody decides in time.")
    if stage.at_deadline == terms.NEXT and is_last:
        yield "at_deadline", _("After the last stage there is no next one.")
    if stage.amount == 0 and stage.at_deadline != terms.STAY:
        yield "amount", _("Without a deadline nothing follows from it. Set one, or let it go on waiting.")
