"""The help center's one search: over articles, and over one's own requests. A form is sent to have its words noted, and
leads to the page of what was found; that page itself writes nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import TooMany
from deskhand.modules.knowledge import answering
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.actions.inferring import drop_openings
from deskhand.modules.knowledge.finding import Found, find
from deskhand.modules.knowledge.models import Place
from deskhand.modules.knowledge.models.use import WORDS_LIMIT
from deskhand.modules.knowledge.views.help_frame import language_of
from deskhand.portal import queries, searching
from deskhand.portal.pages import actor_of
from deskhand.web import limits

FOUND_LIMIT = 30
"""Articles that are counted when a search is noted."""


LEAST = 2
"""Characters from which on something is suggested."""


def asked(request: HttpRequest) -> str:
    """What is looked for; empty for nothing."""
    return " ".join(request.GET.get("q", "").split())[:WORDS_LIMIT]


def noted(request: HttpRequest, desks: list[Desk], here: str) -> HttpResponse:
    """Note what is looked for on each of the desks, and lead to what is found. Whoever searches too often is not noted
    any more, and finds all the same."""
    question = " ".join(request.POST.get("q", "").split())[:WORDS_LIMIT]
    if not question:
        return redirect(here)
    actor, language = actor_of(request), language_of(request)
    drop_openings(actor=actor, desk_ids=[one.pk for one in desks])
    found = Counter(one.translation.article.desk_id for one in _found(actor, desks, question, language))
    try:
        limits.consume(request, "article_search")
    except TooMany:
        return redirect(f"{here}?{urlencode({'q': question})}")
    for desk in desks:
        note_search(desk=desk, question=question, language=language, place=Place.PORTAL, found=found.get(desk.pk, 0))
    return redirect(f"{here}?{urlencode({'q': question})}")


def context(request: HttpRequest, desks: list[Desk], question: str) -> dict[str, Any]:
    """What was found: articles, and one's own requests where somebody is signed in."""
    actor, language = actor_of(request), language_of(request)
    groups = searching.groups(request, desks, question)
    is_part = bool(request.GET.get("in"))
    one = desks[0] if len(desks) == 1 else None
    return {
        "question": question,
        "groups": groups,
        "has_articles": any(group.code == "articles" for group in groups),
        "answers": [] if is_part else _answers(actor, desks, question, language),
        "desks": desks,
        "here": reverse("knowledge:help_home", args=[one.key]) if one else reverse("knowledge:help"),
        "new_url": reverse("portal:write", args=[one.key]) if one else reverse("portal:new"),
        "may_write": queries.may_try(actor, one) if one else bool(desks),
        "suggest_url": suggest_url(desks),
        "alternates": [],
        "canonical": "",
    }


def suggest_url(desks: list[Desk]) -> str:
    """Where the search field asks for suggestions."""
    return reverse("knowledge:suggest", args=[desks[0].key]) if len(desks) == 1 else reverse("knowledge:suggest_all")


def suggested(request: HttpRequest, desks: list[Desk]) -> HttpResponse:
    """What is suggested for what was typed so far, as options of a list. Nothing is noted."""
    question = asked(request)
    hits = searching.suggestions(request, desks, question) if len(question) >= LEAST else []
    answer = render(request, "knowledge/_suggestions.html", {"hits": hits})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _found(actor: Actor, desks: list[Desk], question: str, language: str) -> list[Found]:
    ids = [one.pk for one in desks]
    return find(actor, question, language=language, desk_ids=ids, is_outward=True, limit=FOUND_LIMIT) if ids else []


def _answers(actor: Actor, desks: list[Desk], question: str, language: str) -> list[answering.Answer]:
    ids = [one.pk for one in desks]
    return answering.answered(actor, question, language=language, desk_ids=ids, is_outward=True) if ids else []
