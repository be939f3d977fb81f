"""Numbers in words follow the constants, in the reader's way of writing them."""

import pytest

from deskhand.web import numbers


def test_a_page_says_the_number_of_the_constant_in_the_singular_too(cast, monkeypatch):
    monkeypatch.setitem(numbers._told, "invitation_hours", 1)
    page = cast.client("lena").get("/agent/it/people/invitations/").content.decode()
    assert "works once and for 1 hour." in page


def test_a_large_number_is_written_as_the_reader_writes_it(cast):
    lena = cast.client("lena")
    assert "50,000" in lena.get("/agent/it/people/import/").content.decode()
    page = lena.get("/agent/it/people/import/", headers={"Accept-Language": "de"}).content.decode()
    assert "50.000" in page or "50\xa0000" in page


def test_a_number_is_told_once_and_an_unknown_one_is_an_error():
    with pytest.raises(ValueError, match="bin_days"):
        numbers.tell(bin_days=1)
    with pytest.raises(KeyError):
        numbers.limit("nothing_of_the_kind")
