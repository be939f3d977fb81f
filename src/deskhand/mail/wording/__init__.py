"""The built-in words of letters: one file for each language, with a table for each kind."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

FALLBACK = "en"
"""The language that has every kind."""


@cache
def words(language: str) -> dict[str, dict[str, str]]:
    """Subject and body of each kind in a language; empty for a language without a file."""
    file = resources.files(__name__) / f"{language}.toml"
    if not language.isalpha() or not file.is_file():
        return {}
    return tomllib.loads(file.read_text(encoding="utf-8"))


def languages() -> list[str]:
    """Codes of the languages that have a file."""
    return sorted(
        one.name.removesuffix(".toml") for one in resources.files(__name__).iterdir() if one.name.endswith(".toml")
    )


def built_in(kind: str, language: str) -> tuple[str, str]:
    """Subject and body of a kind in a language, or in English. Raises KeyError for a kind that nobody wrote."""
    table = words(language).get(kind) or words(FALLBACK)[kind]
    return table["subject"], table["body"].strip()
