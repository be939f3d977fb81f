"""Texts of the catalog in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from deskhand.kernel.words import words


def language() -> str:
    """The reader's language, without its country."""
    return (translation.get_language() or "en").partition("-")[0]


def said(row: Any, name: str, code: str = "") -> str:
    """A text of an item, a category or a service in that language; without one, as it was written first."""
    own = (row.words or {}).get(code or language()) or {}
    return str(own.get(name) or getattr(row, name, "") or "")


def folded(title: str, summary: str, description: str, texts: dict[str, Any]) -> str:
    """The words by which an item is found, in every language, each between spaces."""
    others = " ".join(text for one in texts.values() for text in one.values() if isinstance(text, str))
    found = dict.fromkeys(words(" ".join([title, summary, description, others])))
    return f" {' '.join(found)} "
