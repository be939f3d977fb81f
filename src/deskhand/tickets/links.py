"""Addresses of tickets in letters: for requesters a link that opens one ticket without signing in, for agents the
page in the workspace."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.signing import is_signed, signature
from deskhand.tickets.actions.links import access_link
from deskhand.tickets.models import AccessLink, Ticket

PORTAL_PAGE = "portal:ticket_link"
"""Name of the page that takes a link's token."""

CONFIRM_LIFE = timedelta(days=7)
"""How long the link works that confirms a request from an unproven address."""

_PURPOSE, _CONFIRM = "ticket-link", "confirm-request"
_LENGTH = 20


def portal_url(ticket: Ticket, person: Person | int) -> str:
    """A whole address that opens this ticket for this person, for ``LINK_LIFE`` from now on. In a transaction."""
    return absolute(portal_path(ticket, person))


def agent_url(ticket: Ticket) -> str:
    """A whole address of the ticket in the workspace."""
    return absolute(reverse("tickets:ticket", args=[ticket.number]))


def absolute(path: str) -> str:
    """A path of ours as people outside reach it."""
    return f"{settings.DESKHAND.base_url.rstrip('/')}{path}"


def token_of(link: AccessLink) -> str:
    """The signed token of a link: what stands in its address."""
    return f"{link.key}.{signature(_PURPOSE, link.key, length=_LENGTH)}"


def portal_path(ticket: Ticket, person: Person | int) -> str:
    """The same page without host, for going there at once. In a transaction."""
    return reverse(PORTAL_PAGE, args=[token_of(access_link(ticket=ticket, person=person))])


def read_token(token: str) -> AccessLink | None:
    """The link of a token if it opens its ticket now: signed by us, neither expired nor revoked, its person still on
    the requester's side, its ticket neither spam nor deleted. Writes nothing."""
    link = signed_link(token)
    if link is None or link.revoked_at is not None or link.expires_at <= clock.now():
        return None
    return link if may_have_link(link.ticket, link.person) else None


def signed_link(token: str) -> AccessLink | None:
    """The link that a token names, whether it still works or not; None for a token that we did not sign."""
    key, _dot, signed = token.rpartition(".")
    if not key or not is_signed(_PURPOSE, key, signed, length=_LENGTH):
        return None
    found: AccessLink | None = (
        AccessLink.objects.beyond_walls("the signed token names the link")
        .select_related("ticket", "person")
        .filter(key=key)
        .first()
    )
    return found


def may_have_link(ticket: Ticket, person: Person) -> bool:
    """True if the person is its requester, affected or in copy, and the ticket is still there."""
    if not person.is_active or ticket.is_spam or ticket.deleted_at is not None:
        return False
    if person.pk in (ticket.requester_id, ticket.affected_id):
        return True
    return bool(ticket.followers.filter(person=person).exists())


def confirm_url(ticket: Ticket) -> str:
    """A whole address whose button shows that mail to the requester's address reaches them, and shows them the
    ticket: what the one letter to an unproven address carries. Works for :data:`CONFIRM_LIFE`."""
    value = f"{ticket.number}-{int((clock.now() + CONFIRM_LIFE).timestamp())}"
    signed = signature(_CONFIRM, _bound(value, ticket), length=_LENGTH)
    return absolute(reverse("portal:confirm", args=[f"{value}-{signed}"]))


def read_confirm_token(token: str) -> Ticket | None:
    """The ticket that a confirmation link is about, while it works. A requester whose address has changed since, or
    who is another, makes it void."""
    value, _dash, signed = token.rpartition("-")
    number, _dash, expires = value.partition("-")
    if not (number.isdecimal() and expires.isdecimal() and len(number) <= 15 and len(expires) <= 12):
        return None
    ticket: Ticket | None = (
        Ticket.objects.beyond_walls("the signed token names the ticket")
        .listed()
        .select_related("desk", "requester")
        .filter(number=int(number))
        .first()
    )
    if ticket is None or int(expires) <= clock.now().timestamp():
        return None
    return ticket if is_signed(_CONFIRM, _bound(value, ticket), signed, length=_LENGTH) else None


def _bound(value: str, ticket: Ticket) -> str:
    return f"{value}-{ticket.requester_id}-{ticket.requester.email}"
