"""The words of an article as programs send them."""

from __future__ import annotations

from deskhand.modules.knowledge import markdown
from deskhand.modules.knowledge.api.article_inputs import ArticleText
from deskhand.modules.knowledge.words import PARTS, Words


def said_in(text: ArticleText) -> Words:
    """What was sent, as HTML; the action cleans it."""
    write = markdown.html_from if text.format == "markdown" else str
    return Words(title=text.title, summary=text.summary, **{part: write(getattr(text, part)) for part in PARTS})
