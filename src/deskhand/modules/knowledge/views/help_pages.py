"""The help center: its first page, categories, and articles."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import access, homes, playing, shown, structured, tongues
from deskhand.modules.knowledge.actions.files import PLAYED
from deskhand.modules.knowledge.actions.reading import follows
from deskhand.modules.knowledge.models import Article, ArticleFile, FormerSlug, Shelf, Translation
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.views import help_search
from deskhand.modules.knowledge.views.help_brand import own_home
from deskhand.modules.knowledge.views.help_frame import for_readers, help_page, language_of, own_forms
from deskhand.portal import queries
from deskhand.portal.pages import actor_of, page
from deskhand.tickets.access import may_open_on
from deskhand.tickets.links import absolute
from deskhand.tickets.views.files import closed, sent
from deskhand.web import links
from deskhand.web.gates import gate

FILES_KEPT = "private, max-age=600"
"""How long a browser keeps a file of an article."""


@own_forms
@gate("public")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The help centers that whoever looks may read, and a search over all of them; with one there is nothing to
    choose."""
    on = set(switches.desks_with(MODULE))
    desks = [one for one in queries.open_desks(actor_of(request)) if one.pk in on]
    if request.method == "POST":
        return help_search.noted(request, desks, reverse("knowledge:help"))
    if question := help_search.asked(request):
        return page(request, "knowledge/help_found.html", help_search.context(request, desks, question), current="help")
    if len(desks) == 1:
        return redirect("knowledge:help_home", desks[0].key)
    return page(request, "knowledge/help_index.html", {"desks": desks}, current="help")


@gate("public")
@require_safe
def suggest_all(request: HttpRequest) -> HttpResponse:
    """What the search over all help centers suggests while somebody types."""
    on = set(switches.desks_with(MODULE))
    return help_search.suggested(request, [one for one in queries.open_desks(actor_of(request)) if one.pk in on])


