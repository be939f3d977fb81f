"""Who wrote, and whom they copied: addresses of letters and the people behind them."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.accounts import addresses
from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.actor import Actor, Channel, system
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.prepared import Prepared
from deskhand.mail.own import is_own, own_addresses
from deskhand.mail.parsing.model import Address, ParsedMail
from deskhand.tickets import access

COPIES_LIMIT = 30
"""Most people in To and Cc of one letter who become followers."""

GUEST = "guest"


def usable(email: str) -> str:
    """The address in its one spelling, or nothing if it is none that we could write to."""
    local, _at, domain = email.rpartition("@")
    try:
        return addresses.normal(f"{local}@{domain.encode('idna').decode() if not domain.isascii() else domain}")
    except (Invalid, UnicodeError):
        return ""


def shown_name(address: Address) -> str:
    """The name that a letter gives, if anything readable is left of it."""
    return " ".join("".join(one if one.isprintable() else " " for one in address.name).split())[:200]


def person_for(address: Address) -> Person:
    """The person behind a usable address; somebody new is entered."""
    return find_or_make_person(actor=system(Channel.MAIL), email=usable(address.email), name=shown_name(address))


def may_open(email: str, desk: Desk) -> bool:
    """True if a letter from this address may open a ticket on the desk; asked before anybody is entered."""
    person = addresses.owner_of(email)
    if person is not None:
        return access.may_open_on(as_requester(person, desk), desk)
    unknown = Actor(
        person_id=None, name="", channel=Channel.MAIL, email=email, organization_id=addresses.organization_of(email)
    )
    return access.may_open_on(unknown, desk)


def as_requester(person: Person, desk: Desk) -> Actor:
    """The person at the mail door, without any power of a role: their From header could be anybody's."""
    has_role = bool(_roles.rows(desk=desk.pk, person=person.pk))
    return Actor(
        person_id=person.pk,
        name=person.name,
        email=person.email or "",
        channel=Channel.MAIL,
        roles={desk.pk: frozenset({GUEST})} if has_role else {},
        organization_id=person.organization_id,
    )


_roles = Prepared(lambda desk, person: DeskRole.objects.filter(desk_id=desk, person_id=person).values_list("pk")[:1])


def as_agent(person: Person) -> Actor:
    """The person with their roles: only after the letter proved that it answers a notification of theirs."""
    return actor_for(person, Channel.MAIL)


def serves(person: Person, desk: Desk) -> bool:
    """True if the person answers requesters on the desk."""
    return person.is_active and DeskRole.objects.filter(desk=desk, person=person, role__in=STAFF).exists()


def copied(mail: ParsedMail, *, besides: Iterable[str]) -> list[Person]:
    """The people in To and Cc, at most :data:`COPIES_LIMIT`: nobody of ours, not the sender, nobody twice."""
    ours, seen, people = own_addresses(), set(besides), []
    for address in (*mail.to, *mail.cc):
        email = usable(address.email)
        if not email or email in seen or is_own(email, ours):
            continue
        seen.add(email)
        people.append(person_for(address))
        if len(people) == COPIES_LIMIT:
            break
    return people
