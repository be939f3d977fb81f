"""Passwords."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.events import PersonChanged
from deskhand.accounts.models import Person
from deskhand.accounts.sign_in_events import PersonSignedIn, SignInFailed
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.kernel.events import emit


@transaction.atomic
def set_password(*, actor: Actor, person: Person, password: str) -> None:
    """Set one's own password, which the form has judged already. Links to reset it stop working, and the person is
    told by mail."""
    from deskhand.accounts.jobs import mail_password_changed  # The letters' jobs call actions themselves.

    if actor.person_id != person.pk:
        raise Denied(_("A password can only be set by its owner."))
    person.set_password(password)
    person.save(update_fields=["password"])
    emit(PersonChanged(person=person.pk, fields=["password"], old={}, new={}), actor=actor, desk_id=None)
    mail_password_changed.put(person_id=person.pk)


@transaction.atomic
def record_sign_in(*, actor: Actor, person: Person, by: str = "password", second: str = "") -> None:
    """Note that the person came in: ``by`` a ``password``, a ``link`` or a ``passkey``, with a ``second`` factor or
    none."""
    emit(PersonSignedIn(person=person.pk, by=by, second=second), actor=actor, desk_id=None)


@transaction.atomic
def record_failed_sign_in(*, actor: Actor, person: Person, by: str) -> None:
    """Note that somebody failed to come in as the person: ``by`` a ``password``, or at the ``second`` factor."""
    emit(SignInFailed(person=person.pk, by=by), actor=actor, desk_id=None)
