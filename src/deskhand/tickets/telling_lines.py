"""Letters of notifications that have nothing to repeat but their own line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from django.utils import translation

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Channel
from deskhand.notify import queries
from deskhand.notify.models import Notification
from deskhand.tickets import letters
from deskhand.tickets.models import Ticket


def write_lines(people: Sequence[Person], rows: Sequence[Notification]) -> None:
    """One letter to each about what was told of one ticket. Nothing if that went to the bin or to spam since."""
    ticket: Ticket | None = (
        Ticket.objects.within(rows[0].desk_id)
        .with_confidential("told to people who may know of it")
        .listed()
        .select_related("desk", "status", "requester", "team", "assignee")
        .filter(number=rows[0].ticket_number)
        .first()
    )
    if ticket is None:
        return
    if ticket.is_confidential:
        letters.tell_readers(ticket, people, [row.kind for row in rows], once=rows[0].cause)
        return
    for language, readers in _by_language(people, ticket).items():
        with translation.override(language):
            told = [one.line.words for one in queries.in_words(rows, actor_for(readers[0], Channel.SYSTEM))]
        if told:
            letters.tell_agents(
                "told",
                ticket,
                readers,
                by="",
                text="\n\n".join(told),
                html="".join(f"<p><b>{escape(words)}</b></p>" for words in told),
                more={"what": told[-1]},
                about=sorted({row.kind for row in rows}),
                once=rows[0].cause,
            )


def _by_language(people: Iterable[Person], ticket: Ticket) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        found[letters.language_of(person, ticket)].append(person)
    return found
