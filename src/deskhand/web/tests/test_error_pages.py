"""What somebody reads when a page cannot be shown."""

import json

import pytest
from django.test import RequestFactory

from deskhand.kernel.errors import Denied, NotFound, TooMany
from deskhand.web import errors


@pytest.fixture
def request_():
    return RequestFactory().get("/")


def test_absent_and_forbidden_look_the_same(request_):
    absent = errors.not_found(request_)
    hidden = errors.refusal(request_, NotFound("Ticket 1042 is on another desk"))
    assert absent.status_code == hidden.status_code == 404
    assert absent.content == hidden.content


def test_a_refusal_says_why(request_):
    response = errors.refusal(request_, Denied("Only leads may merge."))
    assert response.status_code == 403
    assert "Only leads may merge." in response.content.decode()


def test_who_asks_too_often_hears_when_to_come_back(request_):
    assert errors.refusal(request_, TooMany("Wait.", retry_after=60)).headers["Retry-After"] == "60"


def test_a_fault_names_the_request_and_needs_no_database(request_):
    request_.request_id = "7f3a9c0e1b2d"
    response = errors.broken(request_)
    assert response.status_code == 500
    assert "7f3a9c0e1b2d" in response.content.decode()


def test_an_island_gets_the_sentence_as_json():
    request = RequestFactory().get("/", headers={"Accept": "application/json"})
    body = json.loads(errors.refusal(request, Denied("Only leads may merge.")).content)
    assert body["detail"] == "Only leads may merge."


def test_the_style_page_is_not_there_in_earnest(server, client, settings):
    settings.DEBUG = False
    assert client.get("/style/").status_code == 404
