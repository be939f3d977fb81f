"""What nobody should send is refused, in words, and changes nothing."""

import email
import email.policy
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deskhand.mail.models import OutboundMail
from deskhand.mail.sending.building import raw_letter
from deskhand.tickets.models import Ticket

CRLF = "Hello\r\nBcc: everybody@evil.example\r\n\r\nbody"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "-"])
def test_another_host_name_is_refused(cast, host):
    answer = Client(raise_request_exception=False).get("/sign-in/", headers={"Host": host})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content


def test_a_forwarded_host_is_not_believed(cast):
    answer = Client().get("/sign-in/", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 200
    assert b"evil.example" not in answer.content


@pytest.mark.parametrize(
    "path", ["/me/theme/", "/agent/it/bulk", "/agent/tickets/{number}/send", "/new/it/", "/sign-in/"]
)
def test_a_form_without_its_mark_against_forgery_is_refused_in_words(cast, path):
    ticket = cast.ticket()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.jana, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post(path.format(number=ticket.number), {"body": "forged", "theme": "night"})
    assert answer.status_code == 403
    assert len(answer.content.split()) > 20
    ticket.refresh_from_db()
    assert ticket.messages.count() == 1


def test_a_form_from_another_site_is_refused_even_with_a_mark(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.get("/sign-in/")
    mark = strict.cookies["deskhand_csrf"].value if "deskhand_csrf" in strict.cookies else "x"
    answer = strict.post(
        "/sign-in/", {"login": "a", "csrfmiddlewaretoken": mark}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "\t//evil.example",
        "///evil.example",
    ],
)
@pytest.mark.parametrize("path", ["/sign-in/", "/language/de/", "/sign-out/"])
def test_nobody_is_sent_to_another_site(cast, path, target):
    for client in (cast.client("mara"), cast.client()):
        for answer in (client.get(path, {"next": target}), client.post(path, {"next": target})):
            assert "evil.example" not in answer.headers.get("Location", "")
            assert "javascript:" not in answer.headers.get("Location", "")


def test_a_line_break_in_a_subject_or_name_makes_no_header(cast):
    cast.mara.name = CRLF
    cast.mara.save(update_fields=["name"])
    ticket = cast.ticket("Placeholder")
    Ticket.objects.within(cast.it).filter(pk=ticket.pk).update(subject=CRLF)
    ticket.refresh_from_db()
    cast.reply(ticket)
    cast.work()
    letters = [row for row in OutboundMail.objects.within(cast.it) if row.ticket_number == ticket.number]
    assert letters
    for row in letters:
        parsed = email.message_from_bytes(raw_letter(row), policy=email.policy.default)
        assert parsed["Bcc"] is None
        assert [one.domain for one in parsed["To"].addresses] != ["evil.example"]
        assert len(parsed["To"].addresses) == 1


def test_a_subject_beyond_every_limit_is_refused_in_words(cast):
    answer = Client().post(
        "/api/v1/tickets",
        {"subject": "x" * 100_000, "body": "<p>x</p>"},
        content_type="application/json",
        headers=cast.bearer("mara"),
    )
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_a_body_beyond_every_limit_is_refused_in_words(cast):
    answer = Client(raise_request_exception=False).post(
        "/api/v1/tickets",
        {"subject": "x", "body": "x" * (6 * 1024 * 1024)},
        content_type="application/json",
        headers=cast.bearer("mara"),
    )
    assert answer.status_code == 413
    assert answer.json()["detail"]


def test_a_file_beyond_the_limit_is_refused_in_words(cast, settings):
    settings.DESKHAND = replace(settings.DESKHAND, max_upload=1024)
    file = SimpleUploadedFile("big.bin", b"x" * 2048)
    answer = cast.client("jana").post("/agent/it/uploads", {"file": file}, headers={"Accept": "application/json"})
    assert answer.status_code == 413
    assert "big.bin" in answer.content.decode() or "MB" in answer.content.decode()


def test_two_agents_save_at_once_and_the_second_is_told_and_loses_no_text(cast):
    ticket = cast.ticket("Printer jams")
    first, second = cast.client("jana"), cast.client("ben")
    path = f"/agent/tickets/{ticket.number}/change/subject"
    saw = {"was_subject": "Printer jams"}
    assert first.post(path, {**saw, "subject": "Printer jams on floor 4"}).status_code in (200, 302)
    told = second.post(path, {**saw, "subject": "Printer is on fire"}, headers={"HX-Request": "true"})
    ticket.refresh_from_db()
    assert ticket.subject == "Printer jams on floor 4"
    assert told.status_code in (409, 422)
    assert "Printer is on fire" in told.content.decode()
    assert "Printer jams on floor 4" in told.content.decode()
