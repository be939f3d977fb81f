"""Wrong methods, unknown addresses, faults of ours: always a problem document, never a page, never internals."""

import pytest
from django.db import OperationalError
from django.test import Client

from deskhand.tickets import access


def test_an_unknown_address_is_a_problem_document(cast, call, stranger):
    for caller in (call("jana"), stranger):
        assert caller.get("/nothing/here").status_code == 404
        assert caller.get("/").status_code == 404
        assert caller.post("/tickets/12/nothing", {}).status_code == 404


def test_a_wrong_method_is_told_which_ones_serve(cast, call):
    refused = call("jana").patch("/tickets", {})
    assert refused.status_code == 405
    assert {one.strip() for one in refused.headers["Allow"].split(",")} == {"GET", "HEAD", "POST", "OPTIONS"}


def test_head_is_answered_like_get_without_the_body(cast, call):
    ticket, headers = cast.ticket(), cast.bearer("jana")
    for path in ("/tickets", f"/tickets/{ticket.number}", "/me", "/tickets/99999999"):
        got = Client().get(f"/api/v1{path}", headers=headers)
        head = Client().head(f"/api/v1{path}", headers=headers)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]
        assert head.headers.get("ETag") == got.headers.get("ETag")
        assert int(head.headers["Content-Length"]) == len(got.content)
    assert Client().head(f"/api/v1/tickets/{ticket.number}/restore", headers=headers).status_code == 405


def test_options_says_what_an_address_takes(cast):
    answer = Client().options("/api/v1/tickets", headers=cast.bearer("jana"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_of_another_media_type_is_refused(cast, media):
    refused = Client().post(
        "/api/v1/tickets", b'{"subject": "x", "body": ""}', content_type=media, headers=cast.bearer("jana")
    )
    assert refused.status_code == 415
    assert "application/json" in refused.json()["detail"]
    upload = Client().post("/api/v1/attachments", b"{}", content_type="application/json", headers=cast.bearer("jana"))
    assert upload.status_code == 415


@pytest.mark.parametrize("number", ["abc", "-1", "0", "1.5", "9" * 16])
def test_what_is_no_number_is_refused(cast, call, number):
    assert call("jana").get(f"/tickets/{number}").status_code in (404, 422)


def test_a_fault_of_ours_says_nothing_of_the_inside(cast, call, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(access, "ticket_for", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/tickets/1", headers=cast.bearer("jana"))
    assert answer.status_code == 500
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]
    assert "secret" not in answer.content.decode() and "RuntimeError" not in answer.content.decode()


def test_a_busy_database_asks_to_come_back(cast, call, monkeypatch):
    def busy(*_args, **_more):
        raise OperationalError("database is locked")

    monkeypatch.setattr(access, "ticket_for", busy)
    answer = call("jana").get("/tickets/1")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_errors_are_told_in_the_language_of_the_caller(cast, call):
    refused = Client().get("/api/v1/me", headers={"Accept-Language": "en"})
    assert refused.json()["title"] == "A token is needed"
    assert refused.headers["Content-Language"] == "en"


def test_answers_are_never_cached(cast, call):
    assert "no-store" in call("jana").get("/me").headers["Cache-Control"]
