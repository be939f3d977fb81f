"""Announcements for programs: the same verbs as the pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router

from deskhand.accounts.models import Desk, Organization
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.lookups import wrong
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, OfDesk, RowId
from deskhand.kernel import clock, switches
from deskhand.kernel.errors import NotFound
from deskhand.modules.announcements import actions, steps
from deskhand.modules.announcements.actions.follow import followers, follows
from deskhand.modules.announcements.api_schemas import (
    EXAMPLE,
    AnnouncementChange,
    AnnouncementPage,
    GivenFurtherText,
    GivenWords,
    NewAnnouncement,
    ShownAnnouncement,
)
from deskhand.modules.announcements.models import Announcement, Follow
from deskhand.modules.announcements.querysets import MODULE
from deskhand.tickets.people import organizations_of

router = Router(tags=["Announcements"])

ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "announcement",
    "returns": ShownAnnouncement,
    "refuses": (404,),
    "example": EXAMPLE,
}
BODY: dict[str, Any] = {"desk": "it", "kind": "outage", "title": EXAMPLE["title"], "text": EXAMPLE["text"]}


@route(router, "GET", "", gate="scoped", returns=AnnouncementPage, example={"items": [EXAMPLE], "next": None})
def list_announcements(
    request: ApiRequest,
    desk: OfDesk = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List announcements.

    Newest first: all of the desks that you serve, and those that are addressed to you at this moment.
    """
    found = Announcement.objects.visible_to(request.actor, clock.now())
    if desk:
        found = found.filter(desk__key=desk)
    walk = Walk("created_at", f"announcements:{desk}", limit, cursor, is_down=True)
    return walk.page(_counted(request, found), lambda row: _shown(request, row), "desk")


@route(
    router,
    "POST",
    "",
    gate="scoped",
    returns=ShownAnnouncement,
    status=201,
    headers=("Location",),
    example=EXAMPLE,
    body_example=BODY,
)
def publish_announcement(request: ApiRequest, new: NewAnnouncement, response: HttpResponse) -> dict[str, Any]:
    """Publish an announcement.

    For staff of the desk. It is shown by itself from `starts_at` until `ends_at`.
    """
    desk = _desk(request, new.desk)
    details = actions.Details(
        kind=new.kind,
        words=actions.Words(new.title, new.text),
        others=_words(new.others),
        steps=_steps(new.steps),
        starts_at=new.starts_at or clock.now(),
        ends_at=new.ends_at,
        audience=new.audience,
        organizations=_organizations(desk, new.organizations),
    )
    row = actions.publish(actor=request.actor, desk=desk, details=details)
    response.headers["Location"] = reverse("api:get_announcement", args=[row.pk])
    return _shown(request, row)


