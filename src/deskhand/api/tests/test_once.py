"""The same POST twice has its effect once."""

import re
import threading
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from deskhand.accounts.models import ApiToken
from deskhand.api import document, in_flight
from deskhand.api.actions import forget_old_answers
from deskhand.api.models import StoredAnswer
from deskhand.api.routing import declarations
from deskhand.kernel import clock
from deskhand.mail.models import OutboundMail
from deskhand.tickets.models import Attachment, Message, Ticket
from tests.cast import make_cast
from tests.services.service import PATIENCE

KEY = {"Idempotency-Key": "order-66"}
NEW = {"subject": "VPN drops", "body": "<p>Since today.</p>"}


def test_a_repeated_request_gets_the_same_answer_and_one_ticket(cast, call):
    mara = call("mara")
    first, again = mara.post("/tickets", NEW, KEY), mara.post("/tickets", NEW, KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    for header in ("Location", "ETag", "Content-Type"):
        assert first.headers[header] == again.headers[header]
    assert "Idempotency-Replayed" not in first.headers and again.headers["Idempotency-Replayed"] == "true"
    assert Ticket.objects.within(cast.it).count() == 1


def test_the_key_with_another_request_is_refused(cast, call):
    mara = call("mara")
    mara.post("/tickets", NEW, KEY)
    refused = mara.post("/tickets", {**NEW, "subject": "Other"}, KEY)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert Ticket.objects.within(cast.it).count() == 1


def test_keys_belong_to_a_token_and_a_route(cast, call):
    mara, ticket = call("mara"), cast.ticket()
    assert mara.post("/tickets", NEW, KEY).status_code == 201
    assert call("mara").post("/tickets", NEW, KEY).headers.get("Idempotency-Replayed") is None
    assert mara.post(f"/tickets/{ticket.number}/messages", {"body": "<p>x</p>"}, KEY).status_code == 201
    assert Ticket.objects.within(cast.it).count() == 3


def test_a_refusal_is_not_kept_so_the_request_can_be_repeated(cast, call):
    jana, ticket = call("jana"), cast.ticket()
    path, new = f"/tickets/{ticket.number}/messages", {"body": "<p>x</p>", "status": "closed"}
    assert jana.post(path, new, KEY).status_code == 409
    assert ticket.messages.count() == 1 and not StoredAnswer.objects.exists()
    assert jana.patch(f"/tickets/{ticket.number}", {"status": "resolved"}).status_code == 200
    assert jana.post(path, new, KEY).status_code == 201


def test_a_day_later_the_key_is_free_again(cast, call):
    mara = call("mara")
    mara.post("/tickets", NEW, KEY)
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        assert mara.post("/tickets", NEW, KEY).headers.get("Idempotency-Replayed") is None
        assert Ticket.objects.within(cast.it).count() == 2
    with clock.frozen(clock.now() + timedelta(hours=49)):
        assert forget_old_answers() == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "line\tbreak"])
def test_a_key_that_is_none_is_refused(cast, call, key):
    assert call("mara").post("/tickets", NEW, {"Idempotency-Key": key}).status_code == 422
    assert not Ticket.objects.within(cast.it).exists()


def test_a_repeated_upload_is_one_file_whatever_the_boundary(cast, call):
    mara = call("mara")
    answers = [mara.upload("/attachments", SimpleUploadedFile("a.txt", b"x" * 70_000), KEY).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Attachment.objects.within(cast.it).count() == 1
    other = mara.upload("/attachments", SimpleUploadedFile("a.txt", b"y" * 70_000), KEY)
    assert other.status_code == 422


def test_a_key_that_is_being_answered_is_a_conflict_that_passes(cast, call):
    mara = call("mara")
    row = ApiToken.objects.get()
    with in_flight.alone(f"{row.pk} POST /api/v1/tickets order-66"):
        refused = mara.post("/tickets", NEW, KEY)
    assert (refused.status_code, refused.headers["Retry-After"]) == (409, "1")
    assert refused.json()["type"].endswith("#problem-in_flight")
    assert mara.post("/tickets", NEW, KEY).status_code == 201


def test_every_route_that_is_posted_to_knows_the_key(cast, call, whole_api):
    jana, ticket = call("lena", "full"), cast.ticket()
    paths = document._whole()["paths"]
    for method, path, _declaration in declarations(whole_api).values():
        if method != "POST":
            continue
        operation = paths[f"/api/v1{path}"]["post"]
        assert any(one["name"] == "Idempotency-Key" for one in operation["parameters"]), path
        assert "409" in operation["responses"], path
        named = re.sub(r"\{number\}", str(ticket.number), path)
        asked = re.sub(r"\{desk\}|\{key\}", "it", named)
        refused = jana.post(re.sub(r"\{\w+\}", "1", asked), {}, {"Idempotency-Key": "x" * 256})
        assert refused.status_code in (404, 415, 422), path
        if refused.status_code == 422:
            assert refused.json()["errors"][0]["field"] == "Idempotency-Key", path


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_write_one_message_and_all_get_its_answer(transactional_db):
    cast = make_cast()
    ticket, headers = cast.ticket(), cast.bearer("jana") | KEY
    bodies: list[bytes] = []

    def write() -> None:
        path = f"/api/v1/tickets/{ticket.number}/messages"
        try:
            until = time.monotonic() + PATIENCE
            while True:
                answer = Client().post(path, {"body": "<p>Once.</p>"}, content_type="application/json", headers=headers)
                if answer.status_code != 409 or time.monotonic() > until:
                    break
            bodies.append(bytes([answer.status_code == 201]) + answer.content)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bodies) == 8 and len(set(bodies)) == 1 and bodies[0][0] == 1
    assert Message.objects.within(cast.it).filter(side="agent").count() == 1
    assert OutboundMail.objects.within(cast.it).filter(kind="reply").count() <= 1
