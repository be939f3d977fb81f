"""Answers with citations: sentences of articles, word for word, each with a link to where it stands. Only of what the
asker may open; where nothing is near enough nothing is said. An answer counts nothing: nobody has said that it helped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from deskhand.kernel.actor import Actor
from deskhand.kernel.words import words
from deskhand.modules.knowledge import finding, meaning, shown
from deskhand.modules.knowledge.models import Translation
from deskhand.search.semantic import embedding
from deskhand.search.semantic.answers import Citation, answers
from deskhand.search.semantic.nearest import Near

SHOWN = 2
"""Articles that an answer quotes at most."""

SENTENCES = 8
"""Sentences that are weighed against each other, before each article stands once."""

WORDS_FROM = 3
"""From how many words on something is a question; less is a search."""

MARKED = 8
"""Words of a quotation that the link's address names, so that browsers show the place."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence that stands word for word in an article, and the address of its place there."""

    article_id: int
    quote: str
    title: str
    language: str
    url: str


def answered(
    actor: Actor,
    question: str,
    *,
    language: str,
    desk_ids: Sequence[int] | None = None,
    is_outward: bool = False,
    limit: int = SHOWN,
) -> list[Answer]:
    """Sentences that answer the question, of different articles, best first; none without the extra, for a few words
    only, and when unsure. Who may be quoted is decided as in :func:`finding.find`."""
    asked = question[: finding.QUESTION_LIMIT]
    if not embedding.is_available() or len(words(asked)) < WORDS_FROM:
        return []
    readable = finding.translations_for(actor, is_outward, desk_ids)
    held: dict[int, Translation] = {}

    def texts_of(near: Sequence[Near]) -> list[str | None]:
        rows = readable.filter(pk__in={one.object_id for one in near}).select_related("article__desk", "published")
        held.update((row.pk, row) for row in rows)
        return [meaning.text_of(held[one.object_id], one.text) if one.object_id in held else None for one in near]

    cited = answers(asked, meaning.ARTICLE, texts_of, within=readable.values("pk"), limit=SENTENCES)
    best = _once(cited, held, language.partition("-")[0])
    return [_answer(one, held[one.object_id], is_outward) for one in best[:limit]]


def _once(cited: Sequence[Citation], held: dict[int, Translation], language: str) -> list[Citation]:
    """The best sentence of each article, in the reader's language where there is one."""
    best: dict[int, Citation] = {}
    for one in cited:
        row = held[one.object_id]
        before = best.get(row.article_id)
        if before is None or (row.language == language != held[before.object_id].language):
            best[row.article_id] = one
    return list(best.values())


def _answer(one: Citation, row: Translation, is_outward: bool) -> Answer:
    desk = row.article.desk.key
    page = shown.address(row, desk) if is_outward else reverse("knowledge:article", args=[desk, row.article_id])
    url = f"{page}?language={row.language}{_place(one, row)}"
    return Answer(row.article_id, one.quote, row.title, row.language, url)


def _place(one: Citation, row: Translation) -> str:
    """The part of the article, and the first words of the sentence in it, for browsers that show them."""
    part = meaning.PARTS[one.text]
    alone = len(shown.parts(row.published)) == 1
    anchor = "" if alone or part == "summary" else part
    return f"#{anchor}:~:text={_said(one.quote)}"


def _said(quoted: str) -> str:
    first: Any = quoted.split()[:MARKED]
    return quote(" ".join(first), safe="").replace("-", "%2D")
