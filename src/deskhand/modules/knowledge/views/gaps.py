"""What is to be written, and what is to be mended."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.modules.knowledge import gaps
from deskhand.modules.knowledge.actions import gaps as actions
from deskhand.modules.knowledge.actions import use
from deskhand.modules.knowledge.models import Article, Flag, Gap
from deskhand.modules.knowledge.models.article import TITLE_LIMIT
from deskhand.modules.knowledge.models.use import WORDS_LIMIT
from deskhand.modules.knowledge.views.frame import page, section_tabs
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate

_READS = gate("desk:knowledge.read", sample="desk")
_WRITES = gate("desk:knowledge.write", sample="desk")


@_READS
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Searches that found nothing."""
    here = desk_of(request, desk)
    rows = [(one, _new(here, one.words, Gap.Kind.SEARCH, one.key)) for one in gaps.searches(here)]
    return _page(request, here, "search", rows=rows, limit=gaps.SEARCHES_SHOWN)


@_READS
@require_safe
def tickets(request: HttpRequest, desk: str) -> HttpResponse:
    """Tickets that ask the same, of which none has an article."""
    here = desk_of(request, desk)
    found = gaps.clusters_of(actor_of(request), here)
    rows = [(one, _new(here, one.title, Gap.Kind.TICKETS, one.key)) for one in found]
    return _page(request, here, "tickets", rows=rows, limit=gaps.CLUSTERS_SHOWN, read=gaps.TICKETS_READ)


@_READS
@require_safe
def decided(request: HttpRequest, desk: str) -> HttpResponse:
    """What is put away, written, or answered by now."""
    here = desk_of(request, desk)
    return _page(request, here, "decided", rows=gaps.decided(actor_of(request), here), limit=gaps.DECIDED_SHOWN)


@_WRITES
@require_POST
def put_away(request: HttpRequest, desk: str) -> HttpResponse:
    """Nothing is to be written about it (``kind``, ``key``), because (``reason``)."""
    here, kind = desk_of(request, desk), request.POST.get("kind", "")
    actor, key = actor_of(request), request.POST.get("key", "")
    said = {"kind": kind, "key": key, "reason": request.POST.get("reason", "")}
    try:
        known = gaps.tickets_of(actor, here, kind, key)
        row = actions.put_away(actor=actor, desk=here, **said, tickets=known)
    except (Invalid, Conflict) as refusal:
        messages.error(request, " ".join([str(refusal), *getattr(refusal, "fields", {}).values()]))
    else:
        undo = reverse("knowledge:gap_take_out", args=[desk, row.pk])
        messages.success(request, _("It is put away."), extra_tags=f"undo:{undo}")
    return redirect("knowledge:gaps_tickets" if kind == Gap.Kind.TICKETS else "knowledge:gaps", desk)


@_WRITES
@require_POST
def take_out(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It is to be written after all."""
    row = gaps.decided_one(actor_of(request), desk_of(request, desk), pk)
    actions.take_out(actor=actor_of(request), gap=row)
    messages.success(request, _("It stands among what is to be written again."))
    return redirect("knowledge:gaps_tickets" if row.kind == Gap.Kind.TICKETS else "knowledge:gaps", desk)


@_READS
@require_safe
def mending(request: HttpRequest, desk: str) -> HttpResponse:
    """What is to be mended, in one's own articles first."""
    actor, here = actor_of(request), desk_of(request, desk)
    given: dict[str, Any] = {"rows": gaps.to_mend(actor, here), "limit": gaps.FLAGS_SHOWN, "person": actor.person_id}
    groups = groupby(given["rows"], key=lambda one: one.article_id)
    given |= {"groups": [(ones[0].article, ones) for _pk, found in groups if (ones := list(found))]}
    given |= {"titles": gaps.titles([one.article_id for one in given["rows"]], here)}
    return page(request, "knowledge/mending.html", here, tabs=section_tabs(actor, here, "mending"), **given)


@_WRITES
@require_POST
def mended(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It is mended, or needs no mending."""
    row = _flag(request, desk, pk)
    use.close_flag(actor=actor_of(request), flag=row)
    undo = reverse("knowledge:mending_reopen", args=[desk, pk])
    messages.success(request, _("Done."), extra_tags=f"undo:{undo}")
    return redirect("knowledge:mending", desk)


@_WRITES
@require_POST
def reopen(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It is not mended after all."""
    actions.reopen_flag(actor=actor_of(request), flag=_flag(request, desk, pk))
    messages.success(request, _("It stands among what is to be mended again."))
    return redirect("knowledge:mending", desk)


def begun(request: HttpRequest, here: Desk, made: Article) -> None:
    """The article was begun for a gap that the address names: that one is written."""
    kind, key = request.GET.get("gap", ""), request.GET.get("key", "")
    if kind in Gap.Kind and 0 < len(key) <= WORDS_LIMIT:
        actor = actor_of(request)
        known = gaps.tickets_of(actor, here, kind, key)
        actions.close_gap(actor=actor, desk=here, kind=kind, key=key, article=made, tickets=known)


def _flag(request: HttpRequest, desk: str, pk: int) -> Flag:
    here = desk_of(request, desk)
    readable = Article.objects.served_by(actor_of(request)).filter(desk=here)
    row: Flag | None = Flag.objects.within(here).filter(pk=pk, article__in=readable.values("pk")).first()
    if row is None:
        raise NotFound
    return row


def _new(here: Desk, words: str, kind: str, key: str) -> str:
    """Where an article about it is begun."""
    asked = urlencode({"title": words[:TITLE_LIMIT], "gap": kind, "key": key})
    return f"{reverse('knowledge:new', args=[here.key])}?{asked}"


def _page(request: HttpRequest, here: Desk, kind: str, **given: Any) -> HttpResponse:
    names = [
        ("search", "gaps", _("Searches without result")),
        ("tickets", "gaps_tickets", _("Tickets without article")),
        ("decided", "gaps_decided", _("Done and put away")),
    ]
    segments = [
        {"label": label, "url": reverse(f"knowledge:{name}", args=[here.key]), "is_current": code == kind}
        for code, name, label in names
    ]
    tabs = section_tabs(actor_of(request), here, "gaps")
    given |= {"kind": kind, "segments": segments, "tabs": tabs, "days": gaps.LOOKS_BACK.days}
    return page(request, "knowledge/gaps.html", here, **given)
