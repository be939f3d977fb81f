"""Title and plain text, as people write them."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_LIMIT = 4_000
"""Longest text in characters: it stands on every page of the portal."""


@dataclass(frozen=True)
class Words:
    """Title and plain text in one language."""

    title: str = ""
    text: str = ""


def cleaned(words: Words) -> dict[str, str]:
    """As they are kept: the title in one line, the text without space around it."""
    return {"title": " ".join(words.title.split()), "text": words.text.replace("\r\n", "\n").strip()}
