"""An archive describes what is in it, even while people go on working."""

import json

import pytest
from django.conf import settings
from django.test import override_settings

from deskhand.cli.tests.terminal import Terminal
from deskhand.ops import backup, restore

pytestmark = pytest.mark.sqlite
BESIDE_IT = 5
"""Tickets of HR and Facilities in the demo."""


@pytest.mark.django_db(transaction=True)
def test_what_happens_while_a_backup_is_written_is_neither_in_it_nor_counted(cast, tmp_path, monkeypatch):
    cast.ticket("Before the copy")
    real = backup._described

    def somebody_writes_meanwhile(copy):
        cast.ticket("After the copy")
        return real(copy)

    monkeypatch.setattr(backup, "_described", somebody_writes_meanwhile)
    manifest = backup.write(tmp_path / "all.tar.gz")
    assert manifest["counts"]["tickets"] == 1
    assert restore.unpacked(tmp_path / "all.tar.gz", tmp_path / "restored")["counts"] == manifest["counts"]


def test_a_postgresql_database_goes_into_an_archive_and_back(postgres_cluster, postgres_url, tmp_path):
    terminal = Terminal(tmp_path / "data", DESKHAND_DATABASE_URL=postgres_url)
    terminal.run("demo", "--tickets", "20", "--no-serve")
    terminal.run("backup", str(tmp_path / "all.tar.gz"))
    (told,) = [one for one in terminal.json("doctor")["findings"] if one["check"] == "backup"]
    assert told["state"] == "ok" and "all.tar.gz" in told["words"]
    empty = f"{postgres_url.rpartition('/')[2]}_again"
    restored = Terminal(tmp_path / "new", DESKHAND_DATABASE_URL=postgres_cluster.create_database(empty))
    try:
        done = restored.run("restore", str(tmp_path / "all.tar.gz"), "--data", str(tmp_path / "new"), "--json")
    finally:
        postgres_cluster.drop_database(empty)
    assert json.loads(done.stdout)["counts"]["tickets"] == BESIDE_IT + 20


def test_no_password_of_the_database_stands_in_a_list_of_processes():
    url = "postgresql://desk:s%3Acret@db.example:5432/deskhand?sslmode=require"
    with override_settings(DESKHAND=type("Config", (), {**vars(settings.DESKHAND), "database_url": url})):
        address, password = backup._address_and_password()
    assert address == "postgresql://desk@db.example:5432/deskhand?sslmode=require"
    assert password == "s:cret"
