"""What is put is found, what is changed is found by its new words, what is removed or rolled back is not."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from deskhand.search.index import BATCH, Entry, Parts, put, put_many, remove
from deskhand.search.models import SearchDocument, SearchText
from deskhand.search.tests.asking import AGENT, HR, IT, found, ids, phrase, typed
from deskhand.search.upkeep import is_sound

pytestmark = pytest.mark.django_db


def test_a_ticket_is_found_by_its_subject_and_its_messages():
    put("ticket", 7, IT, Parts("Printer jam", ["It eats the paper."], ["Toner is empty"]))
    assert found("printer") == found("PAPER eats") == found("jam toner") == {7}
    assert found("scanner") == set()


def test_a_changed_ticket_is_found_by_its_new_words_only():
    put("ticket", 7, IT, Parts("Printer jam"))
    put("ticket", 7, IT, Parts("Scanner jam", ["moved"]))
    assert found("printer") == set()
    assert found("scanner") == found("moved") == {7}
    assert is_sound()


def test_an_unchanged_ticket_is_not_written_again():
    put("ticket", 7, IT, Parts("Printer jam"))
    with CaptureQueriesContext(connection) as queries:
        put("ticket", 7, IT, Parts("Printer jam"))
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "DELETE"))]
    assert writes == []


def test_a_removed_ticket_is_found_no_more_and_nothing_of_it_is_kept():
    put("ticket", 7, IT, Parts("Printer jam"))
    put("ticket", 8, IT, Parts("Printer"))
    remove("ticket", 7, 99)
    assert found("printer") == {8}
    assert SearchText.objects.count() == 1
    assert is_sound()


def test_what_is_rolled_back_was_never_indexed():
    put("ticket", 8, IT, Parts("Scanner"))
    with transaction.atomic():
        put("ticket", 7, IT, Parts("Printer"))
        put("ticket", 8, IT, Parts("Printer"))
        assert found("printer") == {7, 8}
        transaction.set_rollback(True)
    assert found("printer") == set()
    assert found("scanner") == {8}
    assert is_sound()


def test_a_ticket_that_moves_to_another_desk_leaves_the_first():
    put("ticket", 7, IT, Parts("Printer jam"))
    put("ticket", 7, HR, Parts("Printer jam"))
    assert found("printer", AGENT) == set()


def test_kinds_do_not_mix():
    put("ticket", 7, IT, Parts("Printer"))
    put("article", 9, IT, Parts("Printer"))
    assert ids(typed("printer"), kind="article") == {9}


def test_many_are_put_at_once_and_replace_what_was_there():
    put("ticket", 1, IT, Parts("Old words"))
    put_many("ticket", (Entry(n, IT, Parts(f"Ticket number {n}")) for n in range(1, BATCH + 20)))
    assert found("old") == set()
    assert found(f"number {BATCH + 19}") == {BATCH + 19}
    assert SearchDocument.objects.count() == BATCH + 19
    assert is_sound()


def test_every_script_is_found():
    put("ticket", 1, IT, Parts("打印机坏了", ["Frau Müller, Straße 5", "プリンタ", "프린터가"]))
    for text in ("印机", "坏", "MULLER", "strasse", "リン", "프린터"):
        assert found(text) == {1}, text
    assert found("机印") == set()


def test_phrases_do_not_span_two_messages():
    put("ticket", 1, IT, Parts("Broken printer", ["jam again", "paper"], ["tray two"]))
    assert ids(phrase("broken printer")) == ids(phrase("jam again")) == {1}
    for apart in ("printer jam", "again paper", "paper tray"):
        assert ids(phrase(apart)) == set()


def test_words_may_be_begun():
    put("ticket", 1, IT, Parts("Printers and scanners"))
    assert found("print*") == found("printers*") == found("scan* print*") == {1}
    assert found("rinter*") == set()


def test_a_very_long_ticket_is_found_by_every_word_and_by_phrases_of_its_first_part():
    long = "alpha beta " + "filler " * 13_000 + "gamma delta"
    put("ticket", 1, IT, Parts("Long", [long], [long.replace("alpha", "omega")]))
    for word in ("alpha", "filler", "gamma", "delta", "omega"):
        assert found(word) == {1}, word
    assert ids(phrase("alpha beta")) == {1}
    assert ids(phrase("gamma delta")) == set()


def test_odd_texts_are_taken():
    for n, text in enumerate(["", "\0", "'; DROP TABLE x --", '"*^:{}()', "\ue000", "x" * 9_000, "🙂", "a\\b 'c'"]):
        put("ticket", n, IT, Parts(text, [text], [text]))
    assert found("drop") == {2}
    assert is_sound()


def test_a_flood_of_nonsense_fits_whatever_its_size():
    nonsense = " ".join(f"{n:x<64}" for n in range(30_000))
    put("ticket", 1, IT, Parts(nonsense, ["printer", nonsense], ["scanner", nonsense.replace("x", "é")]))
    assert found("printer scanner") == {1}
