"""A stage that the tests of one file share: it is set up once, and what each test does is rolled back with it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.db import transaction

from deskhand.accounts import policy
from deskhand.kernel import switches
from deskhand.mail.models import OutboundMail
from deskhand.mail.tests.post import sent_to
from deskhand.notify import windows
from deskhand.tickets import actions, built_in_views
from deskhand.tickets.models import Ticket
from deskhand.webhooks import listeners
from tests.cast import Cast, make_cast

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


def answered() -> tuple[Cast, Ticket, OutboundMail]:
    """Mara's ticket, which Jana works on and has answered, and the answer as it was sent."""
    cast = make_cast()
    ticket = cast.ticket()
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    cast.reply(ticket)
    cast.work()
    return cast, ticket, sent_to("mara@kestrel.example", kind="reply")[-1]


def fixtures_of(make: Callable[[], tuple[Any, ...]]) -> tuple[Any, Any, Any, Any]:
    """The fixtures of a file whose stage is a cast and what else ``make`` gives. The file names them so:
    ``office, stage, cast, asked = fixtures_of(answered)``; the last one may have any name and is all but the cast."""

    @pytest.fixture(scope="module")
    def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Any, ...]]:
        with kept_for_the_file(django_db_blocker, make) as made:
            yield made

    @pytest.fixture
    def stage(office: tuple[Any, ...]) -> tuple[Any, ...]:
        return copy.deepcopy(office)

    @pytest.fixture
    def cast(stage: tuple[Any, ...]) -> Any:
        return stage[0]

    @pytest.fixture
    def rest(stage: tuple[Any, ...]) -> tuple[Any, ...]:
        return stage[1:]

    return office, stage, cast, rest
