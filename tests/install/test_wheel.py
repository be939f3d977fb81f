"""The wheel alone makes a help desk: no clone, no Node, nothing of the system but Python."""

import os
import re
import subprocess
import sys

import pytest

from tests.install.visitor import Visitor, work_a_ticket
from tests.services.service import LOOPBACK, PATIENCE, answers, free_port, wait_until
from tools.stamps import ROOT

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
STARTS_WITHIN = 240.0
"""Seconds for filling the demo desk and starting, on a busy machine."""


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command[:4]}: {done.stdout[-1500:]} {done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder of an environment in which only the locked packages and the wheel are."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [wheel] = folder.glob("deskhand-*.whl")
    home = folder / "venv"
    run(sys.executable, "-m", "venv", home)
    pip = [home / "bin" / "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input"]
    run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "base.txt", cwd=folder)
    run(*pip, "--no-deps", wheel, cwd=folder)
    return home


@pytest.fixture
def alone(installed, tmp_path):
    """What a command of the environment is started with: an empty folder, and no program but the environment's."""
    return {"cwd": tmp_path, "env": {"PATH": str(installed / "bin"), "HOME": str(tmp_path), "LANG": "C.UTF-8"}}


def test_what_the_wheel_declares_is_what_is_installed(installed):
    run(installed / "bin" / "pip", "--disable-pip-version-check", "check")


def test_a_ticket_is_worked_with_nothing_but_the_wheel(installed, alone, tmp_path):
    port = free_port()
    printed = tmp_path / "printed"
    with printed.open("wb") as out:
        command = [installed / "bin" / "deskhand", "demo", "--tickets", "5", "--bind", f"{LOOPBACK}:{port}"]
        serving = subprocess.Popen(command, stdout=out, stderr=out, **alone)
    try:
        wait_until(lambda: answers(port) or serving.poll() is not None, "the start", STARTS_WITHIN)
        [link] = re.findall(r"agent +(http\S+)", printed.read_text())
        with Visitor(f"http://{LOOPBACK}:{port}") as visitor:
            work_a_ticket(visitor, link)
            page = visitor.get("/agent/it/tickets/").text
            built = re.findall(r'(?:href|src)="(/static/deskhand/[^"]+\.(?:css|js))"', page)
            assert built, "the page names a stylesheet and scripts"
            for file in built:
                assert visitor.get(file).headers["cache-control"] == "max-age=315360000, public, immutable"
    finally:
        serving.terminate()
        assert serving.wait(PATIENCE) == 0, printed.read_text()
    assert (tmp_path / "var" / "data" / "deskhand.sqlite3").exists()


def test_the_command_says_its_version_and_its_words_in_german(installed, alone, tmp_path):
    assert os.access(installed / "bin" / "deskhand", os.X_OK)
    told = run(installed / "bin" / "deskhand", "--version", **alone)
    assert re.search(r"\d+\.\d+\.\d+", told)
    catalogues = run(
        installed / "bin" / "python",
        "-c",
        "import deskhand, pathlib; print(*pathlib.Path(deskhand.__file__).parent.rglob('*.mo'))",
        **alone,
    )
    assert "locale/de/" in catalogues
