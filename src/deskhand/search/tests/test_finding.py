"""The best is first, only the newest compete, and nobody counts to the end."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet

from deskhand.search import finding
from deskhand.search.index import Entry, Parts, count, find, put_many
from deskhand.search.models import SearchDocument
from deskhand.search.tests.asking import AGENT, IT, typed

pytestmark = pytest.mark.django_db


def only(*object_ids: int) -> QuerySet[SearchDocument, Any]:
    """What an asker may see, as a query for ids."""
    return SearchDocument.objects.filter(object_id__in=object_ids).values("object_id")


@pytest.fixture
def _tickets() -> None:
    long = "Some words about anything, such as printer or paper, and " + "more and more of them " * 30
    put_many(
        "ticket",
        [
            Entry(1, IT, Parts("Printer on fire", ["help"])),
            Entry(2, IT, Parts("A question", [long])),
            Entry(3, IT, Parts("Nothing of that", ["at all"])),
            Entry(4, IT, Parts("Short", ["printer"])),
            Entry(5, IT, Parts("Printer on fire", ["help"])),
        ],
    )


@pytest.mark.usefixtures("_tickets")
def test_a_word_in_the_subject_counts_more_than_one_in_a_long_message():
    assert find("ticket", typed("printer"), AGENT) == [5, 1, 4, 2]
    assert find("ticket", typed("printer"), AGENT, limit=2) == [5, 1]


@pytest.mark.usefixtures("_tickets")
def test_only_what_the_asker_may_see_competes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(finding, "MAX_RANKED", 1)
    assert find("ticket", typed("printer"), AGENT, within=only(1, 2, 3)) == [2]
    assert find("ticket", typed("printer"), AGENT, within=only(3)) == []
    assert find("ticket", typed("printer"), AGENT, within=SearchDocument.objects.none().values("object_id")) == []


@pytest.mark.usefixtures("_tickets")
def test_only_the_newest_matches_compete(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(finding, "MAX_RANKED", 2)
    assert find("ticket", typed("printer"), AGENT) == [5, 4]


@pytest.mark.usefixtures("_tickets")
def test_a_count_says_when_it_stops():
    assert str(count("ticket", typed("printer"), AGENT)) == "4"
    assert str(count("ticket", typed("printer"), AGENT, limit=3)) == "3+"
    assert str(count("ticket", typed("printer"), AGENT, limit=4)) == "4"
    assert str(count("ticket", typed("printer"), AGENT, within=only(1, 3))) == "1"
