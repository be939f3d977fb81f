"""What tests need not pay for: slow passwords, tables made again by each worker, middleware loaded again for each
browser, rubbish sought among what stays."""

import gc
import shutil
from collections.abc import Iterator
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


def pytest_configure() -> None:
    """The same algorithm, one cheap round of it: a guess of the tests need not cost a tenth of a second."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


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
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite the tables are copied from the installation that the run makes once, and only checked."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return False
    shutil.copy(installed() / TABLES, connection.settings_dict["TEST"]["NAME"])
    return True
