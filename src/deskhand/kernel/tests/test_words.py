"""Text is cut and folded once, for the index, the query and the predicate alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskhand.kernel.words import GAP, MAX_RUN, MAX_WORD_LENGTH, document_words, fold, phrases, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The printer's ON fire!", ["the", "printer", "s", "on", "fire"]),
        ("Straße, Müller & Çelik", ["strasse", "muller", "celik"]),
        ("Łódź Ærø İstanbul", ["lodz", "aero", "istanbul"]),
        ("ﬁle ＡＢＣ ①", ["file", "abc", "1"]),
        ("error_code 0x80070005 v2.3", ["error", "code", "0x80070005", "v2", "3"]),
        ("打印机坏了", ["打", "印", "机", "坏", "了"]),
        ("プリンタ", ["プ", "リ", "ン", "タ"]),
        ("프린터가 고장", ["프", "린", "터", "가", "고", "장"]),
        ("VPN接続", ["vpn", "接", "続"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("Ёлка йод", ["елка", "иод"]),
        ("שָׁלוֹם", ["שלום"]),
        ("Ελλάδα", ["ελλαδα"]),
        ("… – 🙂 \ue000", []),
    ],
)
def test_words_are_found_whatever_the_script(text: str, expected: list[str]):
    assert words(text) == expected


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_their_own_words(text: str):
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(word.split() == [word] and word != GAP for word in found)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_case_does_not_matter(text: str):
    assert words(text.upper().lower()) == words(text.upper())


def test_what_is_written_together_is_one_phrase():
    assert phrases("e-mail anna@it.example  打印 &") == [("e", "mail"), ("anna", "it", "example"), ("打", "印")]


def test_a_very_long_word_counts_by_its_beginning():
    assert words("x" * 500) == ["x" * MAX_WORD_LENGTH]


def test_parts_of_a_document_do_not_run_into_each_other():
    assert document_words(["printer", "", "jam"]) == [GAP, "printer", GAP, "jam"]


def test_beyond_the_limit_only_new_words_are_kept_and_no_phrase_spans_them():
    found = document_words(["same " * (MAX_RUN + 5) + "fresh other fresh"])
    assert len(found) == MAX_RUN + 4
    assert found[-4:] == [GAP, "fresh", GAP, "other"]
