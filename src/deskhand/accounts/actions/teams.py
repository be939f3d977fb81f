"""Teams."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.events import TeamChanged, TeamCreated, TeamJoined, TeamLeft
from deskhand.accounts.models import Desk, DeskRole, Person, Team, TeamMember, Tier
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.kernel.permissions import STAFF

NAME_LIMIT = 80
"""Longest name of a team in characters."""


@transaction.atomic
def save_team(
    *,
    actor: Actor,
    desk: Desk,
    team: Team | None = None,
    name: str,
    tier: str = Tier.L1,
    members: Sequence[Person] | None = None,
    is_active: bool = True,
) -> Team:
    """Make or change a team. Members must serve the desk; None leaves them as they are."""
    actor.need("teams.edit", desk.pk)
    name = " ".join(name.split())
    _check(desk, team, name, tier)
    row = Team.objects.within(desk).select_for_update().get(pk=team.pk) if team else Team(desk=desk)
    old, who = (_short(row), _member_ids(row)) if team else ({}, set())
    row.name, row.tier, row.is_active = name, tier, is_active
    row.save()
    if members is not None:
        _set_members(desk, row, members)
    if team is None:
        emit(TeamCreated(team=row.pk), actor=actor, desk_id=desk.pk)
        _tell_members(actor, row, who)
        return row
    new = _short(row)
    fields = [one for one in new if new[one] != old[one]]
    if members is not None and _member_ids(row) != who and "members" not in fields:
        fields.append("members")  # As many as before, but others.
    if fields:
        changed = {name: new[name] for name in fields}
        fact = TeamChanged(team=row.pk, fields=fields, old={name: old[name] for name in fields}, new=changed)
        emit(fact, actor=actor, desk_id=desk.pk)
        _tell_members(actor, row, who)
    return row


def _tell_members(actor: Actor, team: Team, before: set[int]) -> None:
    now = _member_ids(team)
    joined = [TeamJoined(team=team.pk, person=pk) for pk in sorted(now - before)]
    left = [TeamLeft(team=team.pk, person=pk) for pk in sorted(before - now)]
    for fact in (*joined, *left):
        emit(fact, actor=actor, desk_id=team.desk_id)


def _short(team: Team) -> dict[str, str | int | bool | None]:
    """What a fact keeps of a team."""
    of_members = team.memberships.count()
    return {"name": team.name, "tier": team.tier, "is_active": team.is_active, "members": of_members}


def _member_ids(team: Team) -> set[int]:
    return set(team.memberships.values_list("person_id", flat=True))


def _check(desk: Desk, team: Team | None, name: str, tier: str) -> None:
    if not 0 < len(name) <= NAME_LIMIT:
        words = _("A team needs a name of at most %(limit)s characters.") % {"limit": NAME_LIMIT}
        raise Invalid(words, {"name": _("Write a name.")})
    if tier not in Tier.values:
        raise Invalid(_("There is no such tier."), {"tier": ", ".join(Tier.values)})
    if Team.objects.within(desk).filter(name=name).exclude(pk=team.pk if team else None).exists():
        raise Conflict(_("The desk has a team “%(name)s” already.") % {"name": name})


def _set_members(desk: Desk, team: Team, members: Sequence[Person]) -> None:
    wanted = {person.pk for person in members}
    serving = set(
        DeskRole.objects.filter(desk=desk, person_id__in=wanted, role__in=STAFF).values_list("person_id", flat=True)
    )
    if wanted - serving:
        raise Invalid(_("Members of a team must serve the desk: give them a role first."), {"members": ""})
    team.memberships.exclude(person_id__in=wanted).delete()
    have = set(team.memberships.values_list("person_id", flat=True))
    TeamMember.objects.bulk_create([TeamMember(team=team, person_id=pk) for pk in sorted(wanted - have)])
