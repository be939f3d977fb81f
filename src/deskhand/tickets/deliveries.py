"""What became of the letters that a ticket's messages went out by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.prepared import Prepared
from deskhand.mail.models import OutboundMail
from deskhand.mail.sending.trying import KEPT_HERE
from deskhand.tickets.merged import MergedTicket
from deskhand.tickets.shown import Delivery, Failed, TicketShown

_LETTER_COLUMNS = ("id", "message_ref", "state", "server_says", "to_email", "changed_at")

_sent = Prepared(
    lambda desk, number: (
        OutboundMail.objects.within(desk).filter(ticket_number=number).order_by("id").values(*_LETTER_COLUMNS)
    )
)


def letters_of(ticket: TicketShown) -> dict[int, list[dict[str, Any]]]:
    """Letters by the message that they carry."""
    return _by_message(_sent.rows(desk=ticket.desk_id, number=ticket.number))


def letters_of_merged(ticket: TicketShown, merged: Sequence[MergedTicket]) -> dict[int, list[dict[str, Any]]]:
    """The same of the tickets that are merged into it. One query if there are any."""
    if not merged:
        return {}
    found = OutboundMail.objects.within(ticket.desk_id).filter(ticket_number__in=[one.number for one in merged])
    return _by_message(found.order_by("id").values(*_LETTER_COLUMNS))


def _by_message(rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    by_message: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_message[row["message_ref"] or 0].append(row)
    return by_message


def delivery_of(letters: Sequence[Mapping[str, Any]]) -> Delivery:
    """What became of a message, from its letters: the worst of them."""
    states = {letter["state"] for letter in letters}
    state = next((one for one in ("failed", "queued", "sent") if one in states), "none")
    says = next((letter["server_says"] for letter in letters if letter["state"] == state and letter["server_says"]), "")
    if state == "sent" and says == KEPT_HERE:  # No server has seen it: nobody shall think that it arrived.
        state, says = "kept", _(KEPT_HERE)
    failed = [letter for letter in letters if letter["state"] == "failed"]
    return Delivery(state, says, tuple(Failed(one["id"], one["to_email"], one["server_says"]) for one in failed))
