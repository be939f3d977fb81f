"""A query that cannot be understood says what is wrong, where, and what was probably meant."""

from __future__ import annotations

import pytest

from deskhand.kernel.query import Fields, QueryError, parse, predicate, to_q
from deskhand.kernel.query.parse import MAX_DEPTH, MAX_LENGTH, MAX_TERMS
from deskhand.kernel.tests.query.things import ENV, FIELDS


@pytest.mark.parametrize(
    ("query", "pointed_at", "suggestion"),
    [
        ("is:open stauts:new", "stauts", "status"),
        ("xyzzy:1", "xyzzy", None),
        ("status:opne", "opne", "open"),
        ("status:new,clsoed,open", "clsoed", None),
        ("is:opn", "opn", "open"),
        ("created:yesterdy", "yesterdy", "yesterday"),
        ("created:2026-02-30", "2026-02-30", None),
        ("created:1.11.2026", "1.11.2026", None),
        ("created:none", "none", None),
        ("size:big", "big", None),
        ("size:..", "..", None),
        ("size:1234567890123456789", "1234567890123456789", None),
        ("status:>new", "status:>new", None),
        ("priority:>low,high", "high", None),
        ("size:>1..2", "1..2", None),
        ("size:>none", "none", None),
        ("status:", "status:", None),
        ("status: new", "status:", None),
        ('tag:""', '""', None),
        ("title:...", "...", None),
        ("title:pr*", "pr*", None),
        ("pr*", "pr*", None),
        ('"printer jam', '"printer jam', '"printer jam"'),
        ("(a OR b", "(", None),
        ("a OR b)", ")", None),
        ("a ()", "(", None),
        ("a OR", "OR", None),
        ("OR a", "OR", None),
        ("a -", None, None),
        ("a AND &", "AND", None),
        ("NOT", "NOT", None),
    ],
)
def test_the_error_points_at_the_word(query: str, pointed_at: str | None, suggestion: str | None):
    if pointed_at is None:
        parse(query, FIELDS)
        return
    with pytest.raises(QueryError) as caught:
        parse(query, FIELDS)
    error = caught.value
    assert query[error.position : error.position + error.length] == pointed_at
    assert error.suggestion == suggestion
    assert error.message
    assert error.status == 422


def test_a_name_that_nobody_has_is_pointed_at_when_the_query_is_used():
    tree = parse("is:open owner:anna@it.exmple", FIELDS)
    for use in (to_q, predicate):
        with pytest.raises(QueryError) as caught:
            use(tree, FIELDS, ENV)
        assert (caught.value.position, caught.value.length) == (14, 14)
        assert caught.value.suggestion == "anna@it.example"


def test_a_tag_that_nobody_used_yet_matches_nothing_and_is_no_error():
    to_q(parse("tag:tomorrow", FIELDS), FIELDS, ENV)


def test_a_query_kept_from_before_a_field_went_away_says_so():
    tree = parse("size:3", FIELDS)
    fewer = Fields([spec for spec in FIELDS if spec.name != "size"])
    with pytest.raises(QueryError, match="size"):
        to_q(tree, fewer, ENV)


def test_free_text_is_refused_where_only_fields_can_be_asked():
    with pytest.raises(QueryError, match="is:open") as caught:
        parse("is:open printer", Fields(list(FIELDS)))
    assert (caught.value.position, caught.value.length) == (8, 7)


def test_two_fields_of_one_name_are_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="prio"):
        FIELDS.having(FIELDS.specs[0].__class__(name="prio", title="x", flags=()))  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("fits", "too_much"),
    [
        ("a" * MAX_LENGTH, "a" * (MAX_LENGTH + 1)),
        ("a " * MAX_TERMS, "a " * (MAX_TERMS + 1)),
        ("tag:" + ",".join(map(str, range(MAX_TERMS))), "tag:" + ",".join(map(str, range(MAX_TERMS + 1)))),
        ("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH, "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1)),
        ("-" * 1_900 + "a", "-" * 2_000 + "a"),
    ],
)
def test_the_limits_are_where_they_are_said_to_be(fits: str, too_much: str):
    parse(fits, FIELDS)
    with pytest.raises(QueryError):
        parse(too_much, FIELDS)


def test_characters_that_no_database_takes_count_as_blanks():
    assert parse("a\0b \ud800c", FIELDS) == parse("a b c", FIELDS)
