"""The kinds of notifications about tickets, and how each is read in the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.tickets.models import Ticket

WORDS = {
    "new_in_team": (gettext_noop("%(who)s opened a ticket in %(team)s"), "inbox"),
    "assigned_to_me": (gettext_noop("%(who)s assigned a ticket to you"), "user-round-check"),
    "requester_wrote": (gettext_noop("%(who)s wrote on your ticket"), "message-circle"),
    "agent_wrote": (gettext_noop("%(who)s answered on a ticket that you follow"), "reply"),
    "not_delivered": (gettext_noop("An answer could not be delivered"), "mail-x"),
}
"""Sentence and icon of each kind."""


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """Lines by id, for tickets that the reader may still see. Two queries, whatever the number of rows."""
    numbers = {row.ticket_number for row in rows}
    tickets = {
        one["number"]: one
        for one in Ticket.objects.served_by(actor)
        .listed()
        .filter(number__in=numbers)
        .values("number", "subject", "team__name", "desk__name", "requester__name")
    }
    names = dict(Person.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "name"))
    return {
        row.pk: _line(row, tickets[row.ticket_number], names)
        for row in rows
        if row.ticket_number is not None and row.ticket_number in tickets
    }


def _line(row: Notification, ticket: Mapping[str, str], names: Mapping[int, str]) -> Line:
    words, icon = WORDS[row.kind]
    who = names.get(row.actor_id or 0) or (ticket["requester__name"] if row.kind != "assigned_to_me" else "Deskhand")
    said = _(words) % {"who": who, "team": ticket["team__name"] or ticket["desk__name"]}
    number = ticket["number"]
    return Line(said, f"#{number} {ticket['subject']}", reverse("tickets:ticket", args=[number]), icon)


def _known(code: str, title: str | Promise, detail: str | Promise) -> None:
    register(Kind(code, title, detail, lines))


_known("new_in_team", gettext_lazy("New in my team"), gettext_lazy("A ticket arrives in one of my teams."))
_known("assigned_to_me", gettext_lazy("Assigned to me"), gettext_lazy("Somebody gives me a ticket."))
_known(
    "requester_wrote",
    gettext_lazy("The requester wrote on mine"),
    gettext_lazy("On a ticket that is assigned to me, or to my team while nobody has it."),
)
_known(
    "agent_wrote",
    gettext_lazy("An answer on what I follow"),
    gettext_lazy("A colleague answers on a ticket that I follow."),
)
_known(
    "not_delivered",
    gettext_lazy("Not delivered"),
    gettext_lazy("An answer of mine, or on a ticket of mine, could not be delivered."),
)
