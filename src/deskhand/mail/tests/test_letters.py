"""The golden letters: what each of them must be read as stands in the file beside it."""

from pathlib import Path

import pytest

from deskhand.mail.parse import parse
from deskhand.mail.tests.golden import LETTERS, as_toml, expected, portrait

ALL = sorted(LETTERS.glob("*.eml"))


@pytest.mark.parametrize("letter", ALL, ids=[letter.stem for letter in ALL])
def test_a_letter_is_read_as_its_portrait_says(letter: Path):
    seen = portrait(letter.read_bytes())
    asked = expected(letter)
    assert set(asked) <= set(seen), f"{letter.stem}.toml asks for what no portrait has"
    wrong = {key: seen[key] for key, value in asked.items() if seen[key] != value}
    assert not wrong, f"{letter.stem} is now read so:\n{as_toml(wrong)}"


def test_every_expected_file_has_its_letter_and_says_what_it_is_about():
    portraits = sorted(LETTERS.glob("*.toml"))
    assert [one.stem for one in portraits] == [letter.stem for letter in ALL]
    assert all(one.read_text("utf-8").startswith("# ") for one in portraits)


def test_an_attached_mail_keeps_every_byte():
    raw = (LETTERS / "message-attached.eml").read_bytes()
    attached = parse(raw).attachments[0].content
    assert attached in raw
    assert attached.startswith(b"From: Carla")
    assert parse(attached).text == "Seltsame   Leerzeichen und  Zeilen bleiben.\n"


def test_the_file_that_was_deepest_can_be_opened_and_read_on():
    raw = (LETTERS / "nested-3000.eml").read_bytes()
    for _ in range(3):
        raw = parse(raw).attachments[0].content
    assert len(parse(raw).attachments) == 1
