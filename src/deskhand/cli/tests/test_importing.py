"""Importing people from the terminal: the same import as in the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskhand.cli.tests.terminal import Terminal

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("terminal")]


def test_a_list_is_checked_imported_and_found_unchanged_the_second_time(demo: Terminal, tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("Name;Mail\nAda;ada@x.example\nBo;bo@x.example\nNobody;\n")
    tried = demo.json("people", "import", str(file), "--dry-run")
    assert {name: tried[name] for name in ("applied", "new", "refused")} == {"applied": False, "new": 2, "refused": 1}
    done = demo.run("people", "import", str(file))
    assert b"2 new, 0 changed, 0 unchanged, 1 refused" in done.stdout and b"row 4: No mail address" in done.stderr
    assert demo.json("people", "import", str(file))["unchanged"] == 2


def test_a_file_without_addresses_is_refused_in_words(demo: Terminal, tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("Name;Town\nAda;London\n")
    assert b"Say which column is" in demo.run("people", "import", str(file), code=2).stderr
