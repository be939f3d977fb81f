"""What readers answer to an article: whether it helped, what was missing, and that they follow it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound, TooMany
from deskhand.modules.knowledge import access, shown
from deskhand.modules.knowledge.actions import inferring, reading
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.models import Article, Place, Translation
from deskhand.modules.knowledge.views.help_frame import for_readers, help_page, language_of, own_forms
from deskhand.modules.knowledge.views.help_pages import article_context
from deskhand.portal.pages import actor_of
from deskhand.web import limits, links
from deskhand.web.gates import gate

ID_DIGITS = 15
"""Digits of an article's number that are read."""


@own_forms
@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def judge(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """It helped, or it did not: then what was missing is asked."""
    if request.method != "POST":
        return _to_article(request, desk, pk)
    limits.consume(request, "article_answer")
    actor, translation = _read(request, desk, pk)
    has_helped = request.POST.get("helped") == "yes"
    is_spared = has_helped and request.POST.get("offer") == "1"
    reading.judge(actor=actor, translation=translation, has_helped=has_helped, is_spared=is_spared)
    if is_spared:
        reading.spare(actor=actor, article=translation.article, place=Place.WRITING)
        return redirect(links.carried(request, reverse("knowledge:help_solved", args=[desk.key])))
    return _back(request, desk, translation, "yes" if has_helped else "no")


@own_forms
@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def missing(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """What was missing, for whoever looks after the article."""
    if request.method != "POST":
        return _to_article(request, desk, pk)
    limits.consume(request, "article_answer")
    actor, translation = _read(request, desk, pk)
    text = request.POST.get("text", "")
    try:
        reading.tell_what_was_missing(actor=actor, translation=translation, text=text)
    except Invalid as refused:
        return _again(request, actor, translation, text, refused)
    return _back(request, desk, translation, "missing")


@gate("signed_in", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def follow(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Hear of new versions by mail, or no more."""
    if request.method != "POST":
        return _to_article(request, desk, pk)
    actor, translation = _read(request, desk, pk)
    verb = reading.unfollow if request.POST.get("follow") == "no" else reading.follow
    verb(actor=actor, article=translation.article)
    return _back(request, desk, translation, "")


@gate("signed_in", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def opened(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The page of an article that was offered or found says that it was opened: perhaps it spares a request. Whoever
    opens too many is not counted any more, and hears nothing of it."""
    if request.method != "POST":
        return _to_article(request, desk, pk)
    actor, translation = _read(request, desk, pk)
    place = Place.WRITING if request.POST.get("offer") == "1" else Place.PORTAL
    try:
        limits.consume(request, "article_search")
    except TooMany:
        return HttpResponse(status=204)
    inferring.note_opening(actor=actor, article=translation.article, place=place)
    return HttpResponse(status=204)


@own_forms
@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def solved(request: HttpRequest, desk: Desk) -> HttpResponse:
    """An article that was offered while somebody wrote a request solved it: nothing is sent, and it is counted."""
    if request.method != "POST":
        return help_page(request, desk, "knowledge/help_solved.html", {"is_indexed": False})
    limits.consume(request, "article_answer")
    asked = request.POST.get("article", "")
    if not asked.isdecimal() or len(asked) > ID_DIGITS:
        raise NotFound
    actor, translation = _read(request, desk, int(asked))
    reading.spare(actor=actor, article=translation.article, place=Place.WRITING)
    note_search(
        desk=desk,
        question=request.POST.get("subject", ""),
        language=language_of(request),
        place=Place.WRITING,
        found=1,
    )
    return redirect("knowledge:help_solved", desk.key)


def _read(request: HttpRequest, desk: Desk, pk: int) -> tuple[Actor, Translation]:
    actor = actor_of(request)
    found: Article = access.outward_article_for(actor, pk)
    if found.desk_id != desk.pk:
        raise NotFound
    return actor, shown.spoken(found, language_of(request))[0]


def _to_article(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Whoever opens the address of an answer (after signing in, say) comes to the article."""
    _actor, translation = _read(request, desk, pk)
    return _back(request, desk, translation, "")


def _back(request: HttpRequest, desk: Desk, translation: Translation, said: str) -> HttpResponse:
    asked = {"language": request.GET.get("language", ""), "said": said}
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("knowledge:help_article", args=[desk.key, translation.article_id, translation.slug])
    return redirect(links.carried(request, f"{address}{'?' if query else ''}{query}{'#answer' if said else ''}"))


def _again(request: HttpRequest, actor: Actor, chosen: Translation, text: str, refused: Invalid) -> HttpResponse:
    found, language = chosen.article, language_of(request)
    context = article_context(actor, found, *shown.spoken(found, language), language)
    context |= {"said": "no", "error": refused.fields.get("text", str(refused)), "text": text, "offer": False}
    context |= {"follows": reading.follows(actor, found)}
    return help_page(request, found.desk, "knowledge/help_article.html", context, status=422)
