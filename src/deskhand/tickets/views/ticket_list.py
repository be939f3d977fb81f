"""The list of tickets, and the column of views beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.query import complete
from deskhand.tickets import built_in_views, choosing, context, lines, listing, moving
from deskhand.tickets.columns import columns_of
from deskhand.tickets.query_fields import ticket_fields
from deskhand.tickets.views import bulk_runs
from deskhand.web import links
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, page_or_fragment


@require_GET
@gate("signed_in")
def home(request: HttpRequest) -> HttpResponse:
    """The list of the desk that was open last, else of the first; whoever serves no desk is told so, with the ways that
    they have."""
    desk = context.last_desk(request)
    if desk is not None:
        return redirect("tickets:list", desk=desk.key)
    return render(request, "tickets/no_desk.html", context.workspace(request, section="tickets"))


@require_GET
@gate("desk:tickets.read", sample="desk")
def show(request: HttpRequest, desk: str) -> HttpResponse:
    """A view or the answer to a query; for htmx and live updates the list alone."""
    here, asked = context.desk_of(request, desk), request.GET.copy()
    if not {"view", "q"} & set(asked) and (view := context.last_view(request, here)):
        asked["view"] = view
    response = context.remember_desk(request, _answer(request, here, asked), here)
    return context.remember_view(request, response, here, _shown_view(request, here))


def _shown_view(request: HttpRequest, desk: Desk) -> str:
    """The view that was asked for by its name; empty for a search, and for the first page of a desk."""
    view = built_in_views.named(request.GET.get("view", ""), context.actor_of(request), desk.pk)
    return view.key if view else ""


def again(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list after something was done to it: the question is among the posted fields."""
    return _answer(request, desk, request.POST)


def question_of(actor: Actor, desk: Desk, asked: QueryDict) -> listing.Question:
    """The question behind the fields of a list: a view's, or the text of the search box."""
    view = built_in_views.named(_view_key(asked), actor, desk.pk)
    return listing.asked(actor, desk.pk, view.query if view else asked.get("q", "").strip())


@require_GET
@gate("desk:tickets.read", sample="desk")
def views_column(request: HttpRequest, desk: str) -> HttpResponse:
    """The column of views with fresh counts."""
    here = context.desk_of(request, desk)
    frame = context.workspace(request, section="tickets", desk=here, view=request.GET.get("view", ""))
    return render(request, "web/_views.html", frame)


@require_GET
@gate("desk:tickets.read", sample="desk")
def completions(request: HttpRequest, desk: str) -> JsonResponse:
    """What could stand at the cursor (``at``) of the search box: ``{"items": [{text, label, start, end}]}``."""
    actor = context.actor_of(request)
    here = context.desk_of(request, desk)
    text = request.GET.get("q", "")[:2000]
    at = request.GET.get("at", "")
    cursor = int(at) if at.isdecimal() and len(at) < 6 else len(text)
    found = complete(text, cursor, ticket_fields(here.pk), listing.asked(actor, here.pk, "").env)
    items = [{"text": one.text, "label": str(one.label), "start": one.start, "end": one.end} for one in found]
    return JsonResponse({"items": items})


@require_GET
@gate("desk:tickets.read", sample="desk")
def options(request: HttpRequest, desk: str, name: str) -> JsonResponse:
    """What a picker offers: ``{"items": [{"id", "label", "detail"}]}``."""
    here = context.desk_of(request, desk)
    found = choosing.options(context.actor_of(request), here, name, request.GET.get("q", "")[:200])
    return JsonResponse({"items": found})


def _answer(request: HttpRequest, desk: Desk, asked: QueryDict) -> HttpResponse:
    frame = context.workspace(request, section="tickets", desk=desk, view=_view_key(asked))
    shown = _shown(request, desk, asked, frame)
    shown |= {} if is_htmx(request) else bulk_runs.strip(request, desk)
    status = 422 if shown["question"].error and not is_htmx(request) else 200
    return page_or_fragment(request, "tickets/list.html", "tickets/_list.html", frame | shown, status=status)


def _view_key(asked: QueryDict) -> str:
    return "" if "q" in asked else asked.get("view", built_in_views.DEFAULT)


def _is_there_another(actor: Actor, desk: Any) -> bool:
    """True if tickets of a served desk could go anywhere else."""
    return desk.is_there_another or moving.serves_another(actor, desk.pk)


def _lists(desk: Any) -> dict[str, bool]:
    """Which lists of its own a served desk has."""
    return {"services": desk.has_services, "locations": desk.has_locations}


def _shown(request: HttpRequest, desk: Desk, asked: QueryDict, frame: dict[str, Any]) -> dict[str, Any]:
    actor = context.actor_of(request)
    may_change = actor.may("tickets.bulk", desk.pk)
    view_key = _view_key(asked)
    view = built_in_views.named(view_key, actor, desk.pk)
    question = question_of(actor, desk, asked)
    sort, cursor = asked.get("sort", (view and view.sort) or listing.DEFAULT_SORT), asked.get("cursor", "")
    found = listing.page(actor, question, sort, cursor)
    known = {entry["key"]: entry["count"] for group in frame["views"] for entry in group["entries"]}
    total = known.get(view_key)
    address = links.address("tickets:list", desk.key)
    columns = columns_of(desk.pk, [row["id"] for row in found.rows])
    fields = {"view": view.key} if view else {"q": question.text}
    asked_query = urlencode({**fields, "sort": sort})
    return {
        "view": view,
        "view_key": view_key,
        "question": question,
        "page": found,
        "lines": lines.drawn(found.rows, asked_query, may_change, columns),
        "columns": [(one.label, one.sort, one.has_chips) for one in columns],
        "has_chips": any(one.has_chips for one in columns),
        "sort": sort,
        "cursor": cursor,
        "total": listing.counted(actor, question) if total is None else total,
        "address": address,
        "asked": fields,
        "asked_query": asked_query,
        "link": lambda **more: f"{address}?{urlencode({**fields, **{k: v for k, v in more.items() if v}})}",
        "may_change": may_change,
        "may_go_elsewhere": actor.may("tickets.move", desk.pk) and _is_there_another(actor, desk),
        "may_create": actor.may("tickets.create", desk.pk),
        "lists": _lists(desk),
    }
