"""The kinds of notifications about tickets, and how each is read in the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.tickets import telling
from deskhand.tickets.models import Ticket

WORDS = {
    "new_in_team": (gettext_noop("%(who)s opened a ticket in %(team)s"), "inbox"),
    "new_on_desk": (gettext_noop("%(who)s opened a ticket that no team has"), "inbox"),
    "assigned_to_me": (gettext_noop("%(who)s assigned a ticket to you"), "user-round-check"),
    "requester_wrote": (gettext_noop("%(who)s wrote on your ticket"), "message-circle"),
    "followed_wrote": (gettext_noop("%(who)s wrote on a ticket that you follow"), "message-circle"),
    "agent_wrote": (gettext_noop("%(who)s answered on a ticket that you follow"), "reply"),
    "mentioned": (gettext_noop("%(who)s mentioned you"), "at-sign"),
    "team_mentioned": (gettext_noop("%(who)s mentioned your team"), "at-sign"),
    "noted": (gettext_noop("%(who)s wrote a note"), "lock"),
    "status_changed": (gettext_noop("%(who)s changed the status"), "circle-dot"),
    "reopened": (gettext_noop("%(who)s opened the ticket again"), "rotate-ccw"),
    "answer_kept_back": (gettext_noop("A planned answer was not sent"), "clock"),
    "draft_taken": (gettext_noop("%(who)s took over your draft"), "square-pen"),
    "woken": (gettext_noop("A ticket is not on hold any more"), "alarm-clock"),
    "desk_answered": (gettext_noop("Another desk answered what you asked it"), "message-circle"),
    "desk_finished": (gettext_noop("Another desk is done with what you asked it"), "circle-check"),
    "not_delivered": (gettext_noop("An answer could not be delivered"), "mail-x"),
}
"""Sentence and icon of each kind."""

ASSIGNED = ("assigned_to_me", "new_in_team")
"""Kinds by which a ticket comes to somebody: what the bell's filter "Given to me" shows."""

BY_REQUESTERS = ("new_in_team", "new_on_desk", "requester_wrote", "followed_wrote")
"""Kinds that speak of the requester where nobody is known who did it."""


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """Lines by id, for tickets that the reader may still see. Two queries, whatever the number of rows."""
    numbers = {row.ticket_number for row in rows}
    tickets = {
        one["number"]: one
        for one in Ticket.objects.served_by(actor)
        .listed()
        .filter(number__in=numbers)
        .values("number", "subject", "is_confidential", "team__name", "desk__name", "requester__name")
    }
    names = dict(Person.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "name"))
    return {
        row.pk: _line(row, tickets[row.ticket_number], names)
        for row in rows
        if row.ticket_number is not None and row.ticket_number in tickets
    }


def _line(row: Notification, ticket: Mapping[str, Any], names: Mapping[int, str]) -> Line:
    words, icon = WORDS[row.kind]
    who = names.get(row.actor_id or 0) or (ticket["requester__name"] if row.kind in BY_REQUESTERS else "Deskhand")
    said = _(words) % {"who": who, "team": ticket["team__name"] or ticket["desk__name"]}
    number = ticket["number"]
    place = f"#m-{row.message_id}" if row.message_id else ""
    url = f"{reverse('tickets:ticket', args=[number])}{place}"
    if ticket["is_confidential"]:  # Lines go into letters, too.
        return Line(_("There is news"), _("Confidential"), url, icon, mark=f"#{number}")
    return Line(said, ticket["subject"], url, icon, mark=f"#{number}")


def _known(code: str, title: str | Promise, detail: str | Promise, *, mail: bool = True) -> None:
    register(Kind(code, title, detail, lines, mail=mail, write=telling.write))


_known("assigned_to_me", gettext_lazy("Assigned to me"), gettext_lazy("Somebody gives me a ticket."))
_known(
    "new_in_team",
    gettext_lazy("New in my team"),
    gettext_lazy("A ticket arrives in one of my teams, or is given to it."),
)
_known(
    "new_on_desk",
    gettext_lazy("New on my desk"),
    gettext_lazy("A ticket arrives that no team has."),
)
_known(
    "requester_wrote",
    gettext_lazy("The requester wrote on mine"),
    gettext_lazy("On a ticket that is assigned to me, or to my team while nobody has it."),
)
_known(
    "followed_wrote",
    gettext_lazy("The requester wrote on what I follow"),
    gettext_lazy("On a ticket that I follow and that is not mine."),
)
_known(
    "agent_wrote",
    gettext_lazy("An answer on mine or on what I follow"),
    gettext_lazy("A colleague answers the requester."),
)
_known(
    "noted",
    gettext_lazy("A note on mine or on what I follow"),
    gettext_lazy("A colleague writes an internal note, or logs a call."),
)
_known(
    "mentioned",
    gettext_lazy("Mentioned"),
    gettext_lazy("A colleague names me with @ in a note or a logged call."),
)
_known(
    "team_mentioned",
    gettext_lazy("My team mentioned"),
    gettext_lazy("A colleague names a team of mine with @ in a note or a logged call."),
)
_known(
    "status_changed",
    gettext_lazy("Another status on what I follow"),
    gettext_lazy("Somebody sets another status."),
    mail=False,
)
_known(
    "reopened",
    gettext_lazy("Open again"),
    gettext_lazy("A finished ticket of mine, or one that I follow, is open again."),
    mail=False,
)
_known(
    "woken",
    gettext_lazy("Not on hold any more"),
    gettext_lazy("A ticket of mine, or one that I put on hold: its time is over, or the ticket before it is finished."),
)
_known(
    "desk_answered",
    gettext_lazy("Another desk answered"),
    gettext_lazy("What was asked of another desk for a ticket of mine, or for one that I follow."),
    mail=False,
)
_known(
    "desk_finished",
    gettext_lazy("Another desk is done"),
    gettext_lazy("A request to another desk has ended, for a ticket of mine or one that I follow."),
    mail=False,
)
_known(
    "not_delivered",
    gettext_lazy("Not delivered"),
    gettext_lazy("An answer of mine, or on a ticket of mine, could not be delivered."),
)
_known(
    "answer_kept_back",
    gettext_lazy("A planned answer was not sent"),
    gettext_lazy("The requester wrote first, the ticket ended, or a colleague took it back."),
)
_known(
    "draft_taken",
    gettext_lazy("A draft taken over"),
    gettext_lazy("A colleague goes on with what I had begun to write and shared."),
    mail=False,
)
