"""All tickets of the desks that somebody serves, in one list, and the search over them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deskhand.kernel.actor import Actor
from deskhand.tickets import across, context, lines, live
from deskhand.tickets.columns import Column
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, page_or_fragment

TABS = {"mine": across.MINE, "unassigned": across.UNASSIGNED, "open": across.OPEN}
"""What the tabs ask, by their word in the address."""


@require_GET
@gate("signed_in")
def show(request: HttpRequest) -> HttpResponse:
    """The list (GET ``show`` or ``q``, ``desk``, ``sort``, ``cursor``). With one desk its own list is the whole."""
    if len(context.desks_of(request)) < 2:
        return redirect("tickets:home")
    return _answer(request, request.GET)


def again(request: HttpRequest) -> HttpResponse:
    """The list after something was done to it: the question is among the posted fields."""
    return _answer(request, request.POST)


def _answer(request: HttpRequest, fields: QueryDict) -> HttpResponse:
    actor, desks = context.actor_of(request), context.desks_of(request)
    tab = "" if "q" in fields else fields.get("show", "mine")
    tab = tab if tab in TABS or "q" in fields else "mine"
    here = across.chosen(desks, fields.get("desk", ""))
    text = fields.get("q", "").strip()[:2000] if not tab else TABS[tab]
    question = across.asked(actor, text, here)
    key, sort = here.key if here else "", across.order_of(fields.get("sort", "")).name
    may_change = any(actor.may("tickets.bulk", one.pk) for one in ([here] if here else desks))
    given = {
        "question": question,
        "tab": tab,
        "tabs": _tabs(tab, key, sort),
        "desk_tabs": _desks(actor, desks, key, tab, text, sort),
        "chosen": key,
        "may_change": may_change,
        **_list(actor, question, _asked(tab, text, key), sort, fields.get("cursor", ""), may_change),
    }
    frame = context.workspace(request, section="tickets", with_views=False)
    given["live"] = _live(frame, [one.pk for one in desks])
    status = 422 if question.error and not is_htmx(request) else 200
    return page_or_fragment(request, "tickets/all_desks.html", "tickets/_across_list.html", frame | given, status)


def _live(frame: dict[str, Any], desks: list[int]) -> dict[str, Any]:
    """What the page watches: every desk that the reader serves."""
    unread = (frame["live"] or {}).get("unread", 0)
    return {"url": reverse("tickets:live_across"), "version": live.version_of(desks), "unread": unread}


def _list(
    actor: Actor, question: Any, asked: dict[str, str], sort: str, cursor: str, may_change: bool
) -> dict[str, Any]:
    """The rows and what stands above and below them."""
    found, address = across.page(actor, question, sort, cursor), reverse("tickets:all_desks")
    words = {row["id"]: row["desk__name"] for row in found.rows}
    desk = Column(label=_("Desk"), words=words, sort=across.BY_DESK.key)

    def link(cursor: str) -> str:
        return f"{address}?{urlencode(asked | {'sort': sort, 'cursor': cursor})}" if cursor else ""

    return {
        "page": found,
        "lines": lines.drawn(found.rows, "", may_change=may_change, columns=[desk]),
        "columns": [(desk.label, desk.sort, desk.has_chips)],
        "has_chips": False,
        "sort": sort,
        "asked": asked,
        "address": address,
        "total": across.counted(actor, question),
        "here": link(cursor) or f"{address}?{urlencode(asked | {'sort': sort})}",
        "newer": link(found.newer),
        "older": link(found.older),
    }


def _tabs(tab: str, desk: str, sort: str) -> list[dict[str, Any]]:
    words = {"mine": _("My open"), "unassigned": _("Unassigned"), "open": _("All open")}
    return [{"label": words[key], "url": _url(_asked(key, "", desk), sort), "is_current": key == tab} for key in TABS]


def _desks(actor: Actor, desks: list[Any], chosen: str, tab: str, text: str, sort: str) -> list[dict[str, Any]]:
    """All desks and each of them, with how many open tickets of it are one's own."""
    mine = across.mine_on(actor)
    every = {"label": _("All my desks"), "url": _url(_asked(tab, text, ""), sort), "is_current": not chosen}
    each = [
        {
            "label": one.name,
            "url": _url(_asked(tab, text, one.key), sort),
            "is_current": one.key == chosen,
            "letter": one.flag,
            "count": mine.get(one.pk, 0),
        }
        for one in desks
    ]
    return [every | {"letter": "", "count": sum(mine.values())}, *each]


def _asked(tab: str, text: str, desk: str) -> dict[str, str]:
    """The fields of the question."""
    asked = {"show": tab} if tab else {"q": text}
    return asked | ({"desk": desk} if desk else {})


def _url(asked: dict[str, str], sort: str) -> str:
    return f"{reverse('tickets:all_desks')}?{urlencode(asked | {'sort': sort})}"
