"""What the doctor finds, and that each finding says what to do."""

import http.server
import os
import stat
import threading
import time
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from deskhand.accounts.models import Desk
from deskhand.jobs.models import Job, WorkerBeat
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.mail.models import InboundMail, Mailbox, OAuthAccess, OutboundMail
from deskhand.ops import doctor
from deskhand.ops.actions import note_backup
from deskhand.ops.doctor import address, backup, database, machine, mail, work

pytestmark = pytest.mark.django_db
EVERYWHERE = "the test looks at everything"


def now_ms():
    return int(time.time() * 1000)


def named(findings, check):
    return [one for one in findings if one.check == check]


def configured(settings, **values):
    settings.DESKHAND = replace(settings.DESKHAND, **values)


@pytest.fixture
def folder(settings, tmp_path):
    """A data folder of its own, as it should be."""
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "secret_key").touch(0o600)
    (tmp_path / "files").mkdir()
    tmp_path.chmod(0o700)
    configured(settings, data=tmp_path)
    return tmp_path


@pytest.fixture
def mailbox(cast):
    """The desk's mailbox, fetched a moment ago."""
    box = Mailbox.objects.within(cast.it).get()
    box.protocol, box.fetch_host, box.last_fetch_at, box.last_error = "imap", "imap.eberfeld.example", clock.now(), ""
    box.save(update_fields=["protocol", "fetch_host", "last_fetch_at", "last_error"])
    return box


def test_everything_is_looked_at_and_a_page_is_spared_the_slow_checks(cast):
    every = {one.check for one in doctor.examine()}
    assert every >= {
        "database", "schema", "disk", "permissions", "base_address", "size", "clock", "workers", "waiting_work",
        "failed_work", "mail_in", "unread", "mail_out", "backup", "administrator", "integrity", "reachable",
    }  # fmt: skip
    assert every - {one.check for one in doctor.examine(thorough=False)} == {"integrity", "reachable"}


def test_a_database_that_does_not_answer_is_a_finding_and_the_rest_is_still_looked_at(monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(database, "database", refuse)
    found = doctor.examine()
    assert [one.check for one in found] == ["unreachable", "disk", "permissions", "base_address"]
    assert "connection refused" in found[0].words
    assert not doctor.is_well(found)


def test_a_schema_of_another_version_ends_the_look_at_the_tables(monkeypatch):
    stale = doctor.Finding("schema", "Schema", "broken", "1 migration waits: restart.")
    monkeypatch.setattr(database, "schema", lambda: stale)
    assert {one.check for one in doctor.examine()} == {"database", "schema", "disk", "permissions", "base_address"}


def test_a_newer_version_s_database_is_known():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('tickets', '9999_later', '2030-01-01')"
        )
    found = database.schema()
    assert found.state == "broken"
    assert "tickets 9999_later" in found.words


@pytest.mark.sqlite
def test_a_row_that_refers_to_nothing_is_found(cast):
    assert database.integrity().state == "ok"
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_status SET desk_id = 999 WHERE id = (SELECT min(id) FROM tickets_status)")
        found = database.integrity()
        cursor.execute("UPDATE tickets_status SET desk_id = %s WHERE desk_id = 999", [cast.it.pk])
    assert found.state == "broken"
    assert "tickets_status" in found.words


Usage = namedtuple("Usage", "total used free")
GB = 2**30


@pytest.mark.parametrize(
    ("total", "free", "state"),
    [(100, 50, "ok"), (100, 5, "warning"), (1_000, 50, "ok"), (100, 0.2, "broken")],
)
def test_a_full_disk_is_told_before_letters_are_refused(monkeypatch, total, free, state):
    usage = Usage(total * GB, 0, int(free * GB))
    monkeypatch.setattr(machine, "shutil", SimpleNamespace(disk_usage=lambda _path: usage))
    assert machine.disk().state == state


def test_keys_and_secrets_that_others_can_read_are_broken(folder):
    assert machine.permissions().state == "ok"
    (folder / "deskhand.toml").write_text('base_url = "https://help.example"\n')
    assert machine.permissions().state == "ok"
    (folder / "deskhand.toml").write_text('smtp_url = "smtp://a:b@mail.example"\n')
    (folder / "deskhand.toml").chmod(0o644)
    assert "chmod 600" in machine.permissions().words
    (folder / "deskhand.toml").chmod(0o600)
    (folder / "keys" / "secret_key").chmod(0o640)
    assert machine.permissions().state == "broken"


