"""The files of a message on their way into a letter: pictures in the text, small files attached, large ones named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.mail.outbox import Enclosure
from deskhand.tickets.links import absolute
from deskhand.tickets.models import Attachment, Message

ATTACHED_LIMIT = 10 * 1024 * 1024
"""Bytes of files that one letter carries; what does not fit is named, and waits on the ticket's page."""

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
        """The plain half, with a word about files that were left out."""
        return f"{self.message.text}\n\n{self._remark(person)}" if self.left_out else self.message.text

    def html(self, person: Person) -> str:
        """The HTML half."""
        return f"{self.letter_html}<p>{escape(self._remark(person))}</p>" if self.left_out else self.letter_html

    def _remark(self, person: Person) -> str:
        names = ", ".join(one.filename for one in self.left_out)
        with translation.override(person.language or None):
            return _("Too large for mail, on the page of the request: %(names)s") % {"names": names}


def enclosed(message: Message) -> Enclosed:
    """Sort the message's files. Pictures that the text shows go inside it; others are attached while there is room."""
    files = list(message.attachments.order_by("pk"))
    shown = set(_OWN_IMAGE.findall(message.html))
    inside: dict[str, Enclosure] = {}
    attached: list[Enclosure] = []
    left_out: list[Attachment] = []
    room = ATTACHED_LIMIT
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
