"""The text and the tree are two views of one query."""

from __future__ import annotations

import pytest
from hypothesis import given

from deskhand.kernel.query import EVERYTHING, Node, QueryError, parse, to_text
from deskhand.kernel.tests.query.things import FIELDS
from deskhand.kernel.tests.query.trees import any_text, free_tags, free_titles, free_words, terms, trees


def understand(text: str) -> Node | QueryError:
    try:
        return parse(text, FIELDS)
    except QueryError as error:
        return error


@given(trees(terms | free_words | free_tags | free_titles))
def test_a_query_written_out_reads_as_the_same_query(tree: Node):
    assert parse(to_text(tree), FIELDS) == tree


@given(any_text)
def test_any_text_is_understood_or_refused_with_a_place_inside_it(text: str):
    understood = understand(text)
    if isinstance(understood, QueryError):
        assert 0 <= understood.position < len(text)
        assert 0 < understood.length <= len(text) - understood.position
    else:
        assert parse(to_text(understood), FIELDS) == understood


def test_the_empty_query_means_everything():
    assert parse("  ", FIELDS) == EVERYTHING
    assert to_text(EVERYTHING) == ""


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("STATUS:Open,NEU", "status:open,new"),
        ("prio:>=HIGH", "priority:>=high"),
        ("created:2d", "created:<=2d"),
        ("created:2026-11-1", "created:2026-11-01"),
        ("created:2026-11-01..2026-11-20", "created:2026-11-01..2026-11-20"),
        ("owner:me AND NOT tag:spam", "owner:me -tag:spam"),
        ("(a AND (b)) c", "a b c"),
        ("a b OR c", "a b OR c"),
        ("a (b OR c)", "a (b OR c)"),
        ("a (b OR (c d))", "a (b OR c d)"),
        ("-(a OR b)", "-(a OR b)"),
        ("--a", "a"),
        ("„printer jam“", '"printer jam"'),
        ("«big fish»", '"big fish"'),
        ('tag:"big fish",spam', 'tag:"big fish",spam'),
        ('tag:none tag:"none"', 'tag:none tag:"none"'),
        ('tag:NONE tag:"NONE" tag:"nöne"', 'tag:none tag:"NONE" tag:"nöne"'),
        ("status:new,new", "status:new"),
        ("print*", "print*"),
        ("http://intranet.example/x", '"http://intranet.example/x"'),
        ("12:30", '"12:30"'),
        ("printer & - … jam", "printer jam"),
        ("size:#42", "size:42"),
        ("or and not", "or and not"),
        ('"OR"', '"OR"'),
    ],
)
def test_the_canonical_text_says_the_same_in_one_way(written: str, canonical: str):
    tree = parse(written, FIELDS)
    assert to_text(tree) == canonical
    assert parse(canonical, FIELDS) == tree
