"""The way of one letter in words: how it came, what the filters found, whose ticket it is on and why, what was decided,
and what people did with it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, Person
from deskhand.files import blobs
from deskhand.kernel.models import Event
from deskhand.mail.judging import told
from deskhand.mail.models import InboundMail, InboundState
from deskhand.mail.outcomes import WORDS

HEAD_SHOWN = 64 * 1024
"""Bytes of a letter's headers that its page shows."""

DEEDS_SHOWN = 20
"""The newest deeds of people that a letter's page tells of."""

_SOURCES: dict[str, str | Promise] = {
    "imap": gettext_lazy("fetched by IMAP"),
    "pop3": gettext_lazy("fetched by POP3"),
    "lmtp": gettext_lazy("handed over by LMTP"),
    "smtp": gettext_lazy("handed over by SMTP"),
    "pipe": gettext_lazy("handed over on the command line"),
}
_FILTERS: dict[str, str | Promise] = {
    "proof": gettext_lazy("Which ticket"),
    "own_mail": gettext_lazy("Our own mail"),
    "loop": gettext_lazy("Loop"),
    "blocked_sender": gettext_lazy("Blocked senders"),
    "bounce": gettext_lazy("Returned mail"),
    "report": gettext_lazy("Reports"),
    "auto_reply": gettext_lazy("Automatic answers"),
    "calendar_reply": gettext_lazy("Answers to invitations"),
    "mailing_list": gettext_lazy("Mailing lists"),
    "no_reply": gettext_lazy("Senders without an inbox"),
    "own_address": gettext_lazy("Our own addresses"),
    "null_sender": gettext_lazy("Empty senders"),
    "authentication": gettext_lazy("Proof of the sender"),
    "spam": gettext_lazy("Spam"),
    "rate": gettext_lazy("How much one sender writes"),
    "max_size": gettext_lazy("Size"),
    "allowed_sender": gettext_lazy("Allowed senders"),
}
_DEEDS: dict[str, str | Promise] = {
    "inbound_mail.tried_again": gettext_lazy("%(who)s had it read again"),
    "inbound_mail.ignored": gettext_lazy("%(who)s set it aside"),
    "inbound_mail.opened_anyway": gettext_lazy("%(who)s made a ticket of it"),
}


@dataclass(frozen=True)
class Step:
    """One step. ``words`` are sentences below its title; ``links`` pairs of words and address."""

    title: str
    words: tuple[str, ...] = ()
    at: datetime | None = None
    icon: str = "circle"
    tone: str = ""
    links: tuple[tuple[str, str], ...] = ()


def way_of(letter: InboundMail, desk: Desk) -> list[Step]:
    """All steps of a letter of the desk, the oldest first."""
    return [_arrived(letter), *_copies(letter, desk), *_found(letter), _decided(letter), *_deeds(letter, desk)]


def filter_name(code: str) -> str:
    """A filter's question in a word or two; a module's filter is called by its code."""
    return str(_FILTERS.get(code, code))


def head_of(letter: InboundMail) -> str:
    """The headers of a letter as they came, for people to read; what is no text is replaced."""
    with blobs.opened(letter.raw) as content:
        top = content.read(HEAD_SHOWN)
    return head_in(top)


def head_in(top: bytes) -> str:
    """The part before the first empty line."""
    lines = top.replace(b"\r\n", b"\n").replace(b"\r", b"\n").partition(b"\n\n")[0]
    return lines.decode("utf-8", "replace").replace("\0", "�")


def _arrived(letter: InboundMail) -> Step:
    how = str(_SOURCES.get(letter.source, letter.source))
    words = _("At %(address)s, %(how)s.") % {"address": letter.mailbox.address, "how": how}
    return Step(_("Arrived and stored"), (words,), letter.received_at, icon="inbox")


def _copies(letter: InboundMail, desk: Desk) -> Iterator[Step]:
    """The same letter in this or another mailbox of the desk."""
    if letter.first is not None:
        words = _("The same letter was here already: at %(address)s.") % {"address": letter.first.mailbox.address}
        yield Step(_("A copy"), (words,), icon="copy", links=((_("The first one"), _page(desk, letter.first)),))
    copies = list(letter.copies.select_related("mailbox").order_by("pk")[:DEEDS_SHOWN])
    if copies:
        links = tuple((one.mailbox.address, _page(desk, one)) for one in copies)
        yield Step(_("The same letter came again"), (_("Nothing more became of it there."),), icon="copy", links=links)


def _found(letter: InboundMail) -> Iterator[Step]:
    """What the filters said, in the order in which they were asked."""
    if letter.state == InboundState.STORED:
        return
    yield from found_by_filters(told(letter.verdicts))


def found_by_filters(lines: list[dict[str, str]]) -> list[Step]:
    """Verdicts in words, as :func:`deskhand.mail.judging.told` gives them."""
    steps = []
    if not [one for one in lines if one["filter"] != "proof"]:
        steps.append(Step(_("Filters"), (_("Nothing out of the ordinary."),), icon="shield-check"))
    for one in lines:
        icon = "link" if one["filter"] == "proof" else "shield"
        words = one["because"] or one["verdict"]
        steps.append(Step(filter_name(one["filter"]), (f"{words[:1].upper()}{words[1:].rstrip('.')}.",), icon=icon))
    return steps


def _decided(letter: InboundMail) -> Step:
    outcome = str(WORDS.get(letter.outcome, letter.outcome))
    links: tuple[tuple[str, str], ...] = ()
    if letter.ticket_number:
        links = ((f"#{letter.ticket_number}", reverse("tickets:ticket", args=[letter.ticket_number])),)
    if letter.state == InboundState.STORED:
        return Step(_("Waits to be read"), icon="loader")
    if letter.state == InboundState.QUARANTINED:
        words = tuple(one for one in (outcome, letter.error) if one)
        return Step(_("In quarantine"), words, letter.finished_at, "mail-warning", "error", links)
    if letter.state == InboundState.IGNORED:
        return Step(_("Not made into a ticket"), (outcome,), letter.finished_at, "mail", links=links)
    return Step(outcome, (), letter.finished_at, "circle-check", "success", links)


def _deeds(letter: InboundMail, desk: Desk) -> Iterator[Step]:
    rows = Event.objects.filter(
        subject_kind="inbound_mail", subject_id=letter.pk, desk_id=desk.pk, code__in=tuple(_DEEDS)
    )
    newest = list(rows.order_by("-at", "-id").values_list("code", "at", "actor_id")[:DEEDS_SHOWN])
    people = dict(Person.objects.filter(pk__in={one[2] for one in newest}).values_list("pk", "name"))
    for code, at, doer in newest[::-1]:
        yield Step(str(_DEEDS[code]) % {"who": people.get(doer or 0) or "Deskhand"}, at=at, icon="user-round")


def _page(desk: Desk, letter: InboundMail) -> str:
    return reverse("mail:letter", args=[desk.key, letter.pk])
