"""The unit files of systemd: understood by systemd, and their commands are the product's."""

import re
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from tools.stamps import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "StateDirectoryMode": "0700",
    "UMask": "0077",
}


def settings(unit):
    """Keys and values of a unit file; every one that is not a list stands in it once."""
    lines = [line for line in unit.read_text().splitlines() if line and not line.startswith(("#", "["))]
    pairs = [line.split("=", 1) for line in lines]
    assert all(len(pair) == 2 for pair in pairs), unit.name
    return dict(pairs)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_command_of_a_unit_is_one_that_there_is(unit):
    from deskhand.cli.command import deskhand

    program, *words = settings(unit)["ExecStart"].split()
    assert program == "/opt/deskhand/bin/deskhand"
    told = CliRunner().invoke(deskhand, [*words, "--help"])
    assert told.exit_code == 0, told.output
    assert words[0] == "serve"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_lets_deskhand_write_nowhere_but_into_its_folder(unit):
    found = settings(unit)
    assert found.items() >= HARDENING.items()
    assert found["User"] == "deskhand"
    assert found["Environment"] == f"DESKHAND_DATA={found['WorkingDirectory']}"
    assert found["WorkingDirectory"] == f"/var/lib/{found['StateDirectory']}"
    assert "ReadWritePaths" not in found


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_waits_longer_for_the_end_than_the_program_takes(unit):
    from deskhand.cli.tree import DRAIN_SECONDS

    assert int(settings(unit)["TimeoutStopSec"]) > DRAIN_SECONDS


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_a_unit(unit, tmp_path):
    if shutil.which("systemd-analyze") is None:
        assert {"ExecStart", "User", "Restart"} <= settings(unit).keys()  # No systemd here to ask.
        return
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace("/opt/deskhand/bin/deskhand", shutil.which("true") or "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if unit.name in line]
    assert not complaints
    assert not re.search(r"Unknown|Invalid|Failed to parse", done.stderr), done.stderr
