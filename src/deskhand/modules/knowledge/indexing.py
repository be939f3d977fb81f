"""Keeping published articles in the word index: one document for each published translation."""

from __future__ import annotations

from deskhand.kernel.events import Fact
from deskhand.kernel.reactions import together
from deskhand.modules.knowledge import words
from deskhand.modules.knowledge.events import (
    ArticleDeleted,
    ArticleGoverned,
    ArticlePublished,
    ArticleWithdrawn,
)
from deskhand.modules.knowledge.models import Article, Translation
from deskhand.search import index
from deskhand.search.parts import Parts

KIND = "article"
"""The kind of its documents in the index; their object is the translation's id."""


@together(ArticlePublished, ArticleWithdrawn, ArticleGoverned)
def index_article(event: Fact) -> None:
    """What readers find is what is published."""
    found = Article.objects.beyond_walls("the index serves all desks").filter(pk=event.subject_id).first()
    if found is not None:
        put(found)


@together(ArticleDeleted)
def forget_article(event: ArticleDeleted) -> None:
    """A deleted article is not found any more."""
    translations = Translation.objects.beyond_walls("the index serves all desks").filter(article_id=event.article)
    index.remove(KIND, *translations.values_list("pk", flat=True))


def put(article: Article) -> None:
    """Bring the article's words up to date: those of its published versions; others are forgotten."""
    for one in article.translations.select_related("published"):
        if one.published is None:
            index.remove(KIND, one.pk)
            continue
        said = words.of(one.published)
        texts = [said.summary, article.keywords, *said.texts()]
        index.put(KIND, one.pk, article.desk_id, Parts(said.title, [text for text in texts if text]))
