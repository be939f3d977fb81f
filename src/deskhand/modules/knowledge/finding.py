"""Finding articles for somebody: the audience is decided first, then words and meaning are ranked, then each article
stands once, in the reader's language where it has one. Where meaning is not there, words alone serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.query.clause import AnyOf, Phrase, can_be_prefix
from deskhand.kernel.words import phrases
from deskhand.modules.knowledge.indexing import KIND
from deskhand.modules.knowledge.models import Translation
from deskhand.search import index
from deskhand.search.parts import Audience
from deskhand.search.semantic import embedding, hybrid

QUESTION_LIMIT = 400
"""Characters of a question that are read."""

WORDS_LIMIT = 24
"""Words of a question that are looked for, the first ones."""

SPARE = 4
"""How many times as many documents are ranked as are asked for: an article in several languages has several."""

FEW_WORDS = 3
"""So many words are looked for like in any search box; more are read as a sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article that answers, in the language in which it is offered."""

    translation: Translation

    @property
    def article_id(self) -> int:
        return self.translation.article_id


def find(
    actor: Actor,
    question: str,
    *,
    language: str,
    desk_ids: Sequence[int] | None = None,
    is_outward: bool = False,
    limit: int = 10,
) -> list[Found]:
    """Articles that answer the question best, best first. ``desk_ids`` narrows to some desks. ``is_outward``: only what
    the actor may read without working for the desk (the portal); else also what their roles let them read."""
    readable = translations_for(actor, is_outward, desk_ids)
    desk_of = dict(readable.order_by().values_list("pk", "article__desk_id"))
    audience = Audience(public_desks=frozenset(desk_of.values()))
    ids = _ranked(question[:QUESTION_LIMIT], audience, frozenset(desk_of), limit * SPARE)
    return offered(ids, readable, language, limit)


def clause_of(question: str) -> AnyOf | None:
    """Any of the question's words; None for a question without words."""
    found = phrases(question[:QUESTION_LIMIT])[:WORDS_LIMIT]
    clauses = [Phrase(one, is_prefix=can_be_prefix(one)) for one in found]
    return AnyOf(tuple(clauses)) if clauses else None


def _ranked(question: str, audience: Audience, within: frozenset[int], limit: int) -> list[int]:
    """Ids of translations. With meaning, a sentence finds what answers it, or nothing; a few words find what has any
    of them, too, behind that, as they do without meaning."""
    clause = clause_of(question)
    if clause is None:
        return []
    if not embedding.is_available():
        return index.find(KIND, clause, audience, within=within, limit=limit)
    found = [one.object_id for one in hybrid.ranked(KIND, question, audience, within=within, limit=limit)]
    if len(clause.clauses) > FEW_WORDS:
        return found
    return list(dict.fromkeys([*found, *index.find(KIND, clause, audience, within=within, limit=limit)]))[:limit]


def offered(ids: Sequence[int], readable: Any, language: str, limit: int) -> list[Found]:
    """The articles of these translations in their order, each once, in the reader's language where it is published in
    it, else in the one that was found."""
    hits = {one.pk: one for one in readable.filter(pk__in=ids).select_related("article__desk")}
    articles = list(dict.fromkeys(hits[pk].article_id for pk in ids if pk in hits))[:limit]
    others = readable.filter(article_id__in=articles, language=language.partition("-")[0])
    own = {one.article_id: one for one in others.select_related("article__desk")}
    first = {hits[pk].article_id: hits[pk] for pk in reversed(ids) if pk in hits}
    return [Found(own.get(pk) or first[pk]) for pk in articles]


def translations_for(actor: Actor, is_outward: bool, desk_ids: Sequence[int] | None) -> Any:
    """What the actor may find: published translations, archived ones left out; see :func:`find`."""
    at = clock.now()
    found = Translation.objects.outward_to(actor, at) if is_outward else Translation.objects.readable_by(actor, at)
    if not is_outward:
        found = found.exclude(article__confidence="archived")
    return found if desk_ids is None else found.filter(article__desk_id__in=list(desk_ids))
