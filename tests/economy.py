"""What tests need not pay for: slow passwords, tables made again by each worker, rubbish sought among what stays."""

import gc
import shutil

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests.services.installed import installed

TABLES = "deskhand.sqlite3"
"""The database in a data folder."""
ROUNDS_OF_GARBAGE = (20_000, 20, 50)
"""Python looks for cycles after 700 new objects: a page makes as many, and none of them is kept."""


def pytest_configure() -> None:
    """The same algorithm, one cheap round of it: a guess of the tests need not cost a tenth of a second."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def pytest_collection_finish() -> None:
    """What was loaded by now stays until the end: nobody need look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*ROUNDS_OF_GARBAGE)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite the tables are copied from the installation that the run makes once, and only checked."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return False
    shutil.copy(installed() / TABLES, connection.settings_dict["TEST"]["NAME"])
    return True
