"""What tests need not pay for: slow passwords, tables made or checked again by each worker, middleware loaded again for
each browser, rubbish sought among what stays."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.signals import setting_changed
from django.test.client import ClientHandler

from tests.services.installed import installed

TABLES = "deskhand.sqlite3"
"""The database in a data folder."""
ROUNDS_OF_GARBAGE = (20_000, 20, 50)
"""Python looks for cycles after 700 new objects: a page makes as many, and none of them is kept."""


gc.disable()  # Until all is loaded: nothing of it is rubbish.


def pytest_configure(config: pytest.Config) -> None:
    """The same algorithm, one cheap round of it: a guess of the tests need not cost a tenth of a second. And whoever
    has workers begins with the installation that all of them will copy, while they look for their tests."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
    if config.getoption("numprocesses", None) and not config.getoption("collectonly"):
        Thread(target=installed, daemon=True).start()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those of the whole program and of a browser first: they take seconds each, and whoever of the workers had one
    left at the end would let the others wait."""
    source = config.rootpath / "src"
    items.sort(key=lambda item: item.path.is_relative_to(source) and item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """What was loaded by now stays until the end: nobody need look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*ROUNDS_OF_GARBAGE)
    gc.enable()


class Loaded:
    """The middleware of the first test client, for all others: a server, too, loads it once. It looks at every static
    file, which takes longer than most requests. Whoever changes a setting has it loaded again."""

    PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")

    def __init__(self) -> None:
        self.parts: dict[str, Any] = {}
        self.load = ClientHandler.load_middleware

    def give(self, handler: ClientHandler) -> None:
        if not self.parts:
            self.load(handler)
            self.parts = {name: getattr(handler, name) for name in self.PARTS}
        vars(handler).update(self.parts)

    def forget(self, **_signal: object) -> None:
        self.parts = {}


@pytest.fixture(scope="session", autouse=True)
def _middleware_is_loaded_once() -> Iterator[None]:
    loaded = Loaded()

    def load_middleware(handler: ClientHandler) -> None:
        loaded.give(handler)

    setting_changed.connect(loaded.forget)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ClientHandler, "load_middleware", load_middleware)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> Iterator[bool]:
    """On SQLite the tables are copied from the installation that the run makes once. It was made by this program:
    nobody need look whether a migration is lacking."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield False
        return
    copied = Path(connection.settings_dict["TEST"]["NAME"])
    shutil.copy(installed() / TABLES, copied)

    def opened(**_options: object) -> str:
        connection.close()
        connection.settings_dict["NAME"] = copied
        return str(copied)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection.creation, "create_test_db", opened)
        yield True


@pytest.fixture(scope="session", autouse=True)
def _words_alone_are_searched() -> Iterator[Callable[[], bool]]:
    """The model of search by meaning is a second to load and 150 MB to hold. Tests of it say so (``meaning``); all
    others, and what fixtures make for a whole file, are as where the extra is absent. Gives what tells the truth."""
    from deskhand.search.semantic import embedding

    is_available = embedding.is_available
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(embedding, "is_available", lambda: False)
        yield is_available


@pytest.fixture(autouse=True)
def _meaning_is_searched(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    _words_alone_are_searched: Callable[[], bool],
) -> None:
    """In tests that are marked so."""
    if request.node.get_closest_marker("meaning") is not None:
        monkeypatch.setattr("deskhand.search.semantic.embedding.is_available", _words_alone_are_searched)
