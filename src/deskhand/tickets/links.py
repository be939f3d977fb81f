"""Addresses of tickets in letters: for requesters a link that opens one ticket without signing in, for agents the
page in the workspace."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.signing import is_signed, signature
from deskhand.tickets.actions.links import access_link
from deskhand.tickets.models import AccessLink, Ticket

PORTAL_PAGE = "portal:ticket_link"
"""Name of the page that takes a link's token."""

_PURPOSE = "ticket-link"
_LENGTH = 20


def portal_url(ticket: Ticket, person: Person | int) -> str:
    """A whole address that opens this ticket for this person, for ``LINK_LIFE`` from now on. In a transaction."""
    return absolute(reverse(PORTAL_PAGE, args=[token_of(access_link(ticket=ticket, person=person))]))


def agent_url(ticket: Ticket) -> str:
    """A whole address of the ticket in the workspace."""
    return absolute(reverse("tickets:ticket", args=[ticket.number]))


def absolute(path: str) -> str:
    """A path of ours as people outside reach it."""
    return f"{settings.DESKHAND.base_url.rstrip('/')}{path}"


def token_of(link: AccessLink) -> str:
    """The signed token of a link: what stands in its address."""
    return f"{link.key}.{signature(_PURPOSE, link.key, length=_LENGTH)}"


def link_of(token: str) -> AccessLink | None:
    """The link of a token that is signed, not expired and not revoked; else None."""
    key, _dot, signed = token.rpartition(".")
    if not key or not is_signed(_PURPOSE, key, signed, length=_LENGTH):
        return None
    found: AccessLink | None = (
        AccessLink.objects.beyond_walls("the signed token names the link")
        .select_related("ticket", "person")
        .filter(key=key, revoked_at=None, expires_at__gt=clock.now())
        .first()
    )
    return found