@route(router, "GET", "/{id}", **ONE)
def get_announcement(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one announcement."""
    return _shown(request, _row(request, id))


@route(router, "PATCH", "/{id}", **ONE, body_example={"ends_at": "2026-03-02T14:00:00Z"})
def change_announcement(
    request: ApiRequest,
    id: RowId,  # noqa: A002
    change: AnnouncementChange,
) -> dict[str, Any]:
    """Change an announcement.

    For staff of the desk.
    """
    with transaction.atomic():
        row = _row(request, id)
        row = actions.change(actor=request.actor, announcement=row, details=_changed(row, change))
    return _shown(request, row)


@route(router, "POST", "/{id}/end", **ONE)
def end_announcement(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """End an announcement now.

    For staff of the desk. It stays among the past ones.
    """
    return _shown(request, actions.end(actor=request.actor, announcement=_row(request, id)))


@route(router, "POST", "/{id}/resume", **ONE)
def resume_announcement(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Show an ended announcement again.

    For staff of the desk. Possible while nothing was changed since it was ended, and its own time is not over.
    """
    return _shown(request, actions.resume(actor=request.actor, announcement=_row(request, id)))


@route(router, "DELETE", "/{id}", gate="scoped", sample="announcement", status=204, refuses=(404,))
def delete_announcement(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Delete an announcement for good.

    For staff of the desk.
    """
    actions.delete(actor=request.actor, announcement=_row(request, id))


@route(router, "PUT", "/{id}/follow", gate="scoped", sample="followed", status=204, refuses=(404,))
def follow_announcement(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Follow an outage.

    You hear by mail when its text changes and when it is over.
    """
    actions.follow(actor=request.actor, announcement=_row(request, id))


@route(router, "DELETE", "/{id}/follow", gate="scoped", sample="followed", status=204, refuses=(404,))
def unfollow_announcement(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Hear of an outage no more."""
    actions.unfollow(actor=request.actor, announcement=_row(request, id))


def _counted(request: ApiRequest, found: Any) -> Any:
    """With whether the actor follows each, and how many do."""
    mine = Follow.objects.filter(announcement_id=OuterRef("pk"), person_id=request.actor.person_id or 0)
    each = Follow.objects.filter(announcement_id=OuterRef("pk"), person__is_active=True).order_by()
    count = each.values("announcement_id").annotate(of_it=Count("pk")).values("of_it")
    counted = found.annotate(is_followed=Exists(mine), followed_by=Coalesce(Subquery(count), 0))
    return counted.prefetch_related("organizations")


def _row(request: ApiRequest, pk: int) -> Announcement:
    seen = Announcement.objects.visible_to(request.actor, clock.now())
    found: Announcement | None = seen.select_related("desk").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _shown(request: ApiRequest, row: Announcement) -> dict[str, Any]:
    is_staff, at = request.actor.may("announcements.read", row.desk_id), clock.now()
    count = row.followed_by if hasattr(row, "followed_by") else followers([row.pk]).get(row.pk, 0)
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "kind": row.kind,
        "title": row.title,
        "text": row.text,
        "others": row.others if is_staff else {},
        "steps": row.steps if is_staff else [{**one, "others": {}} for one in row.come(at)],
        "says": row.words(request.bearer.token.person.language or None, at),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "audience": row.audience,
        "organizations": sorted(one.name for one in row.organizations.all()) if is_staff else [],
        "state": row.state(at),
        "follows": row.is_followed if hasattr(row, "is_followed") else follows(request.actor, row),
        "followers": count if is_staff else None,
    }


def _desk(request: ApiRequest, key: str) -> Desk:
    found = Desk.objects.filter(key=key, pk__in=switches.desks_with(MODULE)).first()
    if found is None or not request.actor.roles_on(found.pk):
        raise wrong("desk", _("There is no desk “%(key)s” on which you can announce something.") % {"key": key})
    return found


def _organizations(desk: Desk, names: list[str]) -> list[Organization]:
    found = {one.name: one for one in organizations_of([desk.pk]).filter(name__in=names)}
    for name in names:
        if name not in found:
            raise wrong("organizations", _("There is no organization “%(name)s”.") % {"name": name[:80]})
    return list(found.values())


def _words(given: dict[str, GivenWords]) -> dict[str, actions.Words]:
    return {code: actions.Words(words.title, words.text) for code, words in given.items()}


def _steps(given: list[GivenFurtherText]) -> list[actions.Step]:
    return [
        actions.Step(at=one.at, words=actions.Words(one.title, one.text), others=_words(one.others)) for one in given
    ]


def _changed(row: Announcement, change: AnnouncementChange) -> actions.Details:
    """The announcement's details with what is given in the place of what was. Null counts as left away but for the
    end, which it takes off."""
    given = {name: value for name, value in change.given().items() if value is not None}
    others = change.others if change.others is not None else None
    return actions.Details(
        kind=given.get("kind", row.kind),
        words=actions.Words(given.get("title", row.title), given.get("text", row.text)),
        others=_words(others) if others is not None else {c: actions.Words(**words) for c, words in row.others.items()},
        steps=_steps(change.steps) if change.steps is not None else steps.of(row.steps),
        starts_at=given.get("starts_at", row.starts_at),
        ends_at=change.ends_at if "ends_at" in change.given() else row.ends_at,
        audience=given.get("audience", row.audience),
        organizations=_organizations(row.desk, given["organizations"])
        if "organizations" in given
        else list(row.organizations.all()),
    )
