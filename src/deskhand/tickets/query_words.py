"""Free text about tickets: number, subject, what was written, the people. Asked of the word index, or of one ticket."""

from __future__ import annotations

from django.db.models import Q

from deskhand.kernel.query import Clause, Env
from deskhand.kernel.query.clause import WordText
from deskhand.search import index
from deskhand.search.parts import Audience, Parts, Reach
from deskhand.tickets import query_names
from deskhand.tickets.models import Message, Ticket

KIND = "ticket"
"""What tickets are called in the word index."""


def parts_of(ticket: Ticket) -> Parts:
    """The texts by which a ticket is found. Notes, and the addresses of people, are found by agents only."""
    messages = _messages(ticket)
    requester = ticket.requester
    return Parts(
        title=f"{ticket.number} {ticket.subject}",
        public=[requester.name, *(text for one in messages if not one.is_internal for text in _texts(one))],
        internal=[
            requester.email or "",
            requester.phone,
            ticket.affected.name if ticket.affected else "",
            ticket.organization.name if ticket.organization else "",
            *(text for one in messages if one.is_internal for text in _texts(one)),
        ],
    )


def _messages(ticket: Ticket) -> list[Message]:
    """In the order of the conversation; what the caller has loaded already is not read again."""
    if "messages" in getattr(ticket, "_prefetched_objects_cache", {}):
        return list(ticket.messages.all())
    return list(ticket.messages.order_by("created_at", "id").prefetch_related("attachments"))


def _texts(message: Message) -> list[str]:
    return [message.text, message.author_name, *(one.filename for one in message.attachments.all())]


def audience(env: Env) -> Audience:
    """Agents find by notes, too; whoever serves no desk finds nothing in the workspace."""
    return Audience(internal_desks=frozenset(query_names.desks(env)))


def ask_text(clause: Clause, env: Env) -> Q:
    return index.matching(KIND, clause, audience(env))


def read_text(ticket: Ticket, env: Env) -> WordText:
    return parts_of(ticket).seen(Reach.ALL)


def ask_subject(clause: Clause, env: Env) -> Q:
    return index.matching(KIND, clause, audience(env), title_only=True)


def read_subject(ticket: Ticket, env: Env) -> WordText:
    return parts_of(ticket).seen(Reach.TITLE)
