"""Second factors: added, named, removed, and taken away from somebody who has lost theirs."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import factors
from deskhand.accounts.actions.sessions import forget_sessions
from deskhand.accounts.models import Person
from deskhand.accounts.recovery import need_recovery
from deskhand.accounts.security_letters import tell_other_desks, tell_person
from deskhand.accounts.sign_in_events import (
    FactorAdded,
    FactorRemoved,
    FactorRenamed,
    FactorsTaken,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
)
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.kernel.events import emit

PASSKEY_LIMIT = 20
"""Most passkeys of one person."""


@transaction.atomic
def add_app(*, actor: Actor, person: Person, secret: str) -> list[str]:
    """Add an authenticator app, whose first code the form has seen. Returns new recovery codes, or none if there are
    some already."""
    _own(actor, person)
    if Authenticator.objects.filter(user=person, type=factors.TOTP).exists():
        raise Conflict(_("You have an authenticator app already. Remove it first."))
    TOTP.activate(person, secret)
    return _added(actor, person, factors.TOTP)


@transaction.atomic
def add_passkey(*, actor: Actor, person: Person, name: str, credential: dict[str, Any]) -> list[str]:
    """Add a passkey, whose answer the form has verified. Returns new recovery codes, as :func:`add_app`."""
    _own(actor, person)
    if Authenticator.objects.filter(user=person, type=factors.PASSKEY).count() >= PASSKEY_LIMIT:
        raise Denied(_("At most %(limit)s passkeys. Remove one that you do not use.") % {"limit": PASSKEY_LIMIT})
    from allauth.mfa.webauthn.internal.auth import WebAuthn  # A tenth of a second of every start.

    WebAuthn.add(person, _name(name), credential)
    return _added(actor, person, factors.PASSKEY)


@transaction.atomic
def rename_passkey(*, actor: Actor, person: Person, factor: int, name: str) -> None:
    """Give a passkey of one's own another name."""
    _own(actor, person)
    row = _owned(person, factor, factors.PASSKEY)
    row.data = {**row.data, "name": _name(name)}
    row.save(update_fields=["data"])
    emit(FactorRenamed(person=person.pk, factor=row.pk), actor=actor, desk_id=None)


@transaction.atomic
def remove_factor(*, actor: Actor, person: Person, factor: int) -> None:
    """Remove a factor of one's own; with the last one the recovery codes go, too."""
    _own(actor, person)
    row = _owned(person, factor, *factors.SECOND)
    row.delete()
    if not factors.has_second(person.pk):
        Authenticator.objects.filter(user=person).delete()
    emit(FactorRemoved(person=person.pk, kind=row.type), actor=actor, desk_id=None)
    tell_person.put(person_id=person.pk, news="factor_removed", kind=row.type)


@transaction.atomic
def renew_codes(*, actor: Actor, person: Person) -> list[str]:
    """Make new recovery codes, which are shown once; the old ones stop working."""
    _own(actor, person)
    if not factors.has_second(person.pk):
        raise Denied(_("Recovery codes stand in for a second factor: set one up first."))
    Authenticator.objects.filter(user=person, type=factors.CODES).delete()
    codes = _fresh_codes(person)
    emit(RecoveryCodesRenewed(person=person.pk), actor=actor, desk_id=None)
    tell_person.put(person_id=person.pk, news="codes_renewed")
    return codes


@transaction.atomic
def record_code_used(*, actor: Actor, person: Person) -> None:
    """Note that the person came in, or proved that it is they, with a recovery code."""
    left = factors.codes_left(person) or 0
    emit(RecoveryCodeUsed(person=person.pk, left=left), actor=actor, desk_id=None)
    tell_person.put(person_id=person.pk, news="code_used", left=left)


@transaction.atomic
def take_factors(*, actor: Actor, person: Person, reason: str) -> None:
    """Take the second factor away from somebody who has lost theirs, and end their sessions. An administrator's verb
    (:func:`deskhand.accounts.recovery.need_recovery`); the person and the administrators of their other desks are
    told."""
    need_recovery(actor, person)
    why = " ".join(reason.split())
    if not why:
        raise Invalid(_("Say why."), {"reason": _("Say why: it is kept with the event.")})
    kinds = factors.kinds_of(person)
    if not kinds:
        raise Conflict(_("%(name)s has no second factor.") % {"name": person.name})
    Authenticator.objects.filter(user=person).delete()
    forget_sessions(person.pk)
    emit(FactorsTaken(person=person.pk, kinds=kinds), actor=actor, desk_id=None, reason=why)
    tell_person.put(person_id=person.pk, news="factors_taken")
    if actor.person_id is not None:
        tell_other_desks.put(person_id=person.pk, actor_id=actor.person_id, news="factors_taken")


def _added(actor: Actor, person: Person, kind: str) -> list[str]:
    emit(FactorAdded(person=person.pk, kind=kind), actor=actor, desk_id=None)
    tell_person.put(person_id=person.pk, news="factor_added", kind=kind)
    has_codes = Authenticator.objects.filter(user=person, type=factors.CODES).exists()
    return [] if has_codes else _fresh_codes(person)


def _fresh_codes(person: Person) -> list[str]:
    made = RecoveryCodes.activate(person)
    made.mark_as_viewed()
    return cast(list[str], made.get_unused_codes())


def _own(actor: Actor, person: Person) -> None:
    """Raise Denied for somebody else's factors; hold the person's row, so that two presses are one after the other."""
    if actor.person_id != person.pk:
        raise Denied(_("A second factor can only be set up by its owner."))
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _owned(person: Person, factor: int, *kinds: str) -> Authenticator:
    found = Authenticator.objects.select_for_update().filter(pk=factor, user=person, type__in=kinds).first()
    if found is None:
        raise NotFound
    return found


def _name(given: str) -> str:
    name = "".join(letter for letter in " ".join(given.split()) if letter.isprintable())[: factors.NAME_LIMIT]
    if not name:
        raise Invalid(_("Write a name."), {"name": _("Write a name.")})
    return name
