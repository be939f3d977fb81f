"""The settings' list, the tabs of an entry, and what a settings page says about itself: what it changes, and since
when it is so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.tickets import names


@dataclass(frozen=True)
class About:
    """``changes`` is one sentence. ``at`` and ``who`` tell of the newest change; without ``at`` all is as it came.
    ``history_url`` is empty for a page that is only to look at."""

    changes: str
    at: datetime | None
    who: str
    history_url: str


def pages(actor: Actor, desk: Desk | None) -> Iterator[Any]:
    """The settings pages that the actor may open, of the desk and of the installation, in their order."""
    for page in slots.items("settings_page", desk_id=desk.pk if desk else None):
        if page.shown_to(actor, desk):
            yield page


def nav(request: HttpRequest, actor: Actor, desk: Desk | None) -> list[dict[str, Any]]:
    """Groups of entries. Pages with the same ``entry`` are one, which leads to the first of them."""
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    shown_pages = list(pages(actor, desk))
    here = _nearest(request, shown_pages, desk)
    for page in shown_pages:
        members = groups.setdefault(str(page.group), {})
        label = str(getattr(page, "entry", "") or page.label)
        address = page.url(desk)
        shown = members.setdefault(label, {"label": label, "url": address, "is_current": False, "alert": 0})
        shown["is_current"] |= page is here
        shown["alert"] += _alert(page, desk)
    return [{"title": title, "entries": list(members.values())} for title, members in groups.items()]


def current(request: HttpRequest, actor: Actor, desk: Desk | None, section: str = "settings") -> Any | None:
    """The settings page that is open; one whose pages stand elsewhere in the workspace names its ``section``. Where one
    page stands below another, it is the nearest."""
    found = (one for one in pages(actor, desk) if getattr(one, "section", "settings") == section)
    return _nearest(request, found, desk)


def _nearest(request: HttpRequest, among: Iterable[Any], desk: Desk | None) -> Any | None:
    above = (one for one in among if request.path.startswith(one.url(desk)))
    return max(above, key=lambda one: len(one.url(desk)), default=None)


def tabs(page: Any | None, request: HttpRequest, actor: Actor, desk: Desk | None) -> list[dict[str, Any]]:
    """The pages that share the open page's entry; none for a page that stands alone."""
    entry = str(getattr(page, "entry", "") or "")
    group = str(page.group) if page is not None else ""
    same = [
        one
        for one in pages(actor, desk)
        if entry and (str(one.group), str(getattr(one, "entry", ""))) == (group, entry)
    ]
    if len(same) < 2:
        return []
    return [
        {
            "label": one.label,
            "url": one.url(desk),
            "is_current": one is page,
            "count": _alert(one, desk) or None,
        }
        for one in same
    ]


def about(page: Any | None, actor: Actor, desk: Desk | None) -> About | None:
    """What the open page says about itself to the actor."""
    if page is None:
        return None
    newest = changes_of(page, actor, desk).values_list("at", "actor_id").first()
    return About(
        changes=str(page.changes),
        at=newest[0] if newest else None,
        who=names.of_doer(newest[1]) if newest else "",
        history_url=_history_url(page, desk) if page.facts else "",
    )


def changes_of(page: Any, actor: Actor, desk: Desk | None) -> QuerySet[Event]:
    """The facts that record a page's changes, newest first. Of a desk's page those of that desk, and of what all
    desks share also what was done from outside any desk; never what another desk did. Of a page of the
    installation whose kind of thing desks have, too, only what belongs to none. A page's ``told`` leaves out of which
    the actor may not know."""
    kinds = {code.split(".", maxsplit=1)[0] for code in page.facts}
    found = Event.objects.filter(subject_kind__in=kinds, code__in=page.facts).order_by("-at", "-id")
    if (told := getattr(page, "told", None)) is not None:
        found = told(found, actor)
    if getattr(page, "is_shared", False):
        return found.filter(desk_id=None)
    if not getattr(page, "is_of_desk", True):
        return found
    return found.filter(Q(desk_id=desk.pk if desk else 0) | Q(desk_id=None))


def code_of(page: Any) -> str:
    """The page's word in the address of its history."""
    return str(page.code)


def _history_url(page: Any, desk: Desk | None) -> str:
    if getattr(page, "is_of_desk", True) and desk is not None:
        return reverse("ops:history", args=[desk.key, code_of(page)])
    return reverse("ops:site_history", args=[code_of(page)])


def _alert(page: Any, desk: Desk | None) -> int:
    return int(page.alert(desk)) if hasattr(page, "alert") else 0
