"""Stored files that nothing refers to any more go; what somebody is just bringing stays."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.jobs import schedule
from deskhand.kernel import clock
from deskhand.mail.models import OutboundMail
from deskhand.ops import backup
from deskhand.ops.actions import sweep, sweep_files
from deskhand.tickets.actions import upload
from deskhand.tickets.models import Attachment

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def stored(content, days=2):
    """Content that somebody brought so many days ago."""
    with clock.frozen(clock.now() - timedelta(days=days)):
        return blobs.store(content)


def is_there(blob):
    found = Blob.objects.filter(pk=blob.pk).exists()
    assert default_storage.exists(blob.path) == found, "row and content go together"
    return found


def carried(cast, content):
    return upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="a.txt", content=content)


def test_what_nothing_refers_to_is_removed_after_a_day(cast):
    old, young, used = stored(b"nobody's"), stored(b"just brought", days=0), stored(b"of a message")
    carried(cast, b"of a message")
    with clock.frozen(clock.now() + timedelta(hours=20)):
        assert sweep_files() is False
        assert [is_there(one) for one in (old, young, used)] == [False, True, True]
    with clock.frozen(clock.now() + timedelta(days=3)):
        sweep_files()
        assert [is_there(one) for one in (young, used)] == [False, True]


def test_what_somebody_uploads_while_it_is_swept_stays(cast, monkeypatch):
    row = stored(b"the same logo again")

    def somebody_uploads(_ids):
        blobs.store(b"the same logo again")
        return set()

    monkeypatch.setattr(sweep, "enclosed", somebody_uploads)
    sweep_files()
    assert is_there(row)


def test_what_is_referred_to_while_it_is_swept_stays(cast, monkeypatch):
    row, given = (
        stored(b"long known"),
        {"desk_id": cast.it.pk, "filename": "a.txt", "size": 10, "created_at": clock.now()},
    )
    monkeypatch.setattr(sweep, "enclosed", lambda _ids: Attachment.objects.create(blob=row, key="k", **given) and set())
    sweep_files()
    assert is_there(row)


def test_who_brings_what_is_just_removed_stores_it_anew(monkeypatch):
    row, real = stored(b"gone in between"), blobs._is_kept

    def swept_meanwhile(found):
        assert blobs.remove_unused(found.pk, lambda _pk: False)
        return real(found)

    monkeypatch.setattr(blobs, "_is_kept", swept_meanwhile)
    again = blobs.store(b"gone in between")
    assert again.pk != row.pk
    assert blobs.read(again) == b"gone in between"


def test_a_letter_that_is_still_to_be_sent_keeps_what_it_encloses(cast):
    row = stored(b"enclosed")
    letter = OutboundMail.objects.create(
        desk_id=cast.it.pk,
        to_email="a@example.org",
        attachments=[{"blob_id": row.pk, "filename": "a"}],
        made_at=clock.now(),
        changed_at=clock.now(),
    )
    sweep_files()
    assert is_there(row)
    letter.state = "sent"
    letter.save(update_fields=["state"])
    sweep_files()
    assert not is_there(row)


def test_nothing_is_removed_while_a_backup_is_written_and_much_is_removed_in_parts(monkeypatch):
    monkeypatch.setattr(sweep, "AT_ONCE", 2)
    rows = [stored(content) for content in (b"one", b"two", b"three")]
    with backup._files_stay():
        assert sweep_files() is False
        assert all(is_there(row) for row in rows)
    assert sweep_files() is True
    assert sweep_files() is False
    assert not any(is_there(row) for row in rows)


def test_it_is_done_by_the_clock():
    assert "deskhand.ops.schedules.sweep_unused_files" in schedule._periodic
