"""The rich text of articles, made safe before anything else sees it."""

from __future__ import annotations

from deskhand.mail.clean import clean_composed, text_from_html

PART_LIMIT = 400_000
"""Longest part of an article in characters of HTML."""


def cleaned(html: str) -> str:
    """HTML of unknown good will from the editor, the API or an import as what may stand on our pages."""
    return clean_composed(html)


def text_of(html: str) -> str:
    """Its plain twin, for the index, mails and differences."""
    return text_from_html(html)
