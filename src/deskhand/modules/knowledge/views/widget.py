"""The widget that other sites embed: its script, and the pages in its frame. All of them work without script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.actors import stranger
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import NotFound, TooMany
from deskhand.modules.knowledge import access, shown, widget
from deskhand.modules.knowledge.actions import reading
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.finding import Found, find
from deskhand.modules.knowledge.models import Place, Translation
from deskhand.modules.knowledge.models.use import WORDS_LIMIT
from deskhand.modules.knowledge.views.help_frame import language_of
from deskhand.modules.knowledge.views.widget_frame import inside, tail, widget_page
from deskhand.modules.knowledge.widget import Site
from deskhand.portal.known import confirm, troubles
from deskhand.web import limits
from deskhand.web.gates import gate

FOUND_LIMIT = 10
"""Articles that the widget's search shows."""

SCRIPT_KEPT = "public, max-age=3600"
"""How long browsers keep the script. Its address never means another one."""


@gate("public", sample="desk")
@require_safe
def script(request: HttpRequest, desk: str, version: int) -> HttpResponse:
    """The script, for the sites of the desk's list: to others browsers do not hand it."""
    site, content = widget.site_of(desk), widget.script(str(version))
    if site is None or content is None or not widget.may_script(request, site):
        raise NotFound
    request.COOKIES.clear()
    answer = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    if "Origin" in request.headers:
        answer.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    answer.headers["Vary"] = "Origin"
    answer.headers["Cache-Control"] = SCRIPT_KEPT
    # Without `crossorigin` a browser does not say which site asks: then no other site gets it.
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    request.session.accessed = False
    return answer


@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def home(request: HttpRequest, site: Site) -> HttpResponse:
    """The search and what the desk puts first, or what was found. A search is sent to have its words noted."""
    if not site.has_articles:
        return redirect(address(request, site, "widget_contact"))
    question = " ".join((request.POST or request.GET).get("q", "").split())[:WORDS_LIMIT]
    language = language_of(request)
    if request.method == "POST":
        return _noted(request, site, question, language)
    found = [one.translation for one in _found(site, question, language)] if question else _first(site, language)
    known = troubles(_stranger(), site.desk, question)
    context = {"question": question, "found": found, "known": known}
    return widget_page(request, site, "knowledge/widget_home.html", context)


@gate("public", sample="desk")
@require_safe
@inside
def article(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    """An article that everybody may read."""
    chosen = _read(request, site, pk)
    context = {
        "article": chosen.article,
        "chosen": chosen,
        "parts": shown.parts(chosen.published),
        "question": request.GET.get("q", "")[:WORDS_LIMIT],
        "whole_url": shown.address(chosen, site.desk.key) + f"?language={chosen.language}",
    }
    return widget_page(request, site, "knowledge/widget_article.html", context)


@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def answer(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    """Whether it helped. If it did, that was it, and it is counted; if not, the form is next."""
    if request.method != "POST":
        return redirect(address(request, site, "widget_article", pk))
    limits.consume(request, "article_answer")
    chosen, has_helped = _read(request, site, pk), request.POST.get("helped") == "yes"
    reading.judge(actor=_stranger(), translation=chosen, has_helped=has_helped, is_spared=has_helped)
    if not has_helped:
        return redirect(address(request, site, "widget_contact", subject=request.POST.get("q", "")[:WORDS_LIMIT]))
    reading.spare(actor=_stranger(), article=chosen.article, place=Place.WIDGET)
    return redirect(address(request, site, "widget_solved"))


@gate("public", sample="desk")
@require_safe
@inside
def solved(request: HttpRequest, site: Site) -> HttpResponse:
    """What somebody reads whom an article helped."""
    return widget_page(request, site, "knowledge/widget_solved.html", {"is_known": request.GET.get("known") == "1"})


@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@inside
def known(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    """A known outage is what somebody wanted to write about: nothing is sent, and it is counted."""
    if request.method != "POST":
        return redirect(address(request, site, "widget"))
    limits.consume(request, "announcement_affected")
    if not confirm(_stranger(), site.desk, pk):
        raise NotFound
    return redirect(address(request, site, "widget_solved", known="1"))


def address(request: HttpRequest, site: Site, name: str, *more: Any, **query: str) -> str:
    """A page of the widget, in the language and theme that the site asked for."""
    asked = "&".join(one for one in (urlencode({k: v for k, v in query.items() if v}), tail(request)) if one)
    return reverse(f"knowledge:{name}", args=[site.desk.key, *more]) + (f"?{asked}" if asked else "")


def note_asked(request: HttpRequest, site: Site, question: str, language: str, found: int) -> None:
    """Keep the words of a question. Whoever asks too often is not noted any more, and finds all the same."""
    try:
        limits.consume(request, "article_search")
    except TooMany:
        return
    note_search(desk=site.desk, question=question, language=language, place=Place.WIDGET, found=found)


def _noted(request: HttpRequest, site: Site, question: str, language: str) -> HttpResponse:
    if question:
        note_asked(request, site, question, language, len(_found(site, question, language)))
    return redirect(address(request, site, "widget", q=question))


def _found(site: Site, question: str, language: str) -> list[Found]:
    desks = [site.desk.pk]
    return find(_stranger(), question, language=language, desk_ids=desks, is_outward=True, limit=FOUND_LIMIT)


def _first(site: Site, language: str) -> list[Translation]:
    """What the desk puts first, else what was used most."""
    readable = shown.readable(_stranger(), site.desk)
    chosen = readable.filter(is_featured=True)[: shown.USEFUL] or readable.order_by("-uses", "pk")[: shown.USEFUL]
    order = [one.pk for one in chosen]
    spoken = shown.in_language(order, language)
    return [spoken[pk] for pk in order if pk in spoken]


def _read(request: HttpRequest, site: Site, pk: int) -> Translation:
    found = access.outward_article_for(_stranger(), pk)
    if found.desk_id != site.desk.pk:
        raise NotFound
    return shown.spoken(found, language_of(request))[0]


def _stranger() -> Actor:
    return stranger(Channel.FORM)
