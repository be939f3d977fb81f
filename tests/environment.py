"""Loaded by pytest before Django's settings: a data folder of its own for each test process, and nothing from outside.

Variables that Deskhand reads are removed, so that no test meets a real server, key or database. `TEST_DATABASE_URL`
alone chooses the database; without it the tests run on SQLite in memory.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "TEST_FOLDER"
"""Name of the variable in which the first process tells its xdist workers where the folders are."""


def _own_folder() -> Path:
    shared = os.environ.get(FOLDER)
    if shared is None:
        shared = tempfile.mkdtemp(prefix="deskhand-tests-")
        os.environ[FOLDER] = shared
        atexit.register(shutil.rmtree, shared, ignore_errors=True)
    folder = Path(shared) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder.mkdir(exist_ok=True)
    share_templates(Path(shared), folder)
    return folder


def share_templates(shared: Path, data: Path) -> None:
    """Whatever template one process of the run made ready, all others have: a link in each data folder."""
    made = shared / "compiled"
    made.mkdir(exist_ok=True, mode=0o700)
    if not (data / "compiled").exists():
        (data / "compiled").symlink_to(made)


for _name in [name for name in os.environ if name.startswith("DESKHAND_")]:
    del os.environ[_name]
os.environ["DESKHAND_DATA"] = str(_own_folder())
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DESKHAND_DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
# Playwright keeps an event loop in the thread of the tests; Django would take every query for one made inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# The tests start a few hundred processes; without kept bytecode each would compile the whole program again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
