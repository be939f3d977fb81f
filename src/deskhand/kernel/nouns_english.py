"""English nouns instead of others: number, capitals, the possessive, and "a" or "an" before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_AN_ALL_THE_SAME = re.compile(r"(?:hour|honest|heir|honou?r)", re.IGNORECASE)
_A_ALL_THE_SAME = re.compile(r"(?:uni(?![mn])|use|usu|util|eu|one\b|once\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Noun:
    """A noun: one and several."""

    singular: str
    plural: str


def instead(text: str, old: Noun, new: Noun, *, not_after: Sequence[str] = (), not_before: str = "") -> str:
    """The text with the new noun wherever the old one stands as a word of its own. Code words (``ticket:``,
    ``%(ticket)s``, ``/ticket``) stay. ``not_after`` and ``not_before``: words beside which it is something else."""
    ahead = "".join(rf"(?<!\b{one}\s)" for one in not_after)
    behind = rf"(?!\s+(?:{not_before})\b)" if not_before else ""
    pattern = re.compile(
        rf"(?:\b(?P<article>an?)\s+)?{ahead}(?<![\w.#/@({{-])(?P<word>{old.singular}|{old.plural})(?![\w-]|[./]\w|:\w)"
        + behind,
        re.IGNORECASE,
    )
    return pattern.sub(lambda found: _said(found, old, new), text)


def _said(found: re.Match[str], old: Noun, new: Noun) -> str:
    word = found["word"]
    said = like(word, new.plural if word.lower() == old.plural else new.singular)
    if not found["article"]:
        return said
    article = "an" if begins_with_vowel(said) else "a"
    return like(found["article"], article) + found.group()[len(found["article"]) : -len(word)] + said


def like(word: str, new: str) -> str:
    """The new word with the capitals of the old one."""
    if word.isupper() and len(word) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if word[:1].isupper() else new


def begins_with_vowel(word: str) -> bool:
    """Whether "an" stands before it."""
    if _AN_ALL_THE_SAME.match(word):
        return True
    return word[:1].lower() in "aeiou" and not _A_ALL_THE_SAME.match(word)
