"""Writing letters in tests, and posting them into a mailbox."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from deskhand.jobs.worker import run_until_idle
from deskhand.mail.models import InboundMail, Mailbox, OutboundMail
from deskhand.mail.receive import accept
from deskhand.tickets.models import Ticket

_serial = itertools.count(1)


def letter(
    sender: str = "Mara Lindqvist <mara@kestrel.example>",
    subject: str = "VPN drops",
    text: str = "It drops every ten minutes.",
    *,
    to: str = "it@eberfeld.example",
    html: str = "",
    message_id: str | None = None,
    files: tuple[tuple[str, bytes, str], ...] = (),
    **headers: str,
) -> bytes:
    """A letter as a mail program writes it; header names with underscores for dashes."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = formatdate(1_790_000_000 + next(_serial))
    if message_id != "":
        made["Message-ID"] = message_id or f"<letter-{next(_serial)}@mail.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, content, kind in files:
        main, _slash, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def post(mailbox: Mailbox, raw: bytes) -> InboundMail:
    """Accept a letter, let the worker read it and send what follows, and return its row."""
    accepted = accept(mailbox, raw, "pipe")
    run_until_idle()
    row: InboundMail = InboundMail.objects.within(mailbox.desk_id).get(pk=accepted.inbound_id)
    return row


def answer(sent: OutboundMail, text: str = "Still broken.", **more: Any) -> bytes:
    """What a mail program makes of "Reply" to a letter of ours."""
    headers = {"In_Reply_To": sent.message_id, "References": sent.message_id, **more}
    sender = headers.pop("sender", f"{sent.to_name} <{sent.to_email}>")
    to = headers.pop("to", sent.headers.get("Reply-To", sent.headers["From"]))
    subject = headers.pop("subject", f"Re: {sent.subject}")
    return letter(sender, subject, text, to=to, **{key: value for key, value in headers.items() if value})


def sent_to(email: str, **conditions: Any) -> list[OutboundMail]:
    """Letters to an address, oldest first."""
    rows = OutboundMail.objects.beyond_walls("a test looks at everything").filter(to_email=email, **conditions)
    return list(rows.order_by("pk"))


def tickets(**conditions: Any) -> list[Ticket]:
    """All tickets, oldest first."""
    return list(Ticket.objects.beyond_walls("a test looks at everything").filter(**conditions).order_by("pk"))
