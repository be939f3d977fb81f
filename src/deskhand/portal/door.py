"""Through which door somebody stands before a request: signed in, or by the link of a letter. The pages behind both
are the same; only their addresses differ."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from deskhand.accounts.actors import person_of
from deskhand.kernel.actor import Actor, Channel
from deskhand.tickets import access, links
from deskhand.tickets.models import AccessLink, Attachment, Ticket


@dataclass(frozen=True)
class Door:
    """An actor before one ticket that they may see. ``token`` is that of the link, if they came by one."""

    actor: Actor
    ticket: Ticket
    token: str = ""

    @property
    def url(self) -> str:
        """The page of the request behind this door."""
        if self.token:
            return reverse("portal:ticket_link", args=[self.token])
        return reverse("portal:request", args=[self.ticket.number])

    def verb_url(self, verb: str) -> str:
        if self.token:
            return reverse("portal:link_move", args=[self.token, verb])
        return reverse("portal:move", args=[self.ticket.number, verb])

    def file_url(self, attachment: Attachment) -> str:
        if self.token:
            return reverse("portal:link_file", args=[self.token, attachment.key, attachment.filename])
        return f"/files/{attachment.key}/{attachment.filename}"

    def shown(self, html: str) -> str:
        """The cleaned text of a message, its own pictures under addresses that open behind this door."""
        return html.replace('"/files/', f'"{self.url}files/') if self.token else html

    def to(self, ticket: Ticket) -> str:
        """The page of another ticket that the actor has just made (a follow-up), behind the same kind of door."""
        if not self.token:
            return reverse("portal:request", args=[ticket.number])
        person = person_of(self.actor)
        return links.portal_path(ticket, person) if person else self.url


def by_session(actor: Actor, number: int) -> Door:
    """The door of somebody signed in. Raises NotFound."""
    return Door(actor, access.own_ticket_for(actor, number))


def by_link(token: str) -> Door | None:
    """The door that a link opens: that one ticket, and nothing else of its person's. None if it opens nothing."""
    link: AccessLink | None = links.read_token(token)
    if link is None:
        return None
    person = link.person
    actor = Actor(
        person_id=person.pk,
        name=person.name,
        email=person.email or "",
        channel=Channel.PORTAL,
        only_ticket=link.ticket_id,
        organization_id=person.organization_id,
    )
    return Door(actor, access.own_ticket_for(actor, link.ticket.number), token)
