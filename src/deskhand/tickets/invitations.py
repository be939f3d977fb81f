"""Invitations on messages: kept as a remark, shown as a card in the reader's language and zone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.mail.parsing.model import Invitation
from deskhand.web import moments

CODE = "invitation:"
"""How the remark begins; the rest is the invitation's words as JSON."""

ASKED: dict[str, str | Promise] = {
    "request": gettext_lazy("Invitation"),
    "add": gettext_lazy("Invitation"),
    "cancel": gettext_lazy("Cancelled"),
    "counter": gettext_lazy("Another time is proposed"),
    "declinecounter": gettext_lazy("The other time does not suit"),
    "reply": gettext_lazy("Answer to an invitation"),
    "refresh": gettext_lazy("Asks for the invitation again"),
}
ANSWERED: dict[str, str | Promise] = {
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
    "tentative": gettext_lazy("Accepted with reservations"),
    "delegated": gettext_lazy("Handed on to somebody else"),
}


class Card(NamedTuple):
    """An invitation in words; ``when`` is empty if it names no time, and so on."""

    kind: str
    title: str
    when: str
    where: str
    organizer: str
    is_cancelled: bool
    is_repeated: bool


def as_remark(invitation: Invitation) -> str:
    """The invitation as it is kept."""
    return CODE + json.dumps(invitation.as_words(), ensure_ascii=False)


def card_of(remarks: Iterable[str]) -> Card | None:
    """The card of a message, if an invitation came with it."""
    kept = next((one for one in remarks if one.startswith(CODE)), None)
    if kept is None:
        return None
    one = Invitation.from_words(json.loads(kept.removeprefix(CODE)))
    kind = ANSWERED.get(one.answer) if one.method == "reply" and one.answer else ASKED.get(one.method)
    return Card(
        kind=str(kind or _("Event")),
        title=one.summary or _("Without a title"),
        when=moments.from_to(one.starts, one.ends) if one.starts else "",
        where=one.location,
        organizer=one.organizer,
        is_cancelled=one.method == "cancel" or one.answer == "declined",
        is_repeated=one.is_repeated,
    )
