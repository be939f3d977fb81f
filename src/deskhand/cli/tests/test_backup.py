"""What was backed up can be restored, and what is damaged is not taken for whole."""

import json
import tarfile

import pytest
from django.db import OperationalError

from deskhand.cli import backups
from deskhand.cli.tests.terminal import Terminal

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("terminal")]


@pytest.fixture(scope="module")
def saved(demo, tmp_path_factory):
    """A demo and its archive."""
    archive = tmp_path_factory.mktemp("saved") / "all.tar.gz"
    manifest = json.loads(demo.run("backup", str(archive), "--json").stdout)
    return demo, archive, manifest


def facts(terminal, which="all"):
    """The facts of an installation: all, those of backups, or all but those."""
    rows, shown = "Event.objects", "'id', 'code', 'at'"
    if which == "backups":
        rows, shown = f"{rows}.filter(code='installation.backed_up')", "'channel', 'actor_id', 'values'"
    if which == "others":
        rows = f"{rows}.exclude(code='installation.backed_up')"
    ask = f"from deskhand.kernel.models import Event; print(list({rows}.order_by('id').values_list({shown})))"
    return terminal.out("manage", "shell", "-v0", "-c", ask)


def test_everything_comes_back_in_an_empty_folder(saved, tmp_path):
    terminal, archive, manifest = saved
    restored = Terminal(tmp_path / "restored")
    restored.run("restore", str(archive), "--data", str(tmp_path / "restored"))
    count = "from deskhand.tickets.models import Ticket; print(Ticket.objects.beyond_walls('all of them').count())"
    assert str(manifest["counts"]["tickets"]) == terminal.out("manage", "shell", "-v0", "-c", count).strip()
    assert facts(restored) == facts(terminal, "others")
    for path in (terminal.data / "files").rglob("*"):
        if path.is_file():
            assert (restored.data / path.relative_to(terminal.data)).read_bytes() == path.read_bytes()


def test_that_a_backup_was_made_is_told_where_it_was_made_and_not_where_it_is_restored(saved):
    terminal, archive, _manifest = saved
    values = {"file": "all.tar.gz", "size": archive.stat().st_size, "command": "deskhand backup", "installation": 1}
    assert facts(terminal, "backups") == f"[('cli', None, {values})]"


def test_a_database_that_only_reads_keeps_nobody_from_a_backup(tmp_path, monkeypatch, capsys):
    def refuse(**_given):
        raise OperationalError("cannot execute INSERT in a read-only transaction")

    monkeypatch.setattr("deskhand.ops.actions.note_backup", refuse)
    (tmp_path / "all.tar.gz").write_bytes(b"whole")
    backups._note(tmp_path / "all.tar.gz")
    assert "The archive is whole" in capsys.readouterr().err


def test_an_archive_is_never_written_over(saved):
    terminal, archive, _manifest = saved
    assert b"exists already" in terminal.run("backup", str(archive), code=2).stderr


def test_a_folder_in_use_is_never_restored_over(saved):
    terminal, archive, _manifest = saved
    refused = terminal.run("restore", str(archive), "--data", str(terminal.data), code=None)
    assert refused.returncode != 0
    assert b"not empty" in refused.stderr


def test_a_cut_off_archive_is_refused(saved, tmp_path):
    terminal, archive, _manifest = saved
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive.read_bytes()[:-2000])
    refused = terminal.run("restore", str(cut), "--data", str(tmp_path / "new"), code=None)
    assert refused.returncode != 0
    assert b"not a whole archive" in refused.stderr


def test_an_archive_with_a_changed_file_is_refused(saved, tmp_path):
    terminal, archive, _manifest = saved
    inside = tmp_path / "inside"
    with tarfile.open(archive) as opened:
        opened.extractall(inside, filter="data")
    victim = next(path for path in sorted((inside / "files").rglob("*")) if path.is_file())
    victim.write_bytes(victim.read_bytes()[:-1] + b"!")
    forged = tmp_path / "forged.tar.gz"
    with tarfile.open(forged, "w:gz") as out:
        for path in inside.iterdir():
            out.add(path, path.name)
    refused = terminal.run("restore", str(forged), "--data", str(tmp_path / "new"), code=None)
    assert refused.returncode != 0
    assert b"missing or damaged" in refused.stderr
