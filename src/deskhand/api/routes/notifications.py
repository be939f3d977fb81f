"""What the bearer was told, and having read it."""

from __future__ import annotations

from typing import Any

from ninja import Router

from deskhand.api import answers
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.desk_schemas import ReadMark
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit
from deskhand.notify import actions, queries

router = Router(tags=["Notifications"])


@route(router, "GET", "/notifications", gate="signed_in", returns=answers.NotificationPage)
def list_notifications(request: ApiRequest, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """List notifications.

    Your own, newest first, of the desks that you serve. What lies behind a wall by now is left out, so a page can be
    shorter than asked for.
    """
    actor = request.actor
    found = queries.at_the_bell(actor)
    walk = Walk("at", "notifications", limit, cursor, is_down=True)
    rows, following = walk.cut(walk.rows(found, "id", "at"))
    whole = found.in_bulk([row["id"] for row in rows])
    told = queries.in_words([whole[row["id"]] for row in rows], actor)
    items = [
        {
            "id": one.row.pk,
            "kind": one.row.kind,
            "at": one.row.at,
            "ticket": one.row.ticket_number,
            "words": str(one.line.words),
            "about": str(one.line.title),
            "is_read": one.row.read_at is not None,
        }
        for one in told
    ]
    return {"items": items, "next": following}


@route(router, "POST", "/notifications/read", gate="signed_in", returns=answers.ReadCount)
def read_notifications(request: ApiRequest, mark: ReadMark) -> dict[str, Any]:
    """Mark notifications as read.

    Your own: those of the ids, or all.
    """
    return {"marked": actions.mark_read(actor=request.actor, ids=mark.ids)}
