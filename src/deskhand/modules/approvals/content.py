"""What is to be approved: the words and answers of a ticket in one form, and the digest that stands for them.

The digest is over what matters: subject, first public message, kind, requester, affected person, service, and material
answers by their codes and values. Labels in whatever language are not part of it; a secret answer is shown to nobody,
and so approved by nobody.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from deskhand.tickets.answered import answers_of
from deskhand.tickets.models import MessageKind, Ticket

MESSAGE_SHOWN = 4_000
"""Characters of a request's first message that approvers are shown; the digest is over all of it."""


def content_of(ticket: Ticket) -> dict[str, Any]:
    """What approvers are shown of the ticket as it is now."""
    first = ticket.messages.filter(kind=MessageKind.REPLY).order_by("created_at", "id").values_list("text", flat=True)
    answers = [one for one in answers_of(ticket) if one.is_material and not one.is_secret]
    return {
        "subject": ticket.subject,
        "message": first.first() or "",
        "kind": ticket.kind,
        "requester": ticket.requester_id,
        "affected": ticket.affected_id,
        "service": ticket.service_id,
        "answers": [
            {"code": one.code, "label": str(one.label), "values": list(one.values), "shown": str(one.shown)}
            for one in answers
        ],
    }


def digest_of(body: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what matters."""
    matters = {**body, "answers": [[one["code"], one["values"]] for one in body["answers"]]}
    written = json.dumps(matters, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
