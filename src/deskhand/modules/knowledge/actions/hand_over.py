"""Giving an article to the requester of a ticket: its link or its words go into an answer, which counts as use."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.modules.knowledge import access, handed, suggesting
from deskhand.modules.knowledge.actions.use import use_article
from deskhand.modules.knowledge.models import Article, Translation, Version
from deskhand.modules.knowledge.models.use import How
from deskhand.tickets.models import Ticket

HANDED = (How.LINKED, How.INSERTED)
"""Ways of use that put something into an answer."""


class NotForRequester(Conflict):
    """The ticket's requester may not read the article: whoever hands it over must say that they mean it."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What goes into the answer, as HTML."""

    html: str
    title: str
    is_counted: bool


@transaction.atomic
def hand_over(*, actor: Actor, article: Article, ticket: Ticket, how: str, is_sure: bool = False) -> Handed:
    """Count the article as used and give what goes into an answer: a link, or what helps, in the requester's language.
    Raises :class:`NotForRequester`, and counts nothing, where the requester may not read it, unless ``is_sure``."""
    if how not in HANDED:
        raise Invalid(_("Choose what goes into the answer."), {"how": _("Choose “linked” or “inserted”.")})
    translation = access.translation_of(article, suggesting.language_of(ticket))
    if translation is None or translation.published is None or ticket.desk_id != article.desk_id:
        raise NotFound
    is_theirs = article.pk in suggesting.for_requester(ticket, [article.pk])
    if not is_theirs and not is_sure:
        raise NotForRequester(_("The requester may not read this article. Say that you mean it."))
    is_counted = use_article(actor=actor, article=article, ticket=ticket, how=how)
    link = handed.linked(translation.title, suggesting.address_for(ticket, translation, is_for_requester=is_theirs))
    html = link if how == How.LINKED else _words(translation, translation.published, link if is_theirs else "")
    return Handed(html, translation.title, is_counted)


def _words(translation: Translation, version: Version, link: str) -> str:
    """What helps; where pictures stay behind, a link to them in the article's language."""
    html, is_cut = handed.for_answer(version.resolution or version.issue, settings.DESKHAND.base_url)
    if not is_cut or not link:
        return html
    with override(translation.language):
        return f"{html}<p>{_('With pictures:')} {link}</p>"
