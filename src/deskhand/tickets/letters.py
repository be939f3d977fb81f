"""Letters about tickets: what they say, to whom, and how they thread. Called within the transaction of the deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel import clock, own_words
from deskhand.kernel.permissions import READERS
from deskhand.mail import letters, outbox
from deskhand.mail.letters import Filling
from deskhand.mail.models import LetterKind, Mailbox
from deskhand.mail.outbox import Letter, Recipient, named
from deskhand.mail.plaintext import html_from_text
from deskhand.notify import stopping
from deskhand.tickets import curtain, veiled
from deskhand.tickets.enclosing import enclosed, without_files
from deskhand.tickets.letter_threads import thread_before
from deskhand.tickets.links import agent_url, confirm_url, portal_url
from deskhand.tickets.models import Message, Ticket
from deskhand.tickets.route import mailbox_for
from deskhand.web import moments

SPARED = timedelta(hours=1)
"""An address gets at most one automatic letter in this time."""

AUTOMATIC = (LetterKind.ACKNOWLEDGEMENT, LetterKind.CONFIRMATION, LetterKind.CLOSING)
"""What requesters get without anybody having written it."""

NOTHING: Mapping[str, str] = {}


def send_answer(ticket: Ticket, message: Message) -> None:
    """Mail an agent's public message to everybody on the requester's side except its author: one letter each, one
    Message-ID for all."""
    people = [one for one in on_requesters_side(ticket) if one.pk != message.author_id]
    if not people:
        return
    if ticket.is_confidential:
        _send_veiled(ticket, message, people)
        return
    to, cc = _shown(people, ticket)
    mailbox = mailbox_for(ticket)
    files = enclosed(message, mailbox=mailbox)
    thread = thread_before(ticket, message)
    for person in people:
        filling = _filling(ticket, person, author=message.author, text=files.text(person), html=files.html(person))
        written = letters.written("reply", filling, desk=ticket.desk, language=language_of(person, ticket))
        letter = Letter(
            kind=LetterKind.REPLY,
            subject=written.subject,
            text=written.text,
            html=written.html,
            mailbox=mailbox,
            desk_id=ticket.desk_id,
            ticket_number=ticket.number,
            generation=ticket.reply_generation,
            message_ref=message.pk,
            message_id=message.message_id,
            once=f"message:{message.pk}",
            in_reply_to=thread.in_reply_to,
            references=thread.references,
            sender_name=_sender_name(message.author_name, mailbox, ticket),
            enclosures=files.enclosures,
            shown_to=to,
            shown_cc=cc,
        )
        outbox.put(letter, to=_recipient(person))


def acknowledge(ticket: Ticket, message: Message, *, kind: str = "acknowledgement") -> None:
    """Tell the requester that the ticket is there. ``kind`` is ``acknowledgement`` or ``entered``.

    Words of a sender who has not proven the address are not repeated to it: neither the subject nor the name.
    """
    person = ticket.requester
    if not person.email:
        return
    is_proven = kind == "entered" or addresses.is_verified(person.email)
    written = _about(kind, ticket, person, is_proven=is_proven)
    to = _recipient(person, named=is_proven)
    _send_automatic(LetterKind.ACKNOWLEDGEMENT, ticket, to, written, once=_opening(ticket), answers=message)


def _about(kind: str, ticket: Ticket, person: Person, *, is_proven: bool) -> letters.Written:
    if ticket.is_confidential:
        return veiled.to_requester(ticket, language=language_of(person, ticket))
    filling = _filling(ticket, person, author=None, is_proven=is_proven)
    return letters.written(kind, filling, desk=ticket.desk, language=language_of(person, ticket))


def _send_veiled(ticket: Ticket, message: Message, people: Iterable[Person]) -> None:
    """That an answer is there, to each alone: nobody sees who else reads it."""
    mailbox, thread = mailbox_for(ticket), thread_before(ticket, message)
    for person in people:
        written = veiled.to_requester(ticket, language=language_of(person, ticket))
        letter = Letter(
            kind=LetterKind.REPLY,
            subject=written.subject,
            text=written.text,
            html=written.html,
            mailbox=mailbox,
            desk_id=ticket.desk_id,
            ticket_number=ticket.number,
            generation=ticket.reply_generation,
            message_ref=message.pk,
            message_id=message.message_id,
            once=f"message:{message.pk}",
            in_reply_to=thread.in_reply_to,
            references=thread.references,
            sender_name=_sender_name("", mailbox, ticket),
            shown_to=[named(person.name, person.email or "")],
        )
        outbox.put(letter, to=_recipient(person))


def confirm_receipt(ticket: Ticket) -> None:
    """The one letter to an address that a stranger typed into a form: fixed words, nothing of the sender's."""
    person = ticket.requester
    values = {"number": str(ticket.number), "desk": ticket.desk.shown_name, "link": confirm_url(ticket)}
    filling = Filling(values)
    written = letters.written("confirmation", filling, desk=None, language=language_of(person, ticket))
    to = _recipient(person, named=False)
    _send_automatic(LetterKind.CONFIRMATION, ticket, to, written, once=_opening(ticket))


