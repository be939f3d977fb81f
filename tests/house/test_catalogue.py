"""Everything that Deskhand says, it says in German too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.source import named
from tools import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
FAMILIAR = re.compile(r"\b(?:[Dd]u|[Dd]ein(?:e[mnrs]?)?|[Dd]ich|[Dd]ir)\b")
"""German to requesters says Sie; nothing in the catalogue may slip into du."""


def catalogue(file: Path, language: str) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


@pytest.fixture(scope="module", params=messages.LANGUAGES)
def translated(request: pytest.FixtureRequest) -> Catalog:
    language: str = request.param
    return catalogue(messages.LOCALE / language / "LC_MESSAGES" / f"{messages.DOMAIN}.po", language)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every word of the program of this moment."""
    template = tmp_path_factory.mktemp("words") / "django.pot"
    messages.extract(template)
    return catalogue(template, "en")


def strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string or ""]


def sources(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [str(message.id)]


def test_every_word_of_the_program_is_in_the_catalogue(translated: Catalog, wanted: Catalog):
    known = {(message.context, sources(message)[0]) for message in translated if message.id}
    missing = [one.id for one in wanted if one.id and (one.context, sources(one)[0]) not in known]
    assert not missing, f"run make messages and translate: {missing[:20]}"


def test_every_word_is_translated(translated: Catalog):
    open_ones = [one.id for one in translated if one.id and (one.fuzzy or not all(strings(one)))]
    assert not open_ones, f"translate: {open_ones[:20]}"


def test_a_translation_fills_in_what_the_original_fills_in(translated: Catalog):
    wrong = []
    for message in translated:
        given = {"".join(found) for text in sources(message) for found in PLACEHOLDER.findall(text)}
        for text in strings(message):
            used = {"".join(found) for found in PLACEHOLDER.findall(text)}
            if message.id and not used <= given:
                wrong.append((message.id, used - given))
        last = {"".join(found) for found in PLACEHOLDER.findall(strings(message)[-1])}
        if message.id and last != given:
            wrong.append((message.id, given ^ last))
    assert not wrong, wrong


def test_nobody_is_addressed_too_familiarly(translated: Catalog):
    familiar = [text for one in translated if one.id for text in strings(one) if FAMILIAR.search(text)]
    assert not familiar, f"{named(messages.LOCALE)}: say Sie: {familiar[:10]}"
