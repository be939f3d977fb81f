"""A broken index is noticed and made anew."""

from __future__ import annotations

import pytest
from django.db import connection

from deskhand.search.index import Parts, put
from deskhand.search.tests.asking import IT, found
from deskhand.search.upkeep import is_sound, rebuild

pytestmark = pytest.mark.django_db


def test_a_whole_index_is_sound_and_survives_being_made_anew():
    put("ticket", 1, IT, Parts("Printer"))
    assert is_sound()
    rebuild()
    assert is_sound()
    assert found("printer") == {1}


@pytest.mark.sqlite
def test_a_broken_index_is_noticed_and_mended():
    put("ticket", 1, IT, Parts("Printer"))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words) VALUES ('delete-all')")
    assert found("printer") == set()
    assert not is_sound()
    rebuild()
    assert is_sound()
    assert found("printer") == {1}


@pytest.mark.sqlite
def test_the_triggers_that_keep_the_index_are_there():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_searchtext'")
        names = {name for (name,) in cursor.fetchall()}
    assert names == {"search_words_insert", "search_words_delete", "search_words_update"}