def announce_closing(ticket: Ticket, closes_at: datetime) -> None:
    """Tell the requester on which day silence closes the ticket. An address that nobody has proven is not told what
    somebody wrote in its name."""
    person = ticket.requester
    is_proven, language = addresses.is_verified(person.email or ""), language_of(person, ticket)
    filling = _filling(ticket, person, author=None, is_proven=is_proven)
    zone = clock.zone_of(person.time_zone)
    with translation.override(language):
        days = max(1, round((closes_at - clock.now()) / timedelta(days=1)))
        more = {"days": str(days), "date": moments.long_day(closes_at.astimezone(zone))}
    filling = Filling({**filling.values, **more})
    written = letters.written("closing", filling, desk=ticket.desk, language=language)
    if ticket.is_confidential:
        written = veiled.to_requester(ticket, language=language)
    to, once = _recipient(person, named=is_proven), f"ticket:{ticket.pk}:{closes_at.isoformat()}"
    _send_automatic(LetterKind.CLOSING, ticket, to, written, once=once)


def is_spared(email: str) -> bool:
    """True if the address had an automatic letter within :data:`SPARED` already."""
    return outbox.was_written_to(email, AUTOMATIC, within=SPARED)


def tell_agents(
    kind: str,
    ticket: Ticket,
    people: Iterable[Person],
    *,
    by: str,
    text: str,
    once: str,
    html: str = "",
    more: Mapping[str, str] = NOTHING,
    about: Sequence[str] = (),
) -> None:
    """A notification by mail to each. ``by`` did it; ``text`` (and ``html``, cleaned) is what was said; ``more`` are
    values that its words name besides; ``about`` are the kinds that it tells of, if not ``kind`` alone; ``once``
    names what happened: nobody gets a second letter about it. The reply
    address is the agent's own: answering the letter answers the requester. Its text says nothing about who reads it,
    so it is written once for each language."""
    mailbox = mailbox_for(ticket)
    by_language: dict[str, list[Recipient]] = defaultdict(list)
    for person in people:
        if person.email:
            by_language[language_of(person, ticket)].append(_agent(person, ticket, about or [kind]))
    for language, recipients in by_language.items():
        values = {**_agents_values(ticket, by, language), **more}
        filling = Filling(values, text, without_files(html) if html else html_from_text(text))
        written = letters.written(kind, filling, desk=ticket.desk, language=language)
        outbox.put_each(_automatic(LetterKind.NOTIFICATION, ticket, written, mailbox, once=once), to=recipients)


def tell_readers(ticket: Ticket, people: Iterable[Person], kinds: Sequence[str], *, once: str) -> None:
    """That there is news on a confidential ticket, to those of the people who may know of it, and nothing of what."""
    mailbox, listed = mailbox_for(ticket), [one for one in people if one.email and curtain.knows(ticket, one.pk)]
    for person in listed:
        written = veiled.to_agent(ticket, language=language_of(person, ticket))
        letter = _automatic(LetterKind.NOTIFICATION, ticket, written, mailbox, once=once)
        outbox.put_each(letter, to=[_agent(person, ticket, kinds)])


def _agent(person: Person, ticket: Ticket, kinds: Sequence[str]) -> Recipient:
    """An agent, who can end letters of these kinds by the letter itself."""
    more = stopping.headers(person.pk, ticket.desk_id, kinds)
    return Recipient(email=person.email or "", name=person.name, person_id=person.pk, more_headers=more)


def _agents_values(ticket: Ticket, by: str, language: str) -> dict[str, str]:
    with translation.override(language):
        status = ticket.status.label
    return {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "link": agent_url(ticket),
        "desk": ticket.desk.name,
        "requester": ticket.requester.name,
        "status": status,
        "team": ticket.team.name if ticket.team else "",
        "actor": by,
    }


