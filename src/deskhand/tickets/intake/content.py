"""What a letter says, made ready to stand on a ticket. Done outside any transaction: it parses, cleans and stores."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from django.conf import settings

from deskhand.files import blobs
from deskhand.kernel.actor import Actor
from deskhand.mail.clean import CleanHtml, html_from_text
from deskhand.mail.isolated import legible
from deskhand.mail.message_ids import without_doors, without_tokens
from deskhand.mail.parsing.model import ParsedMail, ParsedPart
from deskhand.tickets import invitations
from deskhand.tickets.actions import upload
from deskhand.tickets.actions.upload import fresh_key, safe_name
from deskhand.tickets.bodies import Body
from deskhand.tickets.models import Attachment
from deskhand.tickets.models.ticket import SUBJECT_LIMIT
from deskhand.tickets.remarks import of_seal

_ANSWER = re.compile(
    r"^\s*(?:re|aw|sv|antw|odp|ynt|vá|回复|答复|回覆|返信)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]\s*", re.IGNORECASE
)
SHOWN_ADDRESSES = 50
"""Addresses of To and of Cc that a message shows."""


@dataclass(frozen=True)
class Content:
    """A letter's text and files. ``keys`` are the keys of the files to come, in the order of ``parts``."""

    subject: str
    body: Body
    parts: tuple[ParsedPart, ...]
    keys: tuple[str, ...]
    shown_to: list[str]
    shown_cc: list[str]
    remarks: list[str] = field(default_factory=list)

    def stored(self, actor: Actor, desk_id: int) -> list[Attachment]:
        """The rows of the files; their bytes lie on disk already. In the transaction."""
        return [
            upload(
                actor=actor,
                desk_id=desk_id,
                filename=part.filename,
                content=part.content,
                content_type=part.content_type,
                cid=part.cid,
                is_inline=part.is_inline,
                limit=settings.DESKHAND.max_mail,
                key=key,
            )
            for part, key in zip(self.parts, self.keys, strict=True)
        ]


def content_of(mail: ParsedMail) -> Content:
    """Clean the text, fold what is quoted, give the pictures inside it their addresses, and store the files."""
    keys = tuple(fresh_key() for _part in mail.attachments)
    addresses = {
        part.cid: f"/files/{key}/{quote(safe_name(part.filename))}"
        for part, key in zip(mail.attachments, keys, strict=True)
        if part.cid
    }
    for part in mail.attachments:
        blobs.store(part.content)
    subject = clean_subject(mail.subject)
    shut = replace(mail, text=without_doors(mail.text), html=without_doors(mail.html))
    told = legible(shut, addresses)
    layout = CleanHtml(told.layout_html, told.layout_images) if told.layout_html else None
    body = Body(told.html, told.text, told.quoted_html, told.blocked_images, layout)
    remarks = of_seal(mail)
    if mail.invitation is not None:
        remarks.append(invitations.as_remark(mail.invitation))
    if body.is_empty:
        words = subject or "—"
        body = Body(html_from_text(words), words)
        remarks.append("no_text")
    return Content(
        subject=subject or _first_words(body.text),
        body=body,
        parts=mail.attachments,
        keys=keys,
        shown_to=[str(one) for one in mail.to[:SHOWN_ADDRESSES]],
        shown_cc=[str(one) for one in mail.cc[:SHOWN_ADDRESSES]],
        remarks=remarks,
    )


def clean_subject(subject: str) -> str:
    """Without our tokens and the marks of answers; what was forwarded still says so."""
    words = " ".join(without_tokens(subject).split())
    while found := _ANSWER.match(words):
        words = without_tokens(words[found.end() :])
    return words[:SUBJECT_LIMIT].strip()


def _first_words(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line[:80] or "—"