@gate("public", sample="desk")
@require_safe
@for_readers
def suggest(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The same for one desk."""
    return help_search.suggested(request, [desk])


@own_forms
@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the desk puts first, what helped most, and its categories; or what was found for a question."""
    actor, language = actor_of(request), language_of(request)
    here = reverse("knowledge:help_home", args=[desk.key])
    if homes.is_below(request) and (own := homes.here(request, desk)):
        return redirect(_to_brand(request, homes.address(own, desk)))
    if request.method == "POST":
        return help_search.noted(request, [desk], here)
    if question := help_search.asked(request):
        found = help_search.context(request, [desk], question)
        return help_page(request, desk, "knowledge/help_found.html", found | {"is_indexed": False})
    if own := homes.here(request, desk):
        return own_home(request, desk, own, here)
    context = {
        "featured": shown.featured(actor, desk, language),
        "useful": shown.most_useful(actor, desk, language),
        "branches": shown.branches(actor, desk, language),
        "loose": shown.lines(shown.loose(actor, desk)[: shown.PAGE], desk, language),
        "canonical": absolute(here),
        "may_write": queries.may_try(actor, desk),
        "alternates": [(code, f"{absolute(here)}?language={code}") for code, _label in tongues.offered(desk.pk)],
    }
    return help_page(request, desk, "knowledge/help_home.html", context)


@gate("public", sample="desk")
@require_safe
@for_readers
def shelf(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """A category: its sections, and its articles in the desk's order. A former address leads on."""
    actor, language = actor_of(request), language_of(request)
    row = Shelf.objects.within(desk).filter(slug=slug).first()
    found = shown.branch_of(shown.branches(actor, desk, language), row.pk) if row else None
    if found is None:
        return _led_on(request, desk, slug)
    branch, above = found
    page_number = _page_number(request)
    begin = (page_number - 1) * shown.PAGE
    articles = list(shown.readable(actor, desk).filter(shelf_id=branch.shelf.pk)[begin : begin + shown.PAGE + 1])
    context = {
        "branch": branch,
        "above": above,
        "lines": shown.lines(articles[: shown.PAGE], desk, language),
        "newer_url": f"{branch.url}?page={page_number - 1}" if page_number > 1 else "",
        "older_url": f"{branch.url}?page={page_number + 1}" if len(articles) > shown.PAGE else "",
        "canonical": absolute(branch.url),
        "alternates": [],
    }
    return help_page(request, desk, "knowledge/help_shelf.html", context)


@gate("public", sample="desk")
@require_safe
@for_readers
def article(request: HttpRequest, desk: Desk, pk: int, slug: str) -> HttpResponse:
    """An article in the reader's language. Another title in the address leads to the right one."""
    actor, language = actor_of(request), language_of(request)
    try:
        found = access.outward_article_for(actor, pk)
    except NotFound:
        return _not_here(request, desk, actor, pk)
    if found.desk_id != desk.pk:
        return _not_here(request, desk, actor, pk)
    chosen, all_languages = shown.spoken(found, language)
    if slug not in {one.slug for one in all_languages}:
        asked = request.GET.urlencode()
        return HttpResponsePermanentRedirect(shown.address(chosen, desk.key) + (f"?{asked}" if asked else ""))
    context = article_context(actor, found, chosen, all_languages, language)
    context["parts"] = homes.kept_in(request, context["parts"])
    context |= {"said": request.GET.get("said", ""), "error": "", "text": "", "follows": follows(actor, found)}
    context["offer"] = request.GET.get("offer", "") == "1"
    context["was_found"] = actor.person_id is not None and (context["offer"] or request.GET.get("found") == "1")
    return help_page(request, desk, "knowledge/help_article.html", context)


def article_context(
    actor: Actor, found: Article, chosen: Translation, all_languages: list[Translation], language: str
) -> dict[str, Any]:
    """All that the page of an article shows, for whoever reads it."""
    desk = found.desk
    parts = shown.parts(chosen.published)
    canonical = absolute(address_in(chosen, desk.key, found.language))
    spoken_here = shown.branch_of(shown.branches(actor, desk, language), found.shelf_id or 0)
    above = [*spoken_here[1], spoken_here[0]] if spoken_here else []
    names, listed = dict(settings.LANGUAGES), dict(tongues.offered(desk.pk))
    return {
        "article": found,
        "chosen": chosen,
        "parts": parts,
        "contents": shown.contents(parts),
        "files": found.files.filter(is_inline=False, removed_at=None).select_related("blob"),
        "related": shown.related(actor, found, language),
        "above": above,
        "is_other_language": chosen.language != language,
        "spoken_name": names.get(chosen.language, chosen.language),
        "others": [
            (one.language, names.get(one.language, one.language), address_in(one, desk.key, ""))
            for one in all_languages
            if one.pk != chosen.pk and one.language in listed
        ],
        "canonical": canonical,
        "alternates": [
            (one.language, absolute(address_in(one, desk.key, found.language)))
            for one in all_languages
            if one.language in (*listed, chosen.language)
        ],
        "may_write": queries.may_try(actor, desk),
        "structured": structured.of_article(desk, chosen, canonical, above),
    }


def address_in(one: Translation, desk_key: str, first_language: str) -> str:
    """The address of an article in one language; that of its first one needs no word for it."""
    plain = shown.address(one, desk_key)
    return plain if one.language == first_language else f"{plain}?language={one.language}"


@gate("public")
@require_safe
def file(request: HttpRequest, key: str, filename: str) -> HttpResponseBase:
    """A file of an article, for whoever may read that."""
    actor = actor_of(request)
    found = ArticleFile.objects.beyond_walls("its article is read through the walls below").filter(key=key).first()
    if found is None or found.removed_at is not None or not _may_read(actor, found.article_id):
        raise NotFound
    answer = closed(playing.played(request, found)) if found.content_type in PLAYED else sent(found)
    answer.headers["Cache-Control"] = FILES_KEPT
    return answer


def _may_read(actor: Actor, article_id: int) -> bool:
    outward = Article.objects.outward_to(actor, clock.now()).filter(pk=article_id)
    return bool(outward.exists() or Article.objects.served_by(actor).filter(pk=article_id).exists())


def _to_brand(request: HttpRequest, address: str) -> str:
    """A brand's home, with what is asked for there."""
    asked = request.GET.copy()
    asked.pop(homes.BELOW)
    return f"{address}?{asked.urlencode()}" if asked else address


def _led_on(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """To the present address of a category that was renamed, if whoever asks may see it."""
    former = FormerSlug.objects.within(desk).filter(slug=slug).select_related("shelf").first()
    if former is None or not _is_seen(request, desk, former):
        raise NotFound
    address = reverse("knowledge:help_shelf", args=[desk.key, former.shelf.slug])
    return HttpResponsePermanentRedirect(links.carried(request, address))


def _is_seen(request: HttpRequest, desk: Desk, former: FormerSlug) -> bool:
    tops = shown.branches(actor_of(request), desk, "en")
    return shown.branch_of(tops, former.shelf_id) is not None


def _not_here(request: HttpRequest, desk: Desk, actor: Actor, pk: int) -> HttpResponse:
    """An archived article leads on to what replaced it, if the reader may read that. Whether there is an article that
    they may not read is not told."""
    is_requester = actor.person_id is not None and may_open_on(actor, desk)
    open_to = ["public", "requesters"] if is_requester else ["public"]
    archived = Article.objects.within(desk).filter(pk=pk, confidence="archived", audience__in=open_to)
    archived = archived.filter(translations__first_published_at__isnull=False).distinct()
    for one in archived.exclude(replaced_by=None):
        follower = shown.readable(actor, desk).filter(pk=one.replaced_by_id).first()
        if follower is not None:
            chosen, _others = shown.spoken(follower, language_of(request))
            return redirect(links.carried(request, shown.address(chosen, desk.key)))
    context = {"is_archived": archived.exists(), "here": request.path}
    return help_page(request, desk, "knowledge/help_gone.html", context, status=404)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and 0 < len(asked) <= 4 and int(asked) > 0 else 1
