"""Letters about accounts, written by the worker: whoever asks gets the same answer after the same work, whether we know
the address or not."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from deskhand.accounts import addresses
from deskhand.accounts.actions import make_sign_in_link, record_failed_sign_in
from deskhand.accounts.actors import stranger
from deskhand.accounts.models import Person
from deskhand.jobs.queue import job
from deskhand.kernel import vault
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.web import letters

CODE_LIFE = timedelta(minutes=10)
"""How long a mailed code works."""


@job(attempts=5)
def mail_sign_in_link(*, address: str, onward: str = "", language: str = "") -> None:
    """Send the owner of an address a link that signs them in once; nobody, if nobody has it."""
    person = _reachable_at(address)
    if person is None:
        return
    url = make_sign_in_link(actor=SYSTEM, person=person, is_mailed=True)
    if onward:
        url = f"{url}?{urlencode({'next': onward})}"
    context = {"person": person, "url": url}
    letters.send("accounts/mail/sign_in.txt", to=address, language=person.language or language, **context)


@job(attempts=5)
def note_failed_sign_in(*, address: str) -> None:
    """Write down that somebody failed to sign in with an address; nothing, if nobody has it."""
    person = addresses.owner_of(address)
    if person is not None:
        record_failed_sign_in(actor=stranger(Channel.WEB), person=person, by="password")


@job(attempts=5)
def mail_password_reset(*, address: str, language: str = "") -> None:
    """Send the owner of an address a link to choose a new password."""
    person = _reachable_at(address)
    if person is None:
        return
    args = [user_pk_to_url_str(person), default_token_generator.make_token(person)]
    url = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('account_reset_password_from_key', args=args)}"
    context = {"person": person, "url": url}
    letters.send("accounts/mail/password_reset.txt", to=address, language=person.language or language, **context)


@job(attempts=5)
def mail_password_changed(*, person_id: int) -> None:
    """Tell a person that their password was set, in case it was not they."""
    person = Person.objects.filter(pk=person_id, is_active=True).exclude(email=None).first()
    if person is not None and person.email:
        letters.send("accounts/mail/password_changed.txt", to=person.email, language=person.language, person=person)


@job(attempts=5)
def mail_proof_code(*, person_id: int, code: str, language: str = "") -> None:
    """Send a person the code with which they prove that it is they. The queue holds it encrypted."""
    person = Person.objects.filter(pk=person_id, is_active=True).exclude(email=None).first()
    if person is not None and person.email:
        language = person.language or language
        letters.send(
            "accounts/mail/proof_code.txt", to=person.email, language=language, person=person, code=vault.opened(code)
        )


def _reachable_at(address: str) -> Person | None:
    """The active person whose mail goes there: at their primary address, or at another that they have proven as well
    (using a link proves the primary one, so that has to be proven already)."""
    person = addresses.owner_of(address)
    if person is None or not person.is_active or not person.email:
        return None
    is_other_proven = addresses.is_verified(address) and addresses.is_verified(person.email)
    return person if address == person.email or is_other_proven else None