def test_a_folder_that_others_can_look_into_is_a_warning(folder):
    folder.chmod(0o755)
    found = machine.permissions()
    assert found.state == "warning"
    assert "chmod 700" in found.words


def test_a_file_that_root_left_in_somebody_s_folder_is_broken(folder, monkeypatch):
    truth = Path.lstat

    def of_somebody_else(path):
        facts = list(truth(path))
        facts[stat.ST_UID] += 1
        return os.stat_result(facts)

    monkeypatch.setattr(Path, "lstat", of_somebody_else)
    found = machine.permissions()
    assert found.state == "broken"
    assert "chown" in found.words


def test_a_clock_that_was_set_back_is_broken(cast):
    assert machine.clock().state in ("ok", "warning")
    Event.objects.create(
        code="ticket.created", at=clock.now() + timedelta(hours=1), subject_kind="ticket", subject_id=1
    )
    found = machine.clock()
    assert found.state == "broken"
    assert "set back" in found.words


def test_a_clock_that_nothing_keeps_right_is_a_warning(cast, monkeypatch):
    monkeypatch.setattr(machine, "_is_synchronized", lambda: False)
    assert "NTP" in machine.clock().words
    monkeypatch.setattr(machine, "_is_synchronized", lambda: True)
    assert machine.clock().state == "ok"


@pytest.mark.parametrize(
    ("values", "state", "words"),
    [
        ({"base_url": "http://127.0.0.1:8000"}, "warning", "DESKHAND_BASE_URL"),
        ({"base_url": "http://help.example"}, "warning", "https"),
        ({"base_url": "https://help.example"}, "warning", "DESKHAND_TRUSTED_PROXIES"),
        ({"base_url": "https://help.example", "trusted_proxies": "127.0.0.1"}, "ok", "https://help.example"),
    ],
)
def test_the_base_address_must_be_one_for_people(settings, values, state, words):
    configured(settings, **values)
    found = address.base_address()
    assert found.state == state
    assert words in found.words


@pytest.fixture
def neighbour(settings, monkeypatch):
    """Somebody under the base address, who answers what the test says."""
    monkeypatch.setattr(address, "PATIENCE", 120.0)
    said = SimpleNamespace(status=200, body=b"ok\n")

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(said.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_words):
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    configured(settings, base_url=f"http://127.0.0.1:{server.server_port}")
    yield said
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "state", "words"),
    [
        (200, b"ok\n", "ok", "answers"),
        (200, b"Welcome to nginx", "broken", "Another program"),
        (302, b"", "broken", "with the status 302"),
        (400, b"", "broken", "Host header"),
        (502, b"", "broken", "502"),
    ],
)
def test_who_answers_under_the_base_address_is_asked(neighbour, status, body, state, words):
    neighbour.status, neighbour.body = status, body
    found = address.reachable()
    assert (found.state, words in found.words) == (state, True), found.words


def test_nobody_under_the_base_address_is_a_warning(settings):
    configured(settings, base_url="http://127.0.0.1:9")
    assert address.reachable().state == "warning"


def test_no_worker_is_told_and_a_living_one_too():
    assert "No worker" in work.workers().words
    WorkerBeat.objects.create(worker="gone", beat_ms=now_ms() - 3_600_000)
    assert work.workers().state == "warning"
    WorkerBeat.objects.create(worker="here", beat_ms=now_ms())
    assert work.workers().state == "ok"


@pytest.mark.parametrize(("minutes", "state"), [(1, "ok"), (10, "warning"), (90, "broken")])
def test_work_that_waits_for_long_is_told(minutes, state):
    Job.objects.create(name="later", due_ms=now_ms() + 3_600_000, made_ms=now_ms())
    Job.objects.create(name="due", due_ms=now_ms() - minutes * 60_000, made_ms=now_ms())
    assert work.waiting_work().state == state


def test_work_that_failed_for_good_is_told():
    Job.objects.create(name="dead", state="dead", due_ms=0, made_ms=0)
    assert "1 job failed" in work.failed_work().words


def test_each_mailbox_is_looked_at_by_itself(cast, mailbox):
    Mailbox.objects.create(
        desk=cast.it, name="pipe", address="pipe@eberfeld.example", created_at=clock.now(), last_error=""
    )
    found = mail.mailboxes()
    titles = {"Mail in: pipe": "ok", f"Mail in: {mailbox.name}": "ok"}
    assert {one.title: one.state for one in found} == titles
    Mailbox.objects.within(cast.it).filter(pk=mailbox.pk).update(last_error="The password is wrong.")
    found = mail.mailboxes()
    assert {one.title: one.state for one in found} == titles | {f"Mail in: {mailbox.name}": "broken"}
    assert f"{mailbox.address}: The password is wrong." in {one.words for one in found}


