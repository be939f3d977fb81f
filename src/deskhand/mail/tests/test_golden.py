"""Every golden letter looks as the file beside it says. Adding one takes two files and no line of Python."""

from pathlib import Path

import pytest

from deskhand.mail.tests.golden import LETTERS, expected, portrait

ALL = sorted(LETTERS.glob("*.eml"))
HOW_TO = (
    "write what must be seen in it: print every line with"
    " `python -m deskhand.mail.tests.golden letters/NAME.eml`, check each, and keep those that the letter is about"
)


@pytest.mark.parametrize("letter", ALL, ids=lambda letter: letter.stem)
def test_a_golden_letter_looks_as_the_file_beside_it_says(letter: Path):
    assert letter.with_suffix(".toml").exists(), f"{letter.stem}.toml is missing: {HOW_TO}"
    wanted = expected(letter)
    assert wanted, f"{letter.stem}.toml asks for nothing: {HOW_TO}"
    seen = portrait(letter.read_bytes())
    assert {key: seen.get(key) for key in wanted} == wanted


def test_no_expectation_has_lost_its_letter():
    assert [one.stem for one in LETTERS.glob("*.toml") if not one.with_suffix(".eml").exists()] == []


def test_there_are_at_least_as_many_letters_as_wounds():
    assert len(ALL) >= 260
