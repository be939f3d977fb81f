"""Leaving: a desk, by losing every role there, or the house, by an account that is switched off."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actions.desks import take_role
from deskhand.accounts.actions.sessions import forget_sessions
from deskhand.accounts.events import PersonDeactivated, PersonReactivated, TeamChanged, TeamLeft
from deskhand.accounts.leaving_letters import tell_desks_of_leaving
from deskhand.accounts.models import ApiToken, Desk, DeskRole, Person, PersonMerge, SignInLink, TeamMember
from deskhand.accounts.sign_in_events import ApiTokenRevoked
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import emit


@transaction.atomic
def end_roles(*, actor: Actor, desk: Desk, person: Person) -> list[str]:
    """Take every role of the person on the desk, and their places in its teams. Returns the roles. The last
    administrator of a desk stays: raises Denied."""
    actor.need("desks.roles", desk.pk)
    roles = list(DeskRole.objects.filter(desk=desk, person=person).order_by("pk").values_list("role", flat=True))
    for role in roles:
        take_role(actor=actor, desk=desk, person=person, role=role)
    for place in TeamMember.objects.filter(team__desk=desk, person=person):
        place.delete()
        emit(TeamChanged(team=place.team_id, fields=["members"]), actor=actor, desk_id=desk.pk)
        emit(TeamLeft(team=place.team_id, person=person.pk), actor=actor, desk_id=desk.pk)
    return roles


@transaction.atomic
def deactivate_person(*, actor: Actor, person: Person, reason: str = "") -> Person:
    """Switch an account off: its sessions, API tokens and sign-in links end at once, and nobody writes to the person
    any more as somebody who works here. Roles and tickets stay until the desks end them; their administrators are told.
    What the person writes by mail still becomes tickets. Site administrators may, and the terminal; not for oneself,
    and not for the last site administrator."""
    if not actor.is_system:
        actor.need("people.deactivate")
    if actor.person_id == person.pk:
        raise Denied(_("You cannot switch your own account off. Ask another administrator."))
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not locked.is_active:
        return locked
    _keep_an_administrator(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    sessions, tokens = forget_sessions(locked.pk), _end_tokens(actor, locked)
    SignInLink.objects.filter(person=locked, used_at=None).update(expires_at=clock.now())
    fact = PersonDeactivated(person=locked.pk, sessions=sessions, tokens=tokens)
    emit(fact, actor=actor, desk_id=None, reason=reason)
    tell_desks_of_leaving.put(person_id=locked.pk, actor_id=actor.person_id)
    return locked


@transaction.atomic
def reactivate_person(*, actor: Actor, person: Person) -> Person:
    """Switch an account on again, with the roles that are left. Tokens and sessions stay ended. Raises Denied for one
    that was merged into another."""
    if not actor.is_system:
        actor.need("people.deactivate")
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    merges = PersonMerge.objects.beyond_walls("who is merged away is so on every desk").in_force()
    if merges.filter(gone=locked).exists():
        raise Denied(_("This account was merged into another one. Undo the merge instead."))
    if not locked.is_active:
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        emit(PersonReactivated(person=locked.pk), actor=actor, desk_id=None)
    return locked


def _keep_an_administrator(person: Person) -> None:
    if not person.is_site_admin:
        return
    others = Person.objects.select_for_update(of=("self",)).filter(is_site_admin=True, is_active=True)
    if not others.exclude(pk=person.pk).exists():
        raise Invalid(_("This is the only site administrator: make another one first."))


def _end_tokens(actor: Actor, person: Person) -> int:
    live = list(ApiToken.objects.filter(person=person, revoked_at=None).values_list("pk", flat=True))
    ApiToken.objects.filter(pk__in=live).update(revoked_at=clock.now())
    for pk in live:
        emit(ApiTokenRevoked(person=person.pk, token=pk), actor=actor, desk_id=None)
    return len(live)
