"""Addresses of single files in letters that could not carry them: for one person, for a time, and for nothing else."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.signing import is_signed, signature
from deskhand.tickets.links import absolute, may_have_link
from deskhand.tickets.models import Attachment, MessageKind

FILE_LINK_LIFE = timedelta(days=30)
"""How long a file can be fetched by the link of a letter. It is on the page of the request all the time."""

TOKEN_LIMIT = 160
"""Longest token in characters that is looked at."""

_PURPOSE, _LENGTH = "file-link", 20


def file_url(attachment: Attachment, person: Person) -> str:
    """A whole address at which this person can fetch this file, for :data:`FILE_LINK_LIFE` from now on."""
    expires = int((clock.now() + FILE_LINK_LIFE).timestamp())
    value = f"{attachment.key}.{person.pk}.{expires}"
    token = f"{value}.{signature(_PURPOSE, value, length=_LENGTH)}"
    return absolute(reverse("portal:sent_file", args=[token]))


def read_file_token(token: str) -> Attachment | None:
    """The file of a token if it may be fetched now: signed by us, in time, its message still there and public, its
    person still on the requester's side, its ticket neither spam nor deleted. Writes nothing."""
    value, _dot, signed = token.rpartition(".")
    key, _dot, rest = value.partition(".")
    person_id, _dot, expires = rest.partition(".")
    if len(token) > TOKEN_LIMIT or not (person_id.isdecimal() and expires.isdecimal()):
        return None
    if not is_signed(_PURPOSE, value, signed, length=_LENGTH) or int(expires) <= clock.now().timestamp():
        return None
    rows = Attachment.objects.beyond_walls("the signed token names the file")
    found: Attachment | None = (
        rows.filter(key=key, message__kind=MessageKind.REPLY).select_related("ticket__desk", "message", "blob").first()
    )
    person = Person.objects.filter(pk=int(person_id)).first()
    if found is None or found.ticket is None or person is None:
        return None
    return found if may_have_link(found.ticket, person) else None
