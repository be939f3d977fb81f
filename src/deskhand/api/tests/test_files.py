"""Files, up and down."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.tickets.models import Attachment


def given(name="trace.log", content=b"12:00 up\n", kind="text/plain"):
    return SimpleUploadedFile(name, content, kind)


def test_a_file_goes_up_is_named_by_a_message_and_comes_down(cast, call):
    ticket, mara = cast.ticket(), call("mara")
    up = mara.upload(f"/tickets/{ticket.number}/attachments", given())
    file = up.json()
    assert (up.status_code, file["filename"], file["size"], file["content_type"]) == (201, "trace.log", 9, "text/plain")
    written = mara.post(f"/tickets/{ticket.number}/messages", {"body": "<p>See</p>", "attachments": [file["id"]]})
    assert written.json()["attachments"] == [file]
    down = call("jana").get(file["url"].removeprefix("/api/v1"))
    assert down.bytes == b"12:00 up\n"
    assert down.headers["Content-Disposition"] == 'attachment; filename="trace.log"'
    assert down.headers["X-Content-Type-Options"] == "nosniff"


def test_a_new_ticket_takes_the_files_that_were_uploaded_for_it(cast, call):
    mara = call("mara")
    file = mara.upload("/attachments", given(), desk="it").json()
    number = mara.post("/tickets", {"subject": "x", "body": "", "attachments": [file["id"]]}).json()["number"]
    assert mara.get(f"/tickets/{number}/messages").json()["items"][0]["attachments"] == [file]


def test_nobody_else_reads_or_uses_what_is_not_sent_yet(cast, call):
    ticket = cast.ticket()
    file = call("mara").upload(f"/tickets/{ticket.number}/attachments", given()).json()
    for name in ("jana", "oliver", "hanna"):
        assert call(name).get(f"/attachments/{file['id']}").status_code == 404
    stolen = call("jana").post(f"/tickets/{ticket.number}/messages", {"body": "x", "attachments": [file["id"]]})
    assert stolen.status_code == 422
    assert call("mara").get(f"/attachments/{file['id']}").status_code == 200


def test_files_of_notes_and_of_other_desks_do_not_exist(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    file = jana.upload(f"/tickets/{ticket.number}/attachments", given()).json()
    jana.post(f"/tickets/{ticket.number}/messages", {"body": "x", "kind": "note", "attachments": [file["id"]]})
    assert jana.get(f"/attachments/{file['id']}").status_code == 200
    for name in ("mara", "hanna", "oliver"):
        assert call(name).get(f"/attachments/{file['id']}").status_code == 404


def test_a_dangerous_file_comes_down_as_a_download_that_no_browser_runs(cast, call):
    ticket, mara = cast.ticket(), call("mara")
    file = mara.upload(f"/tickets/{ticket.number}/attachments", given("../../x\r\n<b>.svg", b"<svg/>", "image/svg+xml"))
    down = mara.get(f"/attachments/{file.json()['id']}")
    assert down.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in down.headers["Content-Security-Policy"]
    assert "/" not in file.json()["filename"] and "<" not in file.json()["filename"]


def test_a_type_that_is_none_becomes_plain_bytes(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    file = jana.upload(f"/tickets/{ticket.number}/attachments", given()).json()
    Attachment.objects.within(cast.it).update(content_type="text/html\r\nX-Evil: 1")
    assert jana.get(f"/attachments/{file['id']}").headers["Content-Type"] == "application/octet-stream"


def test_a_file_over_the_limit_is_refused(cast, call, settings):
    import dataclasses

    settings.DESKHAND = dataclasses.replace(settings.DESKHAND, max_upload=1_000_000)
    ticket, mara = cast.ticket(), call("mara")
    for size in (1_000_001, 2_000_000):
        refused = mara.upload(f"/tickets/{ticket.number}/attachments", given(content=b"x" * size))
        assert refused.status_code == 413
    assert not Attachment.objects.within(cast.it).exists()


def test_a_form_without_a_file_says_what_is_missing(cast, call):
    refused = call("mara").upload("/attachments", "no file")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file")


def test_a_file_for_another_desk_is_no_file_of_this_ticket(cast, call):
    mara = call("mara")
    file = mara.upload("/attachments", given(), desk="hr").json()
    refused = mara.post("/tickets", {"subject": "x", "body": "x", "desk": "it", "attachments": [file["id"]]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "attachments")


@pytest.mark.parametrize("path", ["/attachments/none", "/attachments/" + "x" * 43])
def test_an_unknown_file_is_not_there(cast, call, path):
    assert call("jana").get(path).status_code == 404


def test_an_auditor_uploads_nothing(cast, call):
    ticket = cast.ticket()
    assert call("arno").upload(f"/tickets/{ticket.number}/attachments", given()).status_code == 403
