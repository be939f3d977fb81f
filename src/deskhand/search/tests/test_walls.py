"""Nobody finds by words what they may not read."""

from __future__ import annotations

import pytest

from deskhand.kernel.query.clause import AllOf, AnyOf, Phrase
from deskhand.search.index import Audience, Parts, count, find, matching, put
from deskhand.search.models import SearchDocument
from deskhand.search.tests.asking import AGENT, AGENT_OF_BOTH, HR, IT, REQUESTER, STRANGER, found, ids, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tickets() -> None:
    put("ticket", 1, IT, Parts("Laptop", ["it is slow"], ["probably malware"]))
    put("ticket", 2, HR, Parts("Laptop", ["for the new colleague"], ["malware too"]))


def test_a_requester_never_matches_words_of_internal_notes():
    assert found("malware", AGENT) == {1}
    assert found("malware", REQUESTER) == set()
    assert found("malw*", REQUESTER) == set()
    assert found("slow malware", REQUESTER) == set()
    assert found("slow laptop", REQUESTER) == {1}
    either = AnyOf((Phrase(("malware",)), Phrase(("nothing",))))
    assert ids(either, REQUESTER) == set()
    assert find("ticket", typed("malware"), REQUESTER) == []
    assert count("ticket", typed("malware"), REQUESTER).number == 0


def test_an_agent_finds_nothing_of_another_desk():
    assert found("laptop", AGENT) == {1}
    assert found("laptop", AGENT_OF_BOTH) == {1, 2}
    assert find("ticket", typed("laptop"), AGENT) == [1]
    assert count("ticket", typed("laptop"), AGENT).number == 1


def test_an_agent_here_and_requester_there_has_both_views():
    both = Audience(internal_desks=frozenset({IT}), public_desks=frozenset({IT, HR}))
    assert found("laptop", both) == {1, 2}
    assert found("malware", both) == {1}
    assert sorted(find("ticket", typed("laptop"), both)) == [1, 2]


def test_a_stranger_finds_nothing():
    assert found("laptop", STRANGER) == set()
    assert find("ticket", typed("laptop"), STRANGER) == []


def test_asking_for_titles_looks_at_nothing_else():
    assert ids(typed("laptop"), title_only=True) == {1}
    assert ids(typed("slow"), title_only=True) == set()
    assert ids(typed("malware"), title_only=True) == set()


def test_the_opposite_of_a_match_is_everything_else():
    condition = matching("ticket", typed("malware"), AGENT, column="object_id")
    assert set(SearchDocument.objects.filter(~condition).values_list("object_id", flat=True)) == {2}
    nothing = matching("ticket", typed("laptop"), STRANGER, column="object_id")
    assert SearchDocument.objects.filter(~nothing).count() == 2


def test_a_clause_without_words_matches_nothing():
    for empty in (Phrase(()), AllOf(()), AnyOf(()), AllOf((Phrase(("laptop",)), Phrase(())))):
        assert ids(empty) == set()
        assert find("ticket", empty, AGENT) == []
    assert ids(AnyOf((Phrase(("laptop",)), Phrase(())))) == {1}
