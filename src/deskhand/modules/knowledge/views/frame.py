"""What the workspace's pages of articles share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import access
from deskhand.modules.knowledge.models import Article, Translation
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.context import actor_of, desk_of, workspace


def here(request: HttpRequest, desk: str, pk: int) -> Article:
    """The article of the address, on the desk of the address, as one of the desk's own people. Raises NotFound."""
    article = access.article_for(actor_of(request), pk)
    if article.desk_id != desk_of(request, desk).pk:
        raise NotFound
    return article


def spoken(article: Article, language: str) -> Translation:
    """The article in exactly that language. Raises NotFound."""
    found: Translation | None = (
        article.translations.filter(language=language).select_related("article__desk", "published").first()
    )
    if found is None:
        raise NotFound
    return found


def page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """A page of the section."""
    frame = workspace(request, section=MODULE, desk=desk)
    may_write = actor_of(request).may("knowledge.write", desk.pk)
    return render(request, template, {**frame, "may_write": may_write, **given}, status=status)
