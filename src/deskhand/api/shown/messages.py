"""Messages as the API shows them, with their files and what became of their letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from deskhand.api.shown.tickets import flat, person_ref
from deskhand.kernel.actor import Actor
from deskhand.mail.message_ids import without_tokens
from deskhand.mail.models import OutboundMail
from deskhand.mail.models.outbound import LetterKind
from deskhand.tickets import access
from deskhand.tickets.models import Attachment, Ticket
from deskhand.tickets.remarks import newcomer

COLUMNS = (
    "id", "kind", "side", "author_id", "author_name", "author__name", "author__email", "html", "quoted_html", "text",
    "channel", "created_at", "message_id", "sender_email", "remarks", "ticket__number",
)  # fmt: skip

LETTER_COLUMNS = (
    "id", "kind", "to_email", "subject", "message_id", "state", "server_says", "made_at", "changed_at", "sent_at",
)  # fmt: skip

WORST_FIRST = ("failed", "queued", "sent")
"""A message with several recipients is as well off as the worst of them."""

NO_DELIVERY: Mapping[str, Any] = {"state": "none", "server_says": "", "at": None, "letter": None}


def many(actor: Actor, ticket: Ticket, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of :data:`COLUMNS` of one ticket that passed its gate. Two queries: files and letters."""
    is_staff = access.is_staff_for(actor, ticket)
    ids = [row["id"] for row in rows]
    files, letters = _files(ticket, ids), _deliveries(ticket, ids, is_staff)
    return [
        {
            "id": row["id"],
            "ticket": row["ticket__number"],
            "kind": row["kind"],
            "side": row["side"],
            **flat("author", _author(actor, row, is_staff)),
            "body": row["html"],
            "quoted": row["quoted_html"],
            "text": row["text"],
            "channel": row["channel"],
            "created_at": row["created_at"],
            "message_id": row["message_id"],
            "newcomer": (newcomer(row["remarks"]) or None) if is_staff and row["sender_email"] else None,
            "delivery": letters.get(row["id"], NO_DELIVERY),
            "attachments": files.get(row["id"], []),
        }
        for row in rows
    ]


def letter(row: Mapping[str, Any], is_staff: bool) -> dict[str, Any]:
    """A letter, of a row of :data:`LETTER_COLUMNS`. The reply token in its subject is its reader's alone."""
    return {
        **{name: row[name] for name in ("id", "kind", "message_id", "state")},
        "subject": without_tokens(row["subject"]),
        "to": row["to_email"],
        "server_says": row["server_says"] if is_staff else "",
        "created_at": row["made_at"],
        "at": row["sent_at"] or row["changed_at"],
    }


def file(attachment: Attachment | Mapping[str, Any]) -> dict[str, Any]:
    """A file without its bytes."""
    names = ("key", "filename", "content_type", "size", "is_inline", "cid")
    row = attachment if isinstance(attachment, Mapping) else {name: getattr(attachment, name) for name in names}
    url = reverse("api:download_attachment", args=[row["key"]])
    return {"id": row["key"], "url": url, **{name: row[name] for name in names[1:]}}


def _author(actor: Actor, row: Mapping[str, Any], is_staff: bool) -> dict[str, Any] | None:
    name = row["author__name"] or row["author_name"]
    return person_ref(actor, row["author_id"], name, row["author__email"], is_staff=is_staff)


def _files(ticket: Ticket, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = (
        Attachment.objects.within(ticket.desk_id)
        .with_confidential("of messages that were read")
        .filter(message_id__in=ids)
        .order_by("id")
    )
    for row in rows.values("message_id", "key", "filename", "content_type", "size", "is_inline", "cid"):
        found.setdefault(row["message_id"], []).append(file(row))
    return found


def _deliveries(ticket: Ticket, ids: list[int], is_staff: bool) -> dict[int, dict[str, Any]]:
    letters: dict[int, list[dict[str, Any]]] = {}
    found = OutboundMail.objects.within(ticket.desk_id).filter(message_ref__in=ids, kind=LetterKind.REPLY)
    for row in found.values("pk", "message_ref", "state", "server_says", "changed_at", "sent_at"):
        letters.setdefault(row["message_ref"], []).append(row)
    return {pk: _together(rows, is_staff) for pk, rows in letters.items()}


def _together(rows: Iterable[Mapping[str, Any]], is_staff: bool) -> dict[str, Any]:
    worst = min(rows, key=lambda row: (WORST_FIRST.index(row["state"]), -row["changed_at"].timestamp()))
    return {
        "state": worst["state"],
        "server_says": worst["server_says"] if is_staff else "",
        "at": worst["sent_at"] or worst["changed_at"],
        "letter": worst["pk"] if is_staff else None,
    }
