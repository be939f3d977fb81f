"""The search box offers what could stand at the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskhand.kernel.query import complete
from deskhand.kernel.query.fields import MAX_SUGGESTIONS
from deskhand.kernel.tests.query.things import ENV, FIELDS
from deskhand.kernel.tests.query.trees import any_text


def offered(text: str, cursor: int | None = None) -> list[str]:
    """The whole query after each completion."""
    at = len(text) if cursor is None else cursor
    return [text[: one.start] + one.text + text[one.end :] for one in complete(text, at, FIELDS, ENV)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is:open sta", ["is:open status:"]),
        ("prio", ["priority:"]),
        ("ass", ["owner:"]),
        ("urg", ["priority:urgent"]),
        ("-sta", ["-status:"]),
        ("(sta", ["(status:"]),
        ("status:o", ["status:open", "status:hold"]),
        ("status:new,o", ["status:new,open", "status:new,hold"]),
        ("priority:>=h", ["priority:>=high"]),
        ("owner:m", ["owner:me"]),
        ("owner:anna", ["owner:anna@it.example"]),
        ("mood:", ["mood:good", "mood:bad"]),
        ('tag:"bi', ['tag:"big fish"']),
        ("created:to", ["created:today"]),
        ("created:<", ["created:<1h", "created:<1d"]),
        ("nothing:x", []),
        ('"half a sta', []),
    ],
)
def test_what_is_offered_completes_the_query(text: str, expected: list[str]):
    assert offered(text)[: len(expected) or None] == expected


def test_the_word_under_the_cursor_is_replaced_whole():
    assert offered("is:open stxxx tag:spam", cursor=10) == ["is:open status: tag:spam"]


def test_an_empty_box_offers_the_fields():
    assert offered("")[:3] == ["is:", "status:", "priority:"]


@given(any_text, st.integers(0, 20))
def test_half_a_query_never_breaks_the_box(text: str, cursor: int):
    found = complete(text, min(cursor, len(text)), FIELDS, ENV)
    assert len(found) <= MAX_SUGGESTIONS
