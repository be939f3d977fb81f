"""The world of the grid: made once for all questions that a worker asks one after the other. A test of this folder uses
it and no other cast: what stands in the database is this world."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.isolation.world import World, make_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """One seeded database, gone afterwards. Every question is undone."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_world()
        transaction.set_rollback(True)
