"""Inviting people to a desk by mail, and accepting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts import addresses, invited
from deskhand.accounts.actions.desks import give_role
from deskhand.accounts.actions.directory import is_in_directory, make_known
from deskhand.accounts.actions.people import insert_person, set_first_password
from deskhand.accounts.actors import actor_for
from deskhand.accounts.events import InvitationAccepted, InvitationSentAgain, InvitationWithdrawn, Invited
from deskhand.accounts.invitation_letters import mail_invitation
from deskhand.accounts.models import Came, Desk, DeskRole, Invitation, Person
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel import clock, signing
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Denied, Invalid, NotFound, TooMany
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.kernel.permissions import REQUESTER

INVITATION_LIFE = timedelta(hours=72)
"""How long the link of an invitation works, from when its letter was written."""

OPEN_LIMIT = 1000
"""Most unanswered invitations of one desk."""

LETTERS_A_DAY = 500
"""Most letters of invitations that a desk sends in 24 hours, sent again or withdrawn since or not."""


@dataclass
class Sent:
    """What became of a pasted list: invitations on their way, and the entries that came back with the reason."""

    invitations: list[Invitation] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def may_invite_as(actor: Actor, desk_id: int, role: str) -> bool:
    """True if the actor may give the role, or enter people for ``requester``."""
    return actor.may(_permission(role), desk_id)


@transaction.atomic
def invite(*, actor: Actor, desk: Desk, role: str, typed: str) -> Sent:
    """Invite every address of a pasted list to the desk. Good ones are sent, the others come back. Raises Denied for a
    role that the actor may not give, Invalid for an unknown role, no address at all, or too many."""
    if role not in (REQUESTER, *RoleName.values):
        raise Invalid(_("There is no role “%(role)s”.") % {"role": role[:40]}, {"role": _("Choose a role.")})
    actor.need(_permission(role), desk.pk)
    entries = invited.apart(typed)
    _check_size(desk, entries)
    sent, seen = Sent(), set[str]()
    for entry, name, address, wrong in invited.each(entries):
        reason = wrong or (_("It stands there twice.") if address in seen else _why_not(desk, role, address))
        seen.add(address)
        if reason:
            sent.refused.append((entry, reason))
        else:
            sent.invitations.append(_made(actor, desk, role, name, address))
    return sent


@transaction.atomic
def send_invitation_again(*, actor: Actor, desk: Desk, invitation: int) -> None:
    """Send the letter once more, with a new link; the former one opens nothing from now on."""
    row = _unanswered(actor, desk, invitation)
    if _letters_left(desk) < 1:
        raise TooMany(_too_many_letters(), retry_after=3600)
    row.digest, row.expires_at = None, None
    row.save(update_fields=["digest", "expires_at"])
    emit(InvitationSentAgain(desk=desk.pk, invitation=row.pk), actor=actor, desk_id=desk.pk)
    mail_invitation.put(invitation_id=row.pk)


@transaction.atomic
def withdraw_invitation(*, actor: Actor, desk: Desk, invitation: int) -> None:
    """The link opens nothing from now on."""
    row = _unanswered(actor, desk, invitation)
    row.digest, row.withdrawn_at = None, clock.now()
    row.save(update_fields=["digest", "withdrawn_at"])
    emit(InvitationWithdrawn(desk=desk.pk, invitation=row.pk), actor=actor, desk_id=desk.pk)


@transaction.atomic
def fresh_invitation_link(*, invitation_id: int) -> tuple[Invitation, str] | None:
    """For the letter: a new link, as a whole address. None if the invitation was answered or withdrawn meanwhile."""
    found = Invitation.objects.beyond_walls("the letter of one invitation").unanswered().select_for_update(of=("self",))
    row: Invitation | None = found.select_related("desk", "made_by").filter(pk=invitation_id).first()
    if row is None:
        return None
    token = signing.fresh_token()
    row.digest, row.sent_at = signing.digest(token), clock.now()
    row.expires_at = row.sent_at + INVITATION_LIFE
    row.save(update_fields=["digest", "sent_at", "expires_at"])
    return row, f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('accounts:invitation', args=[token])}"


def live_invitation(token: str) -> Invitation | None:
    """The invitation of a token, if it can still be accepted: in time, its desk there, and who made it may still give
    what they promised."""
    found = Invitation.objects.beyond_walls("the token names the invitation").unanswered()
    row: Invitation | None = (
        found.select_related("desk", "made_by").filter(digest=signing.digest(token), expires_at__gt=clock.now()).first()
    )
    if row is None or not row.desk.is_active or not row.made_by.is_active:
        return None
    return row if may_invite_as(actor_for(row.made_by, Channel.WEB), row.desk_id, row.role) else None


@transaction.atomic
def accept_invitation(*, actor: Actor, token: str, name: str = "", password: str = "") -> Person:
    """Come to the desk. Somebody signed in accepts as themselves, if the address is theirs; somebody unknown gets an
    account with the proven address, and with a password if they chose one. Raises NotFound for a link that opens
    nothing, Denied for the wrong person, Invalid for what cannot be taken."""
    invitation = live_invitation(token)
    if invitation is None:
        raise NotFound
    kept = Invitation.objects.within(invitation.desk_id).unanswered().filter(pk=invitation.pk, digest__isnull=False)
    if not kept.update(accepted_at=clock.now(), digest=None):
        raise NotFound
    person = _accepting(actor, invitation, name, password)
    inviter = actor_for(invitation.made_by, Channel.WEB)
    if invitation.role != REQUESTER:
        give_role(actor=inviter, desk=invitation.desk, person=person, role=invitation.role)
    make_known(actor=inviter, desk_id=invitation.desk_id, person=person, came=Came.INVITED)
    Invitation.objects.within(invitation.desk_id).filter(pk=invitation.pk).update(accepted_by=person)
    fact = InvitationAccepted(desk=invitation.desk_id, invitation=invitation.pk, person=person.pk)
    emit(fact, actor=actor_for(person, Channel.WEB), desk_id=invitation.desk_id)
    return person


def is_addressed_to(invitation: Invitation, person: Person) -> bool:
    """True if the invitation went to an address of the person."""
    owner = addresses.owner_of(invitation.email)
    return owner is not None and owner.pk == person.pk


def _accepting(actor: Actor, invitation: Invitation, name: str, password: str) -> Person:
    owner = addresses.owner_of(invitation.email)
    if actor.person_id is not None:
        if owner is None or owner.pk != actor.person_id or not owner.is_active:
            raise Denied(_("This invitation is for %(address)s.") % {"address": invitation.email})
        addresses.prove(owner, invitation.email)
        return owner
    if owner is not None:
        raise Denied(_("%(address)s has an account here. Sign in to accept.") % {"address": invitation.email})
    person = insert_person(actor=actor, name=name, email=invitation.email, is_verified=True)
    if password:
        set_first_password(person, password)
    return person


def _check_size(desk: Desk, entries: list[str]) -> None:
    if not entries:
        raise Invalid(_("There is no address."), {"addresses": _("Write at least one mail address.")})
    if len(entries) > invited.AT_ONCE:
        words = _("At most %(limit)s addresses at once.") % {"limit": invited.AT_ONCE}
        raise Invalid(words, {"addresses": words})
    if len(entries) > _letters_left(desk):
        raise Invalid(_too_many_letters(), {"addresses": _too_many_letters()})
    if Invitation.objects.within(desk).unanswered().count() + len(entries) > OPEN_LIMIT:
        words = _("At most %(limit)s unanswered invitations. Withdraw some first.") % {"limit": OPEN_LIMIT}
        raise Invalid(words, {"addresses": words})


def _letters_left(desk: Desk) -> int:
    """How many letters the desk may send yet, within the last 24 hours."""
    codes = [Invited.code, InvitationSentAgain.code]
    sent = Event.objects.filter(desk_id=desk.pk, code__in=codes, at__gt=clock.now() - timedelta(days=1))
    return LETTERS_A_DAY - sent.count()


def _too_many_letters() -> str:
    return _("At most %(limit)s letters of invitations a day. Go on tomorrow.") % {"limit": LETTERS_A_DAY}


def _why_not(desk: Desk, role: str, address: str) -> str:
    """Why the address is not invited, of what the desk knows anyway; empty if it is."""
    open_ones = Invitation.objects.within(desk).unanswered().filter(email=address, role=role)
    if open_ones.exists():
        return _("Is invited already: send it again below.")
    owner = addresses.owner_of(address)
    if owner is None:
        return ""
    if role == REQUESTER:
        return _("Is in the directory already.") if is_in_directory(desk.pk, owner) else ""
    has_it = DeskRole.objects.filter(desk=desk, person=owner, role=role).exists()
    return _("Has this role already.") if has_it else ""


def _made(actor: Actor, desk: Desk, role: str, name: str, address: str) -> Invitation:
    row: Invitation = Invitation.objects.create(
        desk=desk, email=address, name=name, role=role, made_at=clock.now(), made_by_id=actor.person_id
    )
    emit(Invited(desk=desk.pk, invitation=row.pk, role=role), actor=actor, desk_id=desk.pk)
    mail_invitation.put(invitation_id=row.pk)
    return row


def _unanswered(actor: Actor, desk: Desk, pk: int) -> Invitation:
    found = Invitation.objects.within(desk).unanswered().select_for_update(of=("self",)).filter(pk=pk)
    row: Invitation | None = found.first()
    if row is None:
        raise NotFound
    actor.need(_permission(row.role), desk.pk)
    return row


def _permission(role: str) -> str:
    return "people.create" if role == REQUESTER else "desks.roles"
