"""The bell: what one was told."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.notify import actions
from deskhand.tickets import context, told
from deskhand.web.gates import gate

NEWS = 3
"""New notifications that a desktop notification may speak of at once."""


@require_GET
@gate("signed_in")
def listed(request: HttpRequest) -> HttpResponse:
    """What the person was told, by ticket, newest first; ``only`` narrows it."""
    actor = context.actor_of(request)
    before = request.GET.get("before", "")
    only = request.GET.get("only", "") if request.GET.get("only") in told.ONLY else ""
    abouts, onward = told.page(actor, only=only, before=_id(before))
    frame = context.workspace(request, section="notifications", with_views=False)
    shown = {
        "abouts": abouts,
        "only": only,
        "tabs": [_tab(_("All"), "", only), _tab(_("Unread"), "unread", only), _tab(_("Given to me"), "assigned", only)],
        "onward": _address(only, before=onward) if onward else "",
        "is_first": not before,
        "here": _address(only),
        "has_unread": bool((frame["live"] or {}).get("unread")),
    }
    return render(request, "tickets/notifications.html", {**frame, **shown})


@require_POST
@gate("signed_in")
def read(request: HttpRequest) -> HttpResponse:
    """Mark some (``id``, repeated), those about a ticket (``ticket``), or all as read."""
    actor = context.actor_of(request)
    number = _id(request.POST.get("ticket", ""))
    if number is not None:
        actions.ticket_seen(actor=actor, numbers=[number])
    else:
        actions.mark_read(actor=actor, ids=_ids(request) or None)
    return _back(request)


@require_POST
@gate("signed_in")
def unread(request: HttpRequest) -> HttpResponse:
    """Mark some (``id``, repeated) as not read after all."""
    actions.mark_unread(actor=context.actor_of(request), ids=_ids(request))
    return _back(request)


@require_GET
@gate("signed_in")
def news(request: HttpRequest) -> JsonResponse:
    """What came after the id ``after`` and is unread, for desktop notifications: ``{"newest", "items"}``. Without
    ``after`` only the newest id, to begin with."""
    actor = context.actor_of(request)
    after = _id(request.GET.get("after", ""))
    newest = told.known(actor).order_by("-pk").values_list("pk", flat=True).first() or 0
    shown = told.since(actor, after, NEWS) if after is not None else []
    items = [{"id": one.row.pk, "title": one.line.title, "text": one.line.words, "url": one.line.url} for one in shown]
    return JsonResponse({"newest": newest, "items": items})


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _ids(request: HttpRequest) -> list[int]:
    return [found for one in request.POST.getlist("id") if (found := _id(one)) is not None]


def _address(only: str, **more: object) -> str:
    asked = {name: value for name, value in {"only": only, **more}.items() if value}
    return f"{reverse('notify:list')}{'?' if asked else ''}{urlencode(asked)}"


def _tab(label: str, only: str, current: str) -> dict[str, object]:
    return {"label": label, "url": _address(only), "is_current": only == current}


def _back(request: HttpRequest) -> HttpResponse:
    only = request.POST.get("only", "")
    return redirect(_address(only if only in told.ONLY else ""))
