"""Answers quote what stands in a text that the asker may read, say where, and keep silent when unsure."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from deskhand.search.semantic import embedding, store, vectors
from deskhand.search.semantic.answers import answers
from deskhand.search.semantic.nearest import Near
from deskhand.search.tests.asking import IT

pytestmark = [pytest.mark.django_db, pytest.mark.meaning]

TEXTS = {
    1: "# Symptoms\n\nThe tunnel closes after a while.\n\n# Resolution\n\n1. Open the device manager.\n2. Switch off "
    "power saving of the network adapter.",
    2: "Open the sign-in page and choose 'Forgot password'. A link comes by mail; it is good for one hour.",
}


@pytest.fixture(autouse=True)
def _articles() -> None:
    vectors._shelves.clear()
    store.put("article", 1, IT, "en", [TEXTS[1]], title="VPN connection drops")
    store.put("article", 2, IT, "en", [TEXTS[2]], title="Reset a forgotten password")


def texts_of(found: Sequence[Near]) -> list[str | None]:
    return [TEXTS.get(one.object_id) for one in found]


def test_an_answer_is_quoted_word_for_word_with_its_place():
    [first, *_] = answers("How long is the link for a new password good?", "article", texts_of, within=[1, 2])
    assert first.quote == "A link comes by mail; it is good for one hour."
    assert TEXTS[first.object_id][first.start : first.end] == first.quote


def test_a_question_in_german_is_answered_from_english_words():
    found = answers("Ich habe mein Passwort vergessen, was tun?", "article", texts_of, within=[1, 2])
    assert found[0].object_id == 2


def test_nothing_is_said_when_unsure_or_where_the_asker_may_not_read():
    assert answers("How deep is the ocean?", "article", texts_of, within=[1, 2]) == []
    assert answers("How do I reset a forgotten password?", "article", texts_of, within=[1]) == []
    assert answers("How do I reset a forgotten password?", "article", texts_of, within=[]) == []
    assert answers("", "article", texts_of, within=[1, 2]) == []
    gone = lambda found: [None for _ in found]  # noqa: E731
    assert answers("How do I reset a forgotten password?", "article", gone, within=[1, 2]) == []


def test_without_the_extra_nothing_is_answered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(embedding, "is_available", lambda: False)
    assert answers("How do I reset a forgotten password?", "article", texts_of, within=[1, 2]) == []
