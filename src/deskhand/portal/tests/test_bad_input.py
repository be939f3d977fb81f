"""Requests that nobody should send are refused in words."""

import pytest
from django.test import Client

from deskhand.portal.tests.forms import text, written_by_stranger


def test_another_host_name_is_refused_in_words(cast, client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Unknown address" in text(answer)


def test_a_form_with_more_text_than_any_form_takes_is_refused_in_words(cast, client):
    answer = client.post("/new/it/", written_by_stranger() | {"body": "x" * 6_000_000})
    assert answer.status_code == 413
    assert "too large" in text(answer)


def test_a_form_with_thousands_of_fields_is_refused_in_words(cast, client):
    answer = client.post("/new/it/", {f"f{n}": "x" for n in range(2_001)})
    assert answer.status_code == 413


def test_an_announced_giant_is_refused_before_it_is_read(cast, client):
    answer = client.generic("POST", "/new/it/", b"", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert answer.status_code == 413
    assert "too large" in text(answer)


def test_the_public_form_refuses_what_another_site_sends(cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/new/it/", written_by_stranger())
    assert answer.status_code == 403
    assert "load the page again" in text(answer)


@pytest.mark.parametrize(
    "strange",
    [
        {"email": "a@b.example\r\nBcc: everybody@kestrel.example"},
        {"email": "x" * 300 + "@b.example"},
        {"subject": "One\r\nBcc: everybody@kestrel.example"},
        {"stops": "catastrophe"},
        {"subject": "\x00\x01", "body": "\x00"},
        {"name": "x" * 201},
    ],
)
def test_strange_input_is_a_page_in_words_or_a_clean_request(cast, client, strange):
    answer = client.post("/new/it/", written_by_stranger() | strange)
    assert answer.status_code in (302, 422)
