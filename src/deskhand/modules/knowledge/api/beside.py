"""Articles beside a ticket for programs: what may help, and what was used."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.api.bearers import ApiRequest
from deskhand.api.lookups import reader, wrong
from deskhand.api.routing import route
from deskhand.api.schemas import Number, RowId
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import access, from_ticket, suggesting
from deskhand.modules.knowledge.actions import use
from deskhand.modules.knowledge.actions.from_ticket import write_from_ticket
from deskhand.modules.knowledge.actions.hand_over import HANDED, hand_over
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.article_inputs import NewArticle
from deskhand.modules.knowledge.api.article_schemas import WHOLE, WholeArticle
from deskhand.modules.knowledge.api.beside_schemas import (
    ALIKE,
    BEGUN,
    SUGGESTED,
    USE,
    AlikeTickets,
    ArticleHanded,
    ArticleUses,
    BegunArticle,
    NewUse,
    SuggestedArticles,
    TicketWords,
)
from deskhand.modules.knowledge.api.doors import helped_ticket
from deskhand.modules.knowledge.api.reader_schemas import FOUND_USUALLY, FoundLimit
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.api.shelves import named_shelf
from deskhand.modules.knowledge.api.texts import said_in
from deskhand.modules.knowledge.models import Article, Translation, Use
from deskhand.modules.knowledge.similar import SimilarTicket, similar_to
from deskhand.tickets.models import Ticket

HERE: dict[str, Any] = {"gate": "scoped", "sample": "ticket", "refuses": (404,)}
USES: dict[str, Any] = HERE | {"returns": ArticleUses, "example": {"items": [USE]}}


@route(
    router,
    "GET",
    "/tickets/{number}/suggestions",
    **HERE,
    returns=SuggestedArticles,
    example={"items": [SUGGESTED]},
)
def suggest_articles(
    request: ApiRequest, number: Number, q: TicketWords = "", limit: FoundLimit = FOUND_USUALLY
) -> dict[str, Any]:
    """Suggest articles for a ticket.

    Of its desk, by what the ticket says, or by the words of `q`. For those who serve the desk.
    """
    ticket = helped_ticket(request.actor, number)
    names = ("title", "summary", "language", "is_for_requester")
    found = suggesting.suggested(request.actor, ticket, question=q, limit=limit)
    return {"items": [{"id": one.article_id} | {name: getattr(one, name) for name in names} for one in found]}


@route(router, "GET", "/tickets/{number}/similar", **HERE, returns=AlikeTickets, example={"items": [ALIKE]})
def list_similar_tickets(request: ApiRequest, number: Number) -> dict[str, Any]:
    """List solved tickets like this one.

    Of its desk, with the articles that helped there: the most alike first, and none rather than nonsense. Notes are
    not looked at. For those who serve the desk.
    """
    ticket = helped_ticket(request.actor, number)
    language = request.bearer.token.person.language or ticket.desk.language
    return {"items": [_alike(one) for one in similar_to(request.actor, ticket, language=language)]}


@route(router, "GET", "/tickets/{number}/articles", **USES)
def list_ticket_articles(request: ApiRequest, number: Number) -> dict[str, Any]:
    """List the articles that were used for a ticket.

    Those that you read. For those who serve the desk.
    """
    return _uses(request.actor, helped_ticket(request.actor, number))


@route(
    router,
    "POST",
    "/tickets/{number}/articles",
    **HERE,
    returns=ArticleHanded,
    example={"items": [USE], "html": '<a href="https://desk.example/help/it/articles/31-vpn">VPN drops</a>'},
    body_example={"article": 31, "how": "linked"},
)
def use_article_for_ticket(request: ApiRequest, number: Number, wanted: NewUse) -> dict[str, Any]:
    """Count an article as used for a ticket.

    Each article counts once, in the way that was told first. Use is review: its review date moves on. The link or the
    text of an article that the requester may not read answers 409 and counts nothing, until it is sent with
    `is_confirmed`.
    """
    actor, ticket = request.actor, helped_ticket(request.actor, number)
    article, html = _article(actor, ticket, wanted.article), ""
    if wanted.how in HANDED:
        sure = wanted.is_confirmed
        html = hand_over(actor=actor, article=article, ticket=ticket, how=wanted.how, is_sure=sure).html
    else:
        use.use_article(actor=actor, article=article, ticket=ticket, how=wanted.how)
    return _uses(actor, ticket) | {"html": html}


@route(router, "DELETE", "/tickets/{number}/articles/{id}", **HERE, status=204)
def undo_article_use(request: ApiRequest, number: Number, id: RowId) -> None:  # noqa: A002 (its name in the address)
    """Say that an article was not used for a ticket after all."""
    ticket = helped_ticket(request.actor, number)
    use.undo_use(actor=request.actor, article=access.article_for(request.actor, id), ticket=ticket)


@route(router, "GET", "/tickets/{number}/article-draft", **HERE, returns=BegunArticle, example=BEGUN)
def begin_article_from_ticket(request: ApiRequest, number: Number) -> dict[str, Any]:
    """Read what an article begins with that is written from a ticket.

    Its subject, the requester's first words and the last public answer, with personal words masked. Nothing is kept.
    """
    ticket = helped_ticket(request.actor, number)
    reader(request.actor).need_on("knowledge.write", ticket)
    found = from_ticket.begun(ticket)
    names = ("title", "issue", "resolution")
    said = {name: getattr(found.words, name) for name in names}
    return {"language": found.language, **said, "marks": list(found.marks)}


@route(
    router,
    "POST",
    "/tickets/{number}/article-draft",
    **HERE,
    returns=WholeArticle,
    status=201,
    headers=("Location", "ETag"),
    example=WHOLE,
    body_example={"language": "en", "title": "VPN drops", "resolution": "<p>Restart the client.</p>"},
)
def write_article_from_ticket(
    request: ApiRequest, number: Number, new: NewArticle, response: HttpResponse
) -> dict[str, Any]:
    """Begin an article from a ticket.

    A draft on the ticket's desk, which counts as used for the ticket. What is masked is what you send: take the words
    of the `GET`.
    """
    ticket = helped_ticket(request.actor, number)
    shelf = named_shelf(ticket.desk, new.shelf, "shelf")
    language = new.language or from_ticket.begun(ticket).language
    made = write_from_ticket(actor=request.actor, ticket=ticket, language=language, said=said_in(new), shelf=shelf)
    found = shown_articles.one(request.actor, made, "html")
    response.headers["ETag"] = shown_articles.etag(found)
    response.headers["Location"] = reverse("api:get_article", args=[ticket.desk.key, made.pk])
    return found


def _article(actor: Actor, ticket: Ticket, pk: int) -> Article:
    """The article that a body names, of the ticket's desk. Raises Invalid for one that the actor does not read."""
    found: Article | None = Article.objects.served_by(actor).filter(pk=pk, desk_id=ticket.desk_id).first()
    if found is None:
        raise wrong("article", _("There is no article with the number %(number)s.") % {"number": pk})
    return found


def _uses(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    own = Translation.objects.within(ticket.desk_id).filter(
        article_id=OuterRef("article_id"), language=OuterRef("article__language")
    )
    known = Article.objects.served_by(actor).values("pk")
    rows = Use.objects.within(ticket.desk_id).filter(ticket=ticket, article__in=known).select_related("person")
    titled = rows.annotate(title=Subquery(own.values("title")[:1]))
    return {"items": [_shown(row) for row in titled]}


def _shown(row: Any) -> dict[str, Any]:
    return {
        "article": row.article_id,
        "title": row.title or "",
        "how": row.how,
        "person": shown_articles.person(row.person),
        "at": row.at,
    }


def _alike(one: SimilarTicket) -> dict[str, Any]:
    articles = [asdict(each) for each in one.articles]
    names = ("number", "subject", "status", "solved_at")
    return {**{name: getattr(one, name) for name in names}, "category": one.group, "articles": articles}
