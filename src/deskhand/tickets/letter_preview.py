"""What a desk's words look like on a real ticket, before they are saved. Writes nothing, hands out no link."""

from __future__ import annotations

from datetime import timedelta

from django.utils import translation

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.mail import letters
from deskhand.mail.letters import Filling, Written
from deskhand.tickets import telling
from deskhand.tickets.letters import signature
from deskhand.tickets.links import absolute
from deskhand.tickets.models import Ticket
from deskhand.web import moments


def example(desk: Desk, number: int | None = None) -> Ticket | None:
    """The ticket of that number on the desk, else its newest one, else None."""
    rows = Ticket.objects.within(desk).listed().select_related("desk", "status", "requester", "team", "assignee")
    chosen = rows.filter(number=number).first() if number is not None else None
    found: Ticket | None = chosen or rows.order_by("-created_at").first()
    return found


def preview(ticket: Ticket, *, subject: str, body: str, language: str, by: Person) -> Written:
    """The letter that these words would make of the ticket, written by ``by``."""
    newest = ticket.messages.filter(kind="reply").order_by("-created_at").first()
    said = newest.text if newest else ""
    author = ticket.assignee or by
    with translation.override(language):
        values = _values(ticket, author)
    return letters.filled(subject, body, Filling(values, said, newest.html if newest else ""), language=language)


def _values(ticket: Ticket, author: Person) -> dict[str, str]:
    days = ticket.desk.warn_days or 1
    return {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "link": absolute("/t/…"),
        "desk": ticket.desk.shown_name,
        "requester": ticket.requester.name,
        "first_name": ticket.requester.first_name,
        "status": ticket.status.requester_name or ticket.status.label,
        "team": ticket.team.name if ticket.team else "",
        "agent": author.name,
        "actor": author.name,
        "signature": signature(ticket, author),
        "count": "3",
        "reason": str(telling.REASONS["requester_wrote"]),
        "days": str(days),
        "date": moments.long_day(clock.now() + timedelta(days=days)),
    }
