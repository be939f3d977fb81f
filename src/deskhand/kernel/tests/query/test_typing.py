"""A search box answers while one types."""

from __future__ import annotations

import pytest

from deskhand.kernel.query import parse, to_text
from deskhand.kernel.tests.query.things import FIELDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("is:open prin", "is:open prin*"),
        ("pr", "pr"),
        ("printer ", "printer"),
        ('"prin"', "prin"),
        ("status:new", "status:new"),
        ("(prin)", "prin"),
        ("", ""),
    ],
)
def test_the_last_word_may_still_go_on(typed: str, meant: str):
    assert to_text(parse(typed, FIELDS, is_typing=True)) == meant
