"""A small demo, filled once for all tests of the command line."""

import shutil
from pathlib import Path

import pytest

from deskhand.cli.tests.terminal import Terminal


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder. Nobody works in it: it is copied."""
    folder = tmp_path_factory.mktemp("filled")
    Terminal(folder).begin().run("demo", "--tickets", "12", "--seed", "3", "--no-serve")
    return folder


@pytest.fixture(scope="module")
def demo(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A demo of twelve tickets, shared by the tests of a file."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(filled, folder, dirs_exist_ok=True, symlinks=True)
    return Terminal(folder)
