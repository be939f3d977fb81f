"""Rows of the ticket list as they are shown: every mark is rendered once and used again, so that a page of tickets
costs little more than its words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from deskhand.web import kept, moments

_MARKS = "web/marks.html"


def drawn(rows: list[dict[str, Any]], asked_query: str) -> list[dict[str, Any]]:
    """The rows of :class:`deskhand.tickets.listing.Page` with markup: ``mark`` (status), ``rank`` (priority), ``face``
    (of the requester), ``holder_mark``, ``age`` and ``last``; and ``href``, the ticket within the list that
    ``asked_query`` stands for."""
    status, prio = kept.macro(_MARKS, "status"), kept.macro(_MARKS, "prio")
    face, person, nobody = kept.macro(_MARKS, "face"), kept.macro(_MARKS, "person"), kept.macro(_MARKS, "nobody")
    ago = moments.ages()
    address = reverse("tickets:ticket", args=[0]).partition("0")
    for row in rows:
        row["href"] = f"{address[0]}{row['number']}{address[2]}?{asked_query}"
        row["mark"] = status(row["category"], row["status__name"])
        row["rank"] = prio(row["priority"])
        row["face"] = face(row["requester__name"] or "", row["requester_id"] or 0)
        row["holder_mark"] = (
            person(row["assignee__name"], row["assignee_id"], "agent") if row["assignee_id"] else nobody()
        )
        row["age"], row["last"] = ago(row["created_at"]), ago(row["last_message_at"])
    return rows
