"""Canned replies and statuses of desks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Router

from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.desk_schemas import CannedReplyChange, NewCannedReply, NewStatus, StatusChange
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, OfDesk, RowId
from deskhand.api.shown.messages import file as file_shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import actions, canned
from deskhand.tickets.models import Attachment, CannedReply, Status

router = Router(tags=["Desks"])

CANNED: dict[str, Any] = {"gate": "scoped", "sample": "canned", "refuses": (404,)}
STATUS: dict[str, Any] = {"gate": "scoped", "sample": "status", "refuses": (404,)}
CANNED_COLUMNS = (
    "id", "desk_id", "desk__key", "team__name", "person_id", "title", "language", "shortcut", "body", "used",
)  # fmt: skip
STATUS_NAMES = (
    "id", "key", "name", "requester_name", "category", "is_default", "is_active", "next_keys", "needs", "pauses",
)  # fmt: skip
STATUS_COLUMNS = ("desk__key", "replaced_by__key", *STATUS_NAMES)


@route(router, "GET", "/canned-replies", gate="scoped", returns=answers.CannedReplyPage)
def list_canned_replies(
    request: ApiRequest,
    desk: OfDesk = "",
    put_away: bool = False,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List canned replies.

    By title: those of the desks that you serve and of their teams, and your own. With `put_away` instead those that
    were put away.
    """
    found = _canned_of(request.actor)
    if put_away:
        found = canned.put_away(request.actor, request.actor.desks_with("tickets.read"))
    if desk:
        found = found.filter(desk__key=desk)
    walk = Walk("title", f"canned {desk} {put_away}", limit, cursor)
    rows, following = walk.cut(walk.rows(found, *CANNED_COLUMNS))
    files = _files_of([row["id"] for row in rows])
    return {"items": [_canned(row, files[row["id"]]) for row in rows], "next": following}


@route(router, "POST", "/canned-replies", gate="scoped", returns=answers.CannedReply, status=201)
def make_canned_reply(request: ApiRequest, new: NewCannedReply) -> dict[str, Any]:
    """Make a canned reply.

    Of your own, of a team of yours, or, as lead or administrator, of any team and of the desk.
    """
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        team = lookups.team(desk.pk, new.team) if new.team is not None else None
        if team is not None and new.is_own:
            raise lookups.wrong("team", _("A reply of your own is of no team."))
        row = actions.save_canned_reply(
            actor=request.actor,
            desk=desk,
            title=new.title,
            body=new.body,
            team=team,
            is_own=new.is_own,
            language=new.language,
            shortcut=new.shortcut,
            attachments=lookups.uploads(request.actor, desk.pk, new.attachments),
        )
    return _canned_again(row)


@route(router, "PATCH", "/canned-replies/{id}", **CANNED, returns=answers.CannedReply)
def change_canned_reply(request: ApiRequest, id: RowId, change: CannedReplyChange) -> dict[str, Any]:  # noqa: A002
    """Change a canned reply.

    A `team`, or null for the whole desk, makes yours theirs; `is_own` makes it yours alone.
    """
    given = change.given()
    with transaction.atomic():
        row = _reply(request.actor, id)
        now: dict[str, Any] = {name: getattr(row, name) for name in ("title", "body", "language", "shortcut")}
        now |= {name: given[name] for name in now if given.get(name) is not None}
        now |= {"team": row.team, "is_own": row.person_id is not None}
        if "team" in given:
            team = lookups.team(row.desk_id, given["team"]) if given["team"] is not None else None
            now |= {"team": team, "is_own": False}
        if given.get("is_own") is not None:
            now["is_own"] = given["is_own"]
        if given.get("attachments") is not None:
            now["attachments"] = _kept_files(request.actor, row, given["attachments"])
        row = actions.save_canned_reply(actor=request.actor, desk=row.desk, reply=row, **now)
    return _canned_again(row)


@route(router, "DELETE", "/canned-replies/{id}", **CANNED, status=204)
def delete_canned_reply(request: ApiRequest, id: RowId) -> None:  # noqa: A002 (its name in the address)
    """Put a canned reply away.

    Answers that were made with it stay.
    """
    actions.delete_canned_reply(actor=request.actor, reply=_reply(request.actor, id))


