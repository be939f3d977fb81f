"""The letters of notifications: one about each ticket, with all that happened there within a window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.kernel import own_words
from deskhand.kernel.actor import Channel
from deskhand.kernel.models import Event
from deskhand.mail.clean import text_from_html
from deskhand.mail.models import OutboundMail
from deskhand.mail.models.outbound import OutboundState
from deskhand.mail.plaintext import html_from_text
from deskhand.notify import queries
from deskhand.notify.models import Notification
from deskhand.tickets import letters, names
from deskhand.tickets.enclosing import without_files
from deskhand.tickets.models import Draft, Message, MessageKind, Ticket

SHOWN = 20
"""Changes that one letter tells; the rest is counted, and stands on the ticket."""

REASONS: Mapping[str, Any] = {
    "by_hand": gettext_lazy("%(who)s took it back."),
    "requester_wrote": gettext_lazy("The requester wrote before."),
    "letter_filed": gettext_lazy(
        "A letter came before whose sender has not shown that they belong to the ticket. It is a note there: read it, "
        "and decide whether it counts."
    ),
    "ended": gettext_lazy("The ticket ended before."),
    "spam": gettext_lazy("The ticket was marked as spam."),
    "deleted": gettext_lazy("The ticket was deleted."),
    "author_gone": gettext_lazy("Who wrote it does not serve this desk any more."),
    "refused": gettext_lazy("It could not be written."),
}
"""Why a planned answer was kept back, by the code of the fact."""


class Said(NamedTuple):
    """What a letter repeats of a change: who did it, what was said, as text and as cleaned HTML, and why it came so."""

    by: str
    text: str
    html: str = ""
    reason: str = ""


def write(people: Sequence[Person], rows: Sequence[Notification]) -> None:
    """One letter to each about these notifications of one ticket. Nothing if that went to the bin or to spam since."""
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
    with own_words.of_desk(ticket.desk_id):
        _write(people, rows, ticket)


def _write(people: Sequence[Person], rows: Sequence[Notification], ticket: Ticket) -> None:
    once = rows[0].cause
    for language, readers in _by_language(people, ticket).items():
        if len(rows) == 1:
            with translation.override(language):
                said = _said(rows[0], ticket)
            more = {"reason": said.reason}
            letters.tell_agents(
                rows[0].kind, ticket, readers, by=said.by, text=said.text, html=said.html, more=more, once=once
            )
            continue
        with translation.override(language):
            text, html = _together(rows, ticket, readers[0])
        count, about = {"count": str(len(rows))}, [row.kind for row in rows]
        letters.tell_agents("several", ticket, readers, by="", text=text, html=html, more=count, about=about, once=once)


def _by_language(people: Iterable[Person], ticket: Ticket) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        found[letters.language_of(person, ticket)].append(person)
    return found


def _together(rows: Sequence[Notification], ticket: Ticket, reader: Person) -> tuple[str, str]:
    """Text and HTML of several changes, the oldest first; what was said once is repeated once."""
    texts: list[str] = []
    markup: list[str] = []
    repeated: set[str] = set()
    for shown in queries.in_words(rows[:SHOWN], actor_for(reader, Channel.SYSTEM)):
        said = _said(shown.row, ticket)
        said = Said(said.by, "", reason=said.reason) if said.text in repeated else said
        repeated.add(said.text)
        words = shown.line.words if said.by in shown.line.words else f"{shown.line.words} ({said.by})"
        words = f"{words}. {said.reason}" if said.reason else words
        texts.append("\n\n".join(part for part in (words, said.text) if part))
        markup.append(f"<p><b>{escape(words)}</b></p>{_html(said)}")
    return "\n\n".join(texts), "".join(markup)


def _html(said: Said) -> str:
    return without_files(said.html) if said.html else html_from_text(said.text)


def _said(row: Notification, ticket: Ticket) -> Said:
    if row.kind == "not_delivered":
        return _not_delivered(row, ticket)
    if row.kind == "answer_kept_back":
        return _kept_back(row, ticket)
    messages = Message.objects.within(ticket.desk_id).filter(ticket=ticket)
    message = messages.filter(pk=row.message_id).first() if row.message_id else None
    by = message.author_name if message is not None else names.of_doer(row.actor_id)
    message = message or messages.order_by("created_at", "pk").first()
    return Said(by, message.text, message.html) if message is not None else Said(by, "")


def _not_delivered(row: Notification, ticket: Ticket) -> Said:
    failed = OutboundMail.objects.within(ticket.desk_id).filter(message_ref=row.message_id, state=OutboundState.FAILED)
    told = failed.order_by("pk").values_list("to_email", "server_says")
    return Said("", "\n".join(f"{address}: {says}" for address, says in told))


def _kept_back(row: Notification, ticket: Ticket) -> Said:
    """The text that did not leave is its author's draft now."""
    fact = Event.objects.filter(pk=row.event_id).values_list("values", flat=True).first() or {}
    drafts = Draft.objects.within(ticket.desk_id).filter(ticket=ticket, kind=MessageKind.REPLY)
    draft = drafts.filter(person_id=fact.get("person")).first()
    by = names.of_doer(row.actor_id)
    reason = str(REASONS.get(fact.get("because", ""), REASONS["refused"])) % {"who": by}
    text, html = (text_from_html(draft.html), draft.html) if draft is not None else ("", "")
    return Said(by, text, html, reason)
