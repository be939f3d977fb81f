"""The first words of a message, as lists show them."""

import pytest

from deskhand.tickets.models.ticket import SNIPPET_LIMIT
from deskhand.tickets.rows import snippet


def test_a_short_text_stands_whole_on_one_line():
    assert snippet("Hello,\n\n  it   jams.") == "Hello, it jams."


@pytest.mark.parametrize("text", ["printer jams " * 40, "紙が詰まっています" * 40])
def test_a_long_text_ends_in_an_ellipsis_behind_a_whole_word(text):
    shown = snippet(text)
    assert len(shown) <= SNIPPET_LIMIT
    assert shown.endswith("…")
    assert text.startswith(shown[:-1])
    assert " " not in text or shown.endswith(("printer…", "jams…"))