@route(router, "POST", "/canned-replies/{id}/restore", **CANNED, returns=answers.CannedReply)
def restore_canned_reply(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Offer a canned reply that was put away again.

    With its files; without its shortcut if another one has that by now.
    """
    row = _reply(request.actor, id, with_deleted=True)
    return _canned_again(actions.restore_canned_reply(actor=request.actor, reply=row))


@route(router, "GET", "/statuses", gate="scoped", returns=answers.StatusPage)
def list_statuses(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List statuses.

    Those of the desks that you serve, in their order; also those that are not in use.
    """
    found = _served(Status, request.actor)
    if desk:
        found = found.filter(desk__key=desk)
    walk = Walk("position", f"statuses {desk}", limit, cursor)
    rows, following = walk.cut(walk.rows(found, "position", *STATUS_COLUMNS))
    return {"items": [_status(row) for row in rows], "next": following}


@route(router, "POST", "/statuses", gate="scoped", returns=answers.Status, status=201)
def make_status(request: ApiRequest, new: NewStatus) -> dict[str, Any]:
    """Make a status."""
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        row = actions.save_status(
            actor=request.actor,
            desk=desk,
            name=new.name,
            category=new.category,
            requester_name=new.requester_name,
            next_keys=new.next_keys,
            needs=new.needs,
            pauses=new.pauses,
        )
    return _status_again(row)


@route(router, "PATCH", "/statuses/{id}", **STATUS, returns=answers.Status)
def change_status(request: ApiRequest, id: RowId, change: StatusChange) -> dict[str, Any]:  # noqa: A002
    """Change a status.

    Its category stays; the first status of a category cannot be put away. One that tickets have is put away with
    `replaced_by`: they change soon after.
    """
    with transaction.atomic():
        row = _row(Status, request.actor, id)
        now: dict[str, Any] = {"name": row.name, "requester_name": row.requester_name, "is_active": row.is_active}
        now |= {name: value for name, value in change.given().items() if value is not None}
        place, replacement = now.pop("place", None), now.pop("replaced_by", None)
        now["replaced_by"] = row.replaced_by if replacement is None else lookups.status_by_key(row.desk_id, replacement)
        row = actions.save_status(actor=request.actor, desk=row.desk, status=row, category=row.category, **now)
        if place is not None:
            actions.place_status(actor=request.actor, desk=row.desk, status=row, place=place)
    return _status_again(row)


def _served(model: Any, actor: Actor) -> Any:
    return model.objects.within(actor.desks_with("tickets.read"))


def _row(model: Any, actor: Actor, pk: int, **more: Any) -> Any:
    row = _served(model, actor).select_related("desk").filter(pk=pk, **more).first()
    if row is None:
        raise NotFound
    return row


def _canned_of(actor: Actor) -> Any:
    return CannedReply.objects.readable_by(actor, actor.desks_with("tickets.read"))


def _reply(actor: Actor, pk: int, *, with_deleted: bool = False) -> CannedReply:
    found: CannedReply | None = _canned_of(actor).select_related("desk", "team").filter(pk=pk).first()
    if found is None and with_deleted:
        away = canned.put_away(actor, actor.desks_with("tickets.read"))
        found = away.select_related("desk", "team").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _kept_files(actor: Actor, row: CannedReply, keys: list[str]) -> list[Attachment]:
    """The files of these keys: what the reply has, and uploads of the actor."""
    kept = list(row.attachments.filter(key__in=keys))
    fresh = [key for key in keys if key not in {one.key for one in kept}]
    return [*kept, *lookups.uploads(actor, row.desk_id, fresh)]


def _files_of(replies: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The files of each reply, as every file is shown."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows: Any = CannedReply.attachments.through._default_manager.filter(cannedreply_id__in=replies)
    for row in rows.select_related("attachment").order_by("attachment_id"):
        found[row.cannedreply_id].append(file_shown(row.attachment))
    return found


def _canned_again(row: CannedReply) -> dict[str, Any]:
    shown = CannedReply.objects.within(row.desk_id).filter(pk=row.pk).values(*CANNED_COLUMNS).get()
    return _canned(shown, _files_of([row.pk])[row.pk])


def _status_again(row: Status) -> dict[str, Any]:
    return _status(Status.objects.within(row.desk_id).filter(pk=row.pk).values(*STATUS_COLUMNS).get())


def _canned(row: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("id", "title", "language", "shortcut", "body", "used")},
        "desk": row["desk__key"],
        "team": row["team__name"],
        "is_own": row["person_id"] is not None,
        "attachments": files,
    }


def _status(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in STATUS_NAMES}
    return {**told, "desk": row["desk__key"], "replaced_by": row["replaced_by__key"]}
