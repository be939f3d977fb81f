"""Letters as people's mail programs write them."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import formatdate, make_msgid


def letter(
    *, sender: str, to: str, subject: str, text: str, html: str = "", answers: str = "", name: str = ""
) -> EmailMessage:
    """A letter; ``answers`` is the Message-ID that it replies to."""
    message = EmailMessage()
    message["From"] = f'"{name}" <{sender}>' if name else sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain="kestrel.example")
    if answers:
        message["In-Reply-To"] = message["References"] = answers
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message