def on_requesters_side(ticket: Ticket) -> list[Person]:
    """Who gets the public answers by mail: requester, affected person and followers who do not serve the desk. The
    requester comes first; people without address or account in use are left out. A task has nobody there."""
    if ticket.is_task:
        return []
    followers = [row.person for row in ticket.followers.select_related("person").order_by("pk")]
    staff = set(
        DeskRole.objects.filter(
            desk_id=ticket.desk_id, role__in=READERS, person_id__in=[one.pk for one in followers]
        ).values_list("person_id", flat=True)
    )
    outside = [one for one in followers if one.pk not in staff]
    everybody = [ticket.requester, *([ticket.affected] if ticket.affected else []), *outside]
    excluded = {one.pk for one in everybody if curtain.is_excluded(ticket, one.pk)}
    unique = {one.pk: one for one in everybody if one.email and one.is_active and one.pk not in excluded}
    return list(unique.values())


def language_of(person: Person, ticket: Ticket) -> str:
    """The language to write to somebody in."""
    return person.language or ticket.desk.language


def _filling(
    ticket: Ticket, person: Person, *, author: Person | None, text: str = "", html: str = "", is_proven: bool = True
) -> Filling:
    with translation.override(language_of(person, ticket)), own_words.of_desk(ticket.desk_id):
        status = ticket.status.requester_name or ticket.status.label
        subject = ticket.subject if is_proven else _("Your request")
    values = {
        "number": str(ticket.number),
        "subject": subject,
        "link": portal_url(ticket, person),
        "desk": ticket.desk.shown_name,
        "requester": person.name if is_proven else "",
        "first_name": person.first_name if is_proven else "",
        "status": status,
        "team": ticket.team.name if ticket.team else "",
        "agent": author.name if author else "",
        "signature": signature(ticket, author),
    }
    return Filling(values, text, html)


def signature(ticket: Ticket, author: Person | None) -> str:
    """The agent's own signature on the desk (or name), then the desk's; without either the desk's name."""
    own = ""
    if author is not None:
        rows = DeskRole.objects.filter(desk_id=ticket.desk_id, person=author).exclude(signature="")
        own = rows.values_list("signature", flat=True).first() or author.name
    parts = [own.strip(), ticket.desk.signature.strip()]
    return "\n".join(part for part in parts if part) or ticket.desk.shown_name


def _send_automatic(
    kind: LetterKind,
    ticket: Ticket,
    to: Recipient,
    written: letters.Written,
    *,
    once: str,
    answers: Message | None = None,
) -> None:
    outbox.put(_automatic(kind, ticket, written, mailbox_for(ticket), once=once, answers=answers), to=to)


def _opening(ticket: Ticket) -> str:
    """What causes the one letter about a ticket being there, however often that runs."""
    return f"ticket:{ticket.pk}"


def _automatic(
    kind: LetterKind,
    ticket: Ticket,
    written: letters.Written,
    mailbox: Mailbox | None,
    *,
    once: str,
    answers: Message | None = None,
) -> Letter:
    answered = answers.message_id if answers and not answers.is_internal and answers.channel == "mail" else ""
    return Letter(
        kind=kind,
        subject=written.subject,
        text=written.text,
        html=written.html,
        mailbox=mailbox,
        desk_id=ticket.desk_id,
        ticket_number=ticket.number,
        generation=ticket.reply_generation,
        in_reply_to=answered if kind == LetterKind.ACKNOWLEDGEMENT else "",
        references=_references(kind, ticket),
        once=f"{kind}:{once}",
        sender_name=_sender_name("", mailbox, ticket),
        is_automatic=True,
    )


def _references(kind: LetterKind, ticket: Ticket) -> Sequence[str]:
    if kind == LetterKind.NOTIFICATION:
        return [_notification_root(ticket)]
    return thread_before(ticket, None).references if kind == LetterKind.CLOSING else ()


def _notification_root(ticket: Ticket) -> str:
    """One made-up id for each ticket, so that its notifications stand together in an agent's mail program. It is not
    signed: nothing that answers it threads by it."""
    return f"<ticket-{ticket.number}@{settings.DESKHAND.host}>"


def _shown(people: Sequence[Person], ticket: Ticket) -> tuple[list[str], list[str]]:
    """What stands in To and Cc of every copy: all recipients, so that "reply to all" reaches them."""
    first, *others = [named(one.name, one.email or "") for one in people]
    return [first], others


def _recipient(person: Person, *, named: bool = True) -> Recipient:
    return Recipient(email=person.email or "", name=person.name if named else "", person_id=person.pk)


def _sender_name(author: str, mailbox: Mailbox | None, ticket: Ticket) -> str:
    desk = (mailbox.sender_name if mailbox else "") or ticket.desk.shown_name
    return f"{author} · {desk}" if author else desk
