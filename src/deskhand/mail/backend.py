"""Django's e-mail backend on the outbox: what libraries send (allauth's letters) is queued, tried again and listed
like our own."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from deskhand.mail import outbox
from deskhand.mail.models import LetterKind
from deskhand.web.letters import ONCE


class OutboxBackend(BaseEmailBackend):
    """Each recipient gets a letter of their own; letters of libraries carry no files."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                letter = _letter(message)
                for address in message.recipients():
                    name, email = parseaddr(address)
                    outbox.put(letter, to=outbox.Recipient(email=email, name=name))
        return len(email_messages)


def _letter(message: EmailMessage) -> outbox.Letter:
    html = ""
    if isinstance(message, EmailMultiAlternatives):
        html = next((str(one[0]) for one in message.alternatives if one[1] == "text/html"), "")
    return outbox.Letter(
        kind=LetterKind.SIGN_IN,
        subject=str(message.subject),
        text=str(message.body),
        html=html,
        once=message.extra_headers.get(ONCE, ""),
        shown_to=message.to,
        is_automatic=True,
    )
