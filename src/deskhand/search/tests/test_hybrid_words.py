"""A whole question is answered from the word index alone where nothing else is installed."""

from __future__ import annotations

import pytest

from deskhand.search.index import Audience, Parts, put
from deskhand.search.models import SearchDocument
from deskhand.search.semantic.hybrid import ranked
from deskhand.search.tests.asking import AGENT, HR, IT, REQUESTER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskhand.search.semantic.embedding.is_available", lambda: False)


@pytest.fixture(autouse=True)
def _articles() -> None:
    put("article", 1, IT, Parts("VPN drops", ["The tunnel closes after a while."], ["caused by powersaving"]))
    put("article", 2, IT, Parts("Printer jam", ["Open the cover of the printer and take the paper out."]))
    put("article", 3, HR, Parts("Holidays", ["Ask for holidays in the portal; the tunnel has a VPN."]))


def asked(text: str, audience: Audience = AGENT, *within: int) -> list[int]:
    readable = SearchDocument.objects.filter(object_id__in=within or (1, 2, 3)).values("object_id")
    return [one.object_id for one in ranked("article", text, audience, within=readable)]


def test_a_sentence_finds_the_article_that_has_its_telling_words():
    assert asked("Hello, my VPN tunnel drops again and again, please help") == [1]
    assert asked("paper stuck in both printers") == [2]


def test_nonsense_and_empty_questions_find_nothing():
    assert asked("asdf qwertz uiop") == []
    assert asked("What is the capital of France and how many people live there?") == []
    assert asked("") == asked("?!") == asked("the of and") == []


def test_what_the_asker_may_not_read_is_neither_found_nor_counted():
    assert asked("VPN tunnel drops", AGENT, 2) == []
    assert asked("holidays portal", AGENT) == []
    assert asked("powersaving", REQUESTER) == []
    assert asked("powersaving caused", REQUESTER) == []
    assert asked("powersaving caused", AGENT) == [1]


def test_the_ids_that_count_are_those_of_the_column_that_was_asked_for():
    put("article", 77, IT, Parts("Scanner", ["The scanner needs a new lamp."]))
    assert asked("the scanner needs a lamp", AGENT, 77) == [77]
    assert asked("the scanner needs a lamp", AGENT, SearchDocument.objects.get(object_id=77).pk) == []
