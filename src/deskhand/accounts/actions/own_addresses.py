"""One's own mail addresses: further ones count once they are proven, and one of the proven ones is the main one."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.address_letters import mail_address_proof, mail_main_address_changed
from deskhand.accounts.events import AddressProven, AddressRemoved, MainAddressChanged
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.signing import is_signed, signature

ADDRESS_LIMIT = 10
"""Most addresses of one person."""

PROOF_LIFE = timedelta(hours=72)
"""How long the link works that proves a further address."""

_PURPOSE, _LENGTH = "own-address", 20


@transaction.atomic
def ask_for_address(*, actor: Actor, person: Person, email: str) -> None:
    """Have a link mailed to a further address of one's own. Nothing is written down until the link is used by the same
    person, signed in: an address that is only claimed is nobody's. The answer is the same whoever has the address."""
    _need_oneself(actor, person)
    address = addresses.normal(email)
    if EmailAddress.objects.filter(user=person, email=address, verified=True).exists():
        raise Invalid(_("This address is yours already."), {"email": _("It stands in the list.")})
    _need_room(person, address)
    mail_address_proof.put(person_id=person.pk, email=address)


@transaction.atomic
def prove_address(*, actor: Actor, person: Person, token: str) -> str:
    """Use the link: the address is the person's from now on, proven. Returns it. Raises NotFound for a link that is too
    old or somebody else's, Conflict if the address belongs to another account, Invalid for one too many."""
    _need_oneself(actor, person)
    address = proven_by(token, person)
    if address is None:
        raise NotFound
    _hold(person)
    _need_room(person, address)
    owner = addresses.owner_of(address)
    if owner is not None and owner.pk != person.pk:
        raise Conflict(_("Another account has this address. An administrator can merge the two."))
    row, _made = EmailAddress.objects.get_or_create(user=person, email=address, defaults={"primary": False})
    if not row.verified:
        row.verified = True
        row.save(update_fields=["verified"])
        emit(AddressProven(person=person.pk, address_id=row.pk), actor=actor, desk_id=None)
    return address


@transaction.atomic
def make_main_address(*, actor: Actor, person: Person, address_id: int) -> None:
    """Letters go to this proven address from now on. The former main address is told."""
    _need_oneself(actor, person)
    former, row = _hold(person).email or "", _own(person, address_id)
    if not row.verified:
        raise Denied(_("Prove this address first."))
    if row.primary:
        return
    EmailAddress.objects.filter(user=person, primary=True).update(primary=False)
    EmailAddress.objects.filter(pk=row.pk).update(primary=True)
    Person.objects.filter(pk=person.pk).update(email=row.email)
    emit(MainAddressChanged(person=person.pk, address_id=row.pk), actor=actor, desk_id=None)
    if former:
        mail_main_address_changed.put(person_id=person.pk, former=former)


@transaction.atomic
def remove_address(*, actor: Actor, person: Person, address_id: int) -> None:
    """This address is not the person's any more. The main one stays."""
    _need_oneself(actor, person)
    _hold(person)
    row = _own(person, address_id)
    if row.primary:
        raise Denied(_("This is your main address. Make another one the main address first."))
    row.delete()
    emit(AddressRemoved(person=person.pk, address_id=address_id), actor=actor, desk_id=None)


def proof_url(person: Person, email: str) -> str:
    """The whole address of the link in the letter. The address itself stands in it, readable for who got the letter."""
    value = f"{email.encode().hex()}-{int((clock.now() + PROOF_LIFE).timestamp())}"
    token = f"{value}-{signature(_PURPOSE, f'{value}-{person.pk}', length=_LENGTH)}"
    return f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('accounts:prove_address', args=[token])}"


def proven_by(token: str, person: Person) -> str | None:
    """The address that a link proves for this person, while it works."""
    value, _dash, signed = token.rpartition("-")
    encoded, _dash, expires = value.partition("-")
    if not is_signed(_PURPOSE, f"{value}-{person.pk}", signed, length=_LENGTH):
        return None
    if int(expires) <= clock.now().timestamp():
        return None
    return bytes.fromhex(encoded).decode()


def _hold(person: Person) -> Person:
    """The person's row as it is now, held until the end: changes of their addresses come one after the other."""
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _own(person: Person, address_id: int) -> EmailAddress:
    row = EmailAddress.objects.filter(pk=address_id, user=person).first()
    if row is None:
        raise NotFound
    return row


def _need_room(person: Person, address: str) -> None:
    if EmailAddress.objects.filter(user=person).exclude(email=address).count() >= ADDRESS_LIMIT:
        words = _("At most %(limit)s addresses. Remove one first.") % {"limit": ADDRESS_LIMIT}
        raise Invalid(words, {"email": words})


def _need_oneself(actor: Actor, person: Person) -> None:
    if actor.person_id != person.pk or actor.only_ticket is not None:
        raise Denied(_("These are somebody else's addresses."))
