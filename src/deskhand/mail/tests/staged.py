"""A stage that the tests of one file share: it is set up once, and what each test does is rolled back with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.db import transaction

from deskhand.accounts import policy
from deskhand.kernel import switches
from deskhand.notify import windows
from deskhand.tickets import built_in_views
from deskhand.webhooks import listeners

T = TypeVar("T")


@contextmanager
def kept_for_the_file(blocker: Any, make: Callable[[], T]) -> Iterator[T]:
    """What ``make`` gives, with its rows, until the file is done. For a fixture of scope ``module`` in a file whose
    tests are marked ``django_db``: each of them runs in a savepoint of its own. They take deep copies, for objects
    change."""
    for kept in (switches, policy, listeners, built_in_views):
        kept.forget()
    with blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(windows, "LENGTH", timedelta(0))  # As for every test.
            made = make()
        yield made
        transaction.set_rollback(True)
