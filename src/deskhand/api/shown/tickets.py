"""Tickets as the API shows them. Read by plain values: a page is two queries, whatever its length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse

from deskhand.kernel.actor import Actor
from deskhand.tickets.models import Category, Priority, Ticket, TicketTag

COLUMNS = (
    "id", "number", "subject", "kind", "status__key", "category", "priority", "desk_id", "desk__key", "team__name",
    "organization__name", "service__name", "location__name", "requester_id", "requester__name", "requester__email",
    "affected_id", "affected__name", "affected__email", "assignee_id", "assignee__name", "assignee__email", "channel",
    "created_at", "updated_at", "first_replied_at", "resolved_at", "closed_at", "follows_up__number", "claims_number",
    "added_to_number", "merged_into__number", "snooze__wakes_at", "snooze__after__number", "is_spam",
    "deleted_at", "version", "snippet", "public_snippet", "is_confidential",
)  # fmt: skip

SAME = (
    "number", "subject", "kind", "category", "channel", "created_at", "updated_at", "first_replied_at", "resolved_at",
    "closed_at", "is_spam", "deleted_at", "version",
)  # fmt: skip


def one(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """A ticket that passed its gate, as it is now. Two queries."""
    row = Ticket.objects.within(ticket.desk_id).filter(pk=ticket.pk).values(*COLUMNS).get()
    return many(actor, [row])[0]


def answered(actor: Actor, ticket: Ticket, response: HttpResponse) -> dict[str, Any]:
    """The same, with its version on the response."""
    found = one(actor, ticket)
    response.headers["ETag"] = etag(found["number"], found["version"])
    return found


def many(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of :data:`COLUMNS` that the actor may read. Two queries, for their tags and what is merged into them; one
    more where some are confidential."""
    _mark_kept_out(actor, rows)
    served = [row for row in rows if _serves(actor, row)]
    tags, merged = _tags(row["id"] for row in served), _merged(served)
    known = _known(actor, rows)
    return [
        {
            **_shown(actor, row, tags.get(row["id"], [])),
            "merged_into": row["merged_into__number"] if row["merged_into__number"] in known else None,
            "merged_from": merged.get(row["id"], []),
        }
        for row in rows
    ]


def etag(number: int, version: int) -> str:
    """The ETag of a ticket: its version, with its number for those who keep several."""
    return f'"{number}-{version}"'


def person_ref(
    actor: Actor, pk: int | None, name: str | None, email: str | None, *, is_staff: bool
) -> dict[str, Any] | None:
    """Somebody, as far as the actor may know them; None for nobody."""
    if name is None:
        return None
    if is_staff or (pk is not None and pk == actor.person_id):
        return {"id": pk, "name": name, "email": email}
    return {"id": None, "name": name, "email": None}


def flat(part: str, person: Mapping[str, Any] | None) -> dict[str, str | None]:
    """A person in two fields, as they are written in requests: the address under the part's own name, and their
    name."""
    return {part: person["email"] if person else None, f"{part}_name": person["name"] if person else None}


def _mark_kept_out(actor: Actor, rows: list[dict[str, Any]]) -> None:
    """Mark confidential tickets that the actor reads as their requester, whatever their role on the desk."""
    asked = {row["id"] for row in rows if row["is_confidential"]}
    served = Ticket.objects.served_by(actor).filter(pk__in=asked).values_list("pk", flat=True) if asked else ()
    kept_out = asked - set(served)
    for row in rows:
        row["keeps_out"] = row["id"] in kept_out


def _serves(actor: Actor, row: Mapping[str, Any]) -> bool:
    return actor.may("tickets.read", row["desk_id"]) and not row["keeps_out"]


def _shown(actor: Actor, row: Mapping[str, Any], tags: list[str]) -> dict[str, Any]:
    is_staff = _serves(actor, row)
    shows_waiting = is_staff and row["category"] == Category.ON_HOLD
    people: dict[str, str | None] = {}
    for part in ("requester", "affected", "assignee"):
        found = person_ref(actor, row[f"{part}_id"], row[f"{part}__name"], row[f"{part}__email"], is_staff=is_staff)
        people |= flat(part, found)
    return {
        **{name: row[name] for name in SAME},
        **people,
        "status": row["status__key"] if is_staff else row["category"],
        "priority": Priority(row["priority"]).word,
        "team": row["team__name"],
        "desk": row["desk__key"],
        "organization": row["organization__name"],
        "service": row["service__name"] if is_staff else None,
        "location": row["location__name"] if is_staff else None,
        "tags": tags,
        "follows_up": row["follows_up__number"],
        "claims": row["claims_number"] if is_staff else None,
        "added_to": row["added_to_number"],
        "wakes_at": row["snooze__wakes_at"] if shows_waiting else None,
        "wakes_after": row["snooze__after__number"] if shows_waiting else None,
        "snippet": row["snippet"] if is_staff else row["public_snippet"],
    }


def _known(actor: Actor, rows: list[dict[str, Any]]) -> set[int]:
    """Numbers of tickets that others of these are merged into, as far as the actor may read them."""
    served = {row["merged_into__number"] for row in rows if _serves(actor, row)}
    rest = {row["merged_into__number"] for row in rows} - served - {None}
    if rest:
        served |= set(Ticket.objects.visible_to(actor).filter(number__in=rest).values_list("number", flat=True))
    return served


def _merged(served: list[dict[str, Any]]) -> dict[int, list[int]]:
    """Numbers of what is merged into tickets that the actor serves."""
    found: dict[int, list[int]] = {}
    desks = sorted({row["desk_id"] for row in served})
    merged = (
        Ticket.objects.within(desks)
        .with_confidential("into tickets that are shown")
        .listed()
        .filter(merged_into_id__in=[row["id"] for row in served])
    )
    for ticket_id, number in merged.order_by("number").values_list("merged_into_id", "number"):
        found.setdefault(ticket_id, []).append(number)
    return found


def _tags(ticket_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    links = TicketTag.objects.filter(ticket_id__in=list(ticket_ids)).order_by("tag__name")
    for ticket_id, name in links.values_list("ticket_id", "tag__name"):
        found.setdefault(ticket_id, []).append(name)
    return found