def test_a_letter_over_the_limit_does_not_make_a_mailbox_look_broken(cast, mailbox):
    mailbox.too_large = 2
    mailbox.save(update_fields=["too_large"])
    found = mail.mailboxes()
    assert found[0].state == "warning"
    assert "2 letters are larger than DESKHAND_MAX_MAIL" in found[0].words


def test_letters_that_a_server_does_not_hand_out_are_told(cast, mailbox):
    mailbox.refused = ["INBOX/1/7"]
    mailbox.save(update_fields=["refused"])
    found = mail.mailboxes()
    assert found[0].state == "warning" and "does not hand out 1 letter" in found[0].words


def test_a_mailbox_that_waits_for_somebody_to_connect_it_is_broken(cast, mailbox):
    mailbox.smtp_host, mailbox.smtp_sign_in = "smtp.eberfeld.example", "oauth"
    mailbox.save()
    assert "press Connect" in mail.mailboxes()[0].words
    access = OAuthAccess.objects.create(mailbox=mailbox, client_id="app", refresh_token="kept")
    assert mail.mailboxes()[0].state == "ok"
    access.refusal = "AADSTS700082"
    access.save()
    assert mail.mailboxes()[0].state == "broken"


def test_a_mailbox_that_nobody_fetches_is_broken(cast, mailbox):
    mailbox.last_fetch_at = clock.now() - timedelta(hours=2)
    mailbox.save(update_fields=["last_fetch_at"])
    found = mail.mailboxes()
    assert found[0].state == "broken"
    assert "120 minutes" in found[0].words


def test_a_letter_that_waits_to_be_read_and_one_in_quarantine_are_told(cast, mailbox):
    from deskhand.files import blobs

    letter = InboundMail.objects.create(
        mailbox=mailbox, raw=blobs.store(b"x"), size=1, digest="d", state="quarantined", received_at=clock.now()
    )
    assert "1 message is in quarantine" in mail.unread().words
    letter.state, letter.received_at = "stored", clock.now() - timedelta(minutes=30)
    letter.save(update_fields=["state", "received_at"])
    assert mail.unread().state == "broken"


def test_a_letter_that_does_not_get_out_is_told_with_the_server_s_words(cast, settings):
    assert "No mail server" in mail.mail_out().words
    configured(settings, smtp_url="smtp://127.0.0.1:25")
    assert mail.mail_out().state == "ok"
    made = clock.now() - timedelta(hours=1)
    letter = OutboundMail.objects.create(
        desk_id=cast.it.pk,
        kind="reply",
        to_email="a@example.org",
        made_at=made,
        changed_at=made,
        server_says="451 later",
    )
    assert "451 later" in mail.mail_out().words
    letter.state = "failed"
    letter.save(update_fields=["state"])
    assert "1 letter was not delivered" in mail.mail_out().words


def test_sign_in_links_that_go_through_the_server_of_one_desk_are_told_where_there_are_several(cast, settings):
    cast.mailbox.smtp_host = "mail.example.org"
    cast.mailbox.save()
    assert cast.mailbox.address in mail.mail_out().words and mail.mail_out().state == "warning"
    configured(settings, smtp_url="smtp://127.0.0.1:25")
    assert mail.mail_out().state == "ok"
    configured(settings, smtp_url="")
    Desk.objects.exclude(pk=cast.it.pk).update(is_active=False)
    assert mail.mail_out().state == "ok"


@pytest.mark.postgres
def test_a_week_without_a_backup_is_told_and_a_fresh_one_with_its_name(cast):
    assert "None was made yet" in backup.backup().words
    with clock.frozen(clock.now() - timedelta(days=8)):
        note_backup(actor=SYSTEM, file="old.tar.gz", size=2048, command="deskhand backup")
    found = backup.backup()
    assert found.state == "warning"
    assert "old.tar.gz, 2.0 KB. That is more than 7 days ago" in found.words
    note_backup(actor=SYSTEM, file="new.tar.gz", size=2048, command="deskhand backup")
    found = backup.backup()
    assert found.state == "ok"
    assert "new.tar.gz" in found.words
    assert "new.tar.gz" in cast.client("lena").get("/agent/settings/installation/").content.decode()


@pytest.mark.postgres
def test_the_database_says_its_version_and_size():
    assert database.database().state == "ok"
    assert "MB" in database.size().words
    assert database.schema().words == "Current."
