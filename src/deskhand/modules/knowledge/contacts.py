"""Ways to reach a desk besides writing a request, and which of them are open now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge.models import Way

CONTACT_LIMIT = 6
"""Ways to reach a desk on one home."""

LABEL_LIMIT = 80
"""Longest label of one in characters."""

VALUE_LIMIT = 200
"""Longest number, address or place of one in characters."""

ICONS = {"phone": "phone", "mail": "mail", "chat": "message-circle", "place": "map-pin"}

_PHONE = frozenset("0123456789+-/(). ")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One way. ``is_timed``: only while the desk's calendar is open."""

    way: str
    value: str
    label: str = ""
    is_timed: bool = True

    def column(self) -> dict[str, Any]:
        """As it is kept in a home."""
        return {"way": self.way, "label": self.label, "value": self.value, "is_timed": self.is_timed}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One way as people meet it: ``url`` is empty where there is nothing to open."""

    icon: str
    label: str
    value: str
    url: str
    is_closed: bool
    hours: str


def of(rows: Iterable[dict[str, Any]]) -> list[Contact]:
    """The contacts of a home."""
    return [Contact(**one) for one in rows]


def shown(rows: Sequence[dict[str, Any]], *, is_open: bool, hours: str) -> list[Shown]:
    """The contacts of a home at this moment: ``hours`` says when the desk is open, ``is_open`` whether it is. What is
    closed comes last."""
    found = [_shown(one, is_open, hours) for one in of(rows)]
    return sorted(found, key=lambda one: one.is_closed)


def checked(contacts: Sequence[Contact]) -> list[Contact]:
    """Cleaned, without empty ones. Raises Invalid; its fields are ``value_0`` and ``label_0`` by line."""
    wrong: dict[str, str] = {}
    found = []
    for number, one in enumerate(contacts):
        clean = Contact(
            way=one.way, value=" ".join(one.value.split()), label=" ".join(one.label.split()), is_timed=one.is_timed
        )
        if not clean.value:
            continue
        if said := _wrong(clean):
            wrong[f"value_{number}"] = said
        if len(clean.label) > LABEL_LIMIT:
            wrong[f"label_{number}"] = _("At most %(limit)s characters.") % {"limit": LABEL_LIMIT}
        found.append(clean)
    if len(found) > CONTACT_LIMIT:
        wrong["value_0"] = _("At most %(limit)s ways.") % {"limit": CONTACT_LIMIT}
    if wrong:
        raise Invalid(_("These ways to reach you cannot be saved."), wrong)
    return found


def _shown(one: Contact, is_open: bool, hours: str) -> Shown:
    return Shown(
        icon=ICONS.get(one.way, "message-circle"),
        label=one.label or str(Way(one.way).label),
        value=one.value,
        url=_url(one),
        is_closed=one.is_timed and not is_open,
        hours=hours if one.is_timed else "",
    )


def _url(one: Contact) -> str:
    if one.way == Way.PHONE:
        return "tel:" + "".join(char for char in one.value if char.isdecimal() or char == "+")
    if one.way == Way.MAIL:
        return f"mailto:{quote(one.value, safe='@+')}"
    return one.value if one.way == Way.CHAT else ""


def _wrong(one: Contact) -> str:
    if one.way not in Way.values:
        return _("One of: %(words)s.") % {"words": ", ".join(Way.values)}
    if len(one.value) > VALUE_LIMIT:
        return _("At most %(limit)s characters.") % {"limit": VALUE_LIMIT}
    if one.way == Way.PHONE and not (set(one.value) <= _PHONE and any(char.isdecimal() for char in one.value)):
        return _("Write a number as people dial it.")
    if one.way == Way.MAIL and not _is_mail(one.value):
        return _("Write an e-mail address.")
    if one.way == Way.CHAT and not _is_page(one.value):
        return _("Write an address that begins with https://.")
    return ""


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_page(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not set(text) & set(" \\\"'<>")
