"""What the workspace's pages of articles share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import access, videos
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


def section_tabs(actor: Actor, desk: Desk, place: str) -> list[dict[str, Any]]:
    """The pages of the section that stand beside the list; ``place`` is the one that one is on."""
    entries = [("list", _("Articles"), True), ("gaps", _("To write"), True), ("mending", _("To mend"), True)]
    entries += [("measures", _("Measures"), actor.may("knowledge.measure", desk.pk))]
    return [
        {"label": label, "url": reverse(f"knowledge:{name}", args=[desk.key]), "is_current": name == place}
        for name, label, is_shown in entries
        if is_shown
    ]


def page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """A page of the section."""
    frame = workspace(request, section=MODULE, desk=desk)
    actor = actor_of(request)
    frame |= {
        "may_write": actor.may("knowledge.write", desk.pk),
        "may_arrange": actor.may("knowledge.arrange", desk.pk),
    }
    return videos.let_play(render(request, template, {**frame, **given}, status=status))
