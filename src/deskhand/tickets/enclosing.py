"""The files of a message on their way into a letter: pictures in the text, small files attached, large ones named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.translation import ngettext

from deskhand.accounts.models import Person
from deskhand.mail.models import Mailbox
from deskhand.mail.outbox import Enclosure, room_in
from deskhand.tickets.file_links import FILE_LINK_LIFE, file_url
from deskhand.tickets.links import absolute
from deskhand.tickets.models import Attachment, Message
from deskhand.web.figures import filesize

_OWN_IMAGE = re.compile(r'src="/files/([\w-]+)/[^"]*"')
_OWN_LINK = re.compile(r'href="(/[^/"][^"]*)"')


@dataclass(frozen=True)
class Enclosed:
    """A message with its files, ready for letters to several people."""

    message: Message
    enclosures: list[Enclosure] = field(default_factory=list)
    left_out: Sequence[Attachment] = ()
    letter_html: str = ""

    def text(self, person: Person) -> str:
        """The plain half, with the person's links to files that were left out."""
        if not self.left_out:
            return self.message.text
        lines = [f"{one.filename} ({filesize(one.size)}): {file_url(one, person)}" for one in self.left_out]
        return "\n".join([self.message.text, "", self._remark(person), *lines])

    def html(self, person: Person) -> str:
        """The HTML half."""
        if not self.left_out:
            return self.letter_html
        lines = ((file_url(one, person), one.filename, filesize(one.size)) for one in self.left_out)
        links = format_html_join("", '<li><a href="{}">{}</a> ({})</li>', lines)
        return f"{self.letter_html}<p>{escape(self._remark(person))}</p><ul>{links}</ul>"

    def _remark(self, person: Person) -> str:
        with translation.override(person.language or None):
            days = FILE_LINK_LIFE.days
            words = ngettext(
                "Too large for this letter. You can fetch it here for %(days)s day:",
                "Too large for this letter. You can fetch it here for %(days)s days:",
                days,
            )
            return words % {"days": days}


def enclosed(message: Message, *, mailbox: Mailbox | None) -> Enclosed:
    """Sort the message's files. Pictures that the text shows go inside it; others are attached while the mailbox's
    letters have room, and are linked to beyond."""
    files = list(message.attachments.order_by("pk"))
    shown = set(_OWN_IMAGE.findall(message.html))
    inside: dict[str, Enclosure] = {}
    attached: list[Enclosure] = []
    left_out: list[Attachment] = []
    room = room_in(mailbox)
    for one in sorted(files, key=lambda file: file.key not in shown):
        if one.size > room:
            left_out.append(one)
            continue
        room -= one.size
        if one.key in shown:
            inside[one.key] = _enclosure(one, cid=f"{one.key}@{settings.DESKHAND.host}")
        else:
            attached.append(_enclosure(one))
    html = _OWN_IMAGE.sub(lambda found: _source(found, inside), message.html)
    html = _OWN_LINK.sub(lambda found: f'href="{absolute(found[1])}"', html)
    return Enclosed(message, [*inside.values(), *attached], left_out, html)


def _source(found: re.Match[str], inside: dict[str, Enclosure]) -> str:
    one = inside.get(found[1])
    return f'src="cid:{one.cid}"' if one else ""


def without_files(html: str) -> str:
    """A message's HTML for a letter that carries no files: pictures become their descriptions, links whole."""
    return _OWN_LINK.sub(lambda found: f'href="{absolute(found[1])}"', _OWN_IMAGE.sub("", html))


def _enclosure(one: Attachment, *, cid: str = "") -> Enclosure:
    return Enclosure(blob_id=one.blob_id, filename=one.filename, content_type=one.content_type, size=one.size, cid=cid)
