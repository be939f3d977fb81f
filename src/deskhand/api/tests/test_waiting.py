"""Answers that leave later, and drafts, by scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.tickets import actions
from deskhand.tickets.bodies import composed

pytestmark = pytest.mark.django_db


def call(cast, name, method, path, body=None):
    send = getattr(cast.client(), method)
    more = {"data": body, "content_type": "application/json"} if body is not None else {}
    return send(f"/api/v1/tickets/{path}", headers=cast.bearer(name), **more)


def test_an_answer_is_planned_moved_sent_and_kept_back(cast):
    number = cast.ticket().number
    at = (clock.now() + timedelta(days=1)).isoformat()
    new = {"body": "<p>How is it?</p>", "send_at": at, "cc": ["huimin@kestrel.example"], "status": "resolved"}
    made = call(cast, "jana", "post", f"{number}/planned", new)
    assert made.status_code == 201 and made.json()["is_planned"] and made.json()["status"] == "resolved"
    pk = made.json()["id"]
    later = (clock.now() + timedelta(days=2)).isoformat()
    moved = call(cast, "jana", "patch", f"{number}/planned/{pk}", {"send_at": later})
    assert moved.json()["send_at"][:16] == later[:16]
    assert [one["id"] for one in call(cast, "ben", "get", f"{number}/planned").json()["items"]] == [pk]
    sent = call(cast, "jana", "post", f"{number}/planned/{pk}/send", {})
    assert sent.status_code == 201 and sent.json()["text"] == "How is it?"
    assert call(cast, "jana", "post", f"{number}/planned/{pk}/send", {}).status_code == 409
    again = call(cast, "jana", "post", f"{number}/planned", {"body": "<p>And now?</p>", "send_at": at}).json()["id"]
    assert call(cast, "ben", "delete", f"{number}/planned/{again}").status_code == 204
    (draft,) = call(cast, "jana", "get", f"{number}/drafts").json()["items"]
    assert "And now?" in draft["body"] and draft["is_own"] and not draft["is_shared"]


def test_requesters_learn_nothing_of_what_waits(cast):
    ticket = cast.ticket()
    at = clock.now() + timedelta(days=1)
    held = actions.plan_reply(actor=cast.actor("jana"), ticket=ticket, body=composed("<p>Secret</p>"), at=at)
    for method, path in (("get", ""), ("delete", f"/{held.pk}")):
        assert call(cast, "mara", method, f"{ticket.number}/planned{path}").status_code == 404
    assert call(cast, "mara", "get", f"{ticket.number}/drafts").status_code == 404
    assert "Secret" not in call(cast, "mara", "get", f"{ticket.number}/messages").content.decode()


@pytest.mark.parametrize("hours", [-1, 0, 24 * 400])
def test_a_time_that_cannot_be_is_named(cast, hours):
    number = cast.ticket().number
    at = (clock.now() + timedelta(hours=hours)).isoformat()
    refused = call(cast, "jana", "post", f"{number}/planned", {"body": "<p>x</p>", "send_at": at})
    assert refused.status_code == 422 and "send_at" in refused.content.decode()


def test_a_draft_is_saved_shared_and_taken_over(cast):
    number = cast.ticket().number
    saved = call(cast, "jana", "put", f"{number}/drafts/reply", {"body": "<p>Half</p>", "is_shared": True})
    assert saved.status_code == 200 and saved.json()["revision"] == 1
    old = {"body": "<p>Other</p>", "revision": 0}
    assert call(cast, "jana", "put", f"{number}/drafts/reply", old).status_code == 409
    (seen,) = call(cast, "ben", "get", f"{number}/drafts").json()["items"]
    taken = call(cast, "ben", "post", f"{number}/drafts/{seen['id']}/take", {})
    assert taken.json()["author_name"] == "Ben Okafor" and not taken.json()["is_shared"]
    assert call(cast, "jana", "get", f"{number}/drafts").json()["items"] == []
