"""The index and the predicate on one document give the same answer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.kernel.query.clause import AllOf, AnyOf, Clause, Phrase, can_be_prefix
from deskhand.kernel.words import words
from deskhand.search.index import Entry, Parts, Reach, put_many
from deskhand.search.models import SearchDocument
from deskhand.search.tests.asking import AGENT, IT, REQUESTER, ids

pytestmark = pytest.mark.django_db

vocabulary = st.sampled_from(
    ["print", "printer", "Printers", "jam", "Müller", "e-mail", "打印机", "印", "हिन्दी", "0x80", "ỉ", "𝔸b", "ǅ", "½"]
)
texts = st.lists(vocabulary | st.text(max_size=6), max_size=6).map(" ".join)
parts = st.builds(Parts, texts, st.lists(texts, max_size=2), st.lists(texts, max_size=2))
asked = st.lists(vocabulary, min_size=1, max_size=2).map(lambda found: tuple(words(" ".join(found))))
some_phrases: st.SearchStrategy[Clause] = st.builds(Phrase, asked, st.booleans()).filter(
    lambda one: not one.is_prefix or can_be_prefix(one.words)
)
clauses = st.recursive(
    some_phrases,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda found: AllOf(tuple(found))),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: AnyOf(tuple(found))),
    ),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(parts, min_size=1, max_size=8), st.lists(clauses, min_size=5, max_size=10))
def test_the_index_finds_what_the_predicate_says(documents: list[Parts], questions: list[Clause]):
    SearchDocument.objects.all().delete()
    put_many("ticket", [Entry(n, IT, one) for n, one in enumerate(documents)])
    for clause in questions:
        for reach, audience, title_only in [
            (Reach.ALL, AGENT, False),
            (Reach.PUBLIC, REQUESTER, False),
            (Reach.TITLE, AGENT, True),
        ]:
            expected = {n for n, one in enumerate(documents) if clause.matches(one.seen(reach))}
            assert ids(clause, audience, title_only=title_only) == expected
