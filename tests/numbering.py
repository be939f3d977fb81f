"""Rows get the same numbers in every run, whichever tests ran before: else row 4 and row 41 would meet on one page in
one run of a hundred."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

from tests.rules import asks_the_database

if TYPE_CHECKING:
    from tests.counters import Counters

STOOD: pytest.StashKey[Counters] = pytest.StashKey()
"""Where the counters stood when a test began, after what is made for a whole file."""


@pytest.fixture(autouse=True)
def _counters_are_noted(request: pytest.FixtureRequest) -> None:
    if not asks_the_database(request.node):
        return
    from tests.counters import counters

    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        request.node.stash[STOOD] = counters()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Put them back when all that the test wrote is gone; after the last test there is no database."""
    yield
    before = item.stash.get(STOOD, None)
    if before is None or nextitem is None:
        return
    from pytest_django.plugin import blocking_manager_key

    from tests.counters import counters, moved, put

    with item.config.stash[blocking_manager_key].unblock():
        put({name: before.get(name) for name in moved(before, counters())})
