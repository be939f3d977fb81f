"""What is kept of pages: the same inputs give the same markup, and nothing of one answer is in another."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from django.template import engines
from django.utils import timezone, translation
from jinja2 import DictLoader

from deskhand.accounts.models import Person
from deskhand.web import kept, moments
from deskhand.web.jinja import environment

PAGES = {
    "form.html": "<form>{{ csrf_input }}{{ words }}</form>",
    "note.html": "{{ _('Internal note') }} {{ note.at|when }} {{ note.words }}",
}


class Note(NamedTuple):
    words: str
    at: datetime


@pytest.fixture(autouse=True)
def pages(monkeypatch):
    monkeypatch.setattr(engines["jinja2"], "env", environment(loader=DictLoader(PAGES)))
    monkeypatch.setattr(kept, "_parts", {})


def test_each_answer_holds_the_token_of_its_own_reader():
    first = kept.part("form.html", "<input value=a>", words="x")
    second = kept.part("form.html", "<input value=b>", words="x")
    assert (first, second) == ("<form><input value=a>x</form>", "<form><input value=b>x</form>")


def test_what_people_wrote_stays_text_and_brings_no_token():
    assert kept.part("form.html", "<input>", words="<b>") == "<form><input>&lt;b&gt;</form>"
    assert "<input>" not in kept.part("form.html", "<input>", words="csrf_input").removeprefix("<form><input>")


def test_another_language_or_day_is_another_answer():
    note = Note("x", datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    english = kept.part("note.html", note=note, today=moments.today())
    with translation.override("de"):
        assert kept.part("note.html", note=note, today=moments.today()) != english
    with timezone.override("Asia/Tokyo"):
        assert kept.part("note.html", note=note, today=moments.today()) != english


def test_a_row_of_the_database_is_refused_because_its_states_count_as_equal():
    with pytest.raises(TypeError, match="Person"):
        kept.part("form.html", words=("x", Person(pk=1)))


def test_what_is_very_long_is_not_kept():
    kept.part("form.html", words="x" * kept.LONGEST_PART)
    assert not kept._parts
