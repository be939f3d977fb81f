"""Whoever has a role on the desk of a confidential ticket and is not on its list is told at every address what they are
told of a ticket that does not exist; who is excluded, too. The addresses are those of the program: a new one is asked
by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from deskhand.accounts.actions import end_glass, second_glass
from deskhand.accounts.models import BreakGlass, DeskRole
from deskhand.kernel import clock, permissions
from deskhand.modules.knowledge.jobs_of_gaps import look_for_answers
from deskhand.modules.knowledge.models import Gap
from deskhand.tickets import actions
from tests.isolation.answers import Object
from tests.isolation.asking import Asker
from tests.isolation.roles import Role
from tests.isolation.routes import operations, pages
from tests.isolation.test_absent import READ_BY_STAFF, ROLE, shown
from tests.isolation.test_grid import _values
from tests.isolation.world import READERS, World, secret

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

WORDS = tuple(secret(f"it_{name}") for name in ("subject", "first", "answer", "note", "file", "notefile"))
"""What stands in the ticket, and nowhere else."""

MUST_NOT_KNOW = [ROLE[name] for name in ("dora", "sid", "huimin")]
"""Who administers the desk, and so may read there whatever any role may; the site's administrator; and a follower who
is excluded."""

SUBJECT = WORDS[0]

READ_THROUGH_GLASS = {"tickets:list", "cases:list", "cases:person", "sla:waivers"}
"""Where its subject stands while glass is broken, beside the addresses of the ticket itself: nothing else of it."""


@pytest.fixture
def confided(world: World) -> Iterator[Any]:
    """The desk's ticket, with all that hangs on it, is confidential: Jana alone reads it, and its follower is excluded.
    Undone afterwards."""
    cast, ticket = world.cast, world.samples["it"].ticket
    with transaction.atomic():
        look_for_answers.put(desk_id=cast.it.pk, desk=cast.it.pk)  # Words of its subject are kept as answered by now.
        cast.work()
        assert Gap.objects.within(cast.it).filter(kind="search", tickets=[ticket.pk]).exists()
        actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.people["jana"])
        people = [cast.people["jana"]], [cast.people["huimin"]]
        actions.confide(actor=cast.actor("jana"), ticket=ticket, readers=people[0], excluded=people[1])
        cast.work()
        yield ticket
        transaction.set_rollback(True)
    ticket.refresh_from_db()


def leaking(world: World, role: Role) -> dict[str, list[str]]:
    """Addresses at which somebody is shown words of the ticket, beside those of the ticket itself; and which words."""
    asker, found, values = Asker(world, role), {}, _values(world, Object("it", world.samples["it"]))
    for route in (*pages(), *operations()):
        if "GET" in route.methods and not route.names_a_desks_ticket:
            answer = (asker.operation if route.operation else asker.page)("GET", route.filled(values))
            words = [word for word in WORDS if word in answer.text or word in answer.location]
            found |= {route.name: words} if words else {}
    return found


def test_no_role_of_a_desk_may_read_what_its_administrator_may_not():
    """So the grid below asks the administrator for all of them."""
    wider = [one.code for one in permissions.table() if READERS & one.roles and "admin" not in one.roles]
    assert wider == []


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.parametrize("role", MUST_NOT_KNOW, ids=lambda role: role.name)
def test_who_must_not_know_is_shown_no_word_and_cannot_learn_that_it_exists(world: World, confided: Any, role: Role):
    assert leaking(world, role) == {}
    assert not [name for name, is_shown in shown(Asker(world, role), world, "it").items() if is_shown]


@pytest.mark.long
def test_whoever_is_on_the_list_reads_it_as_before(world: World, confided: Any):
    asker = Asker(world, ROLE["jana"])
    found = {name.split()[0] for name, is_shown in shown(asker, world, "it", only=READ_BY_STAFF).items() if is_shown}
    assert found >= READ_BY_STAFF, f"the reader is not shown the ticket at {READ_BY_STAFF - found}"


def broken(world: World) -> BreakGlass:
    """The request of the installation's administrator, to which the desk's administrator agrees."""
    DeskRole.objects.filter(person=world.cast.people["dora"]).update(since=clock.now() - timedelta(days=30))
    glass = BreakGlass.objects.within(world.cast.it).get(pk=world.samples["it"].by_segment["break-glass"])
    return second_glass(actor=world.cast.actor("dora"), glass=glass)


@pytest.mark.long
@pytest.mark.postgres
def test_while_glass_is_broken_it_is_read_on_pages_for_reading_alone_and_afterwards_nowhere(
    world: World, confided: Any
):
    glass = broken(world)
    assert leaking(world, ROLE["sid"]) == {page: [SUBJECT] for page in READ_THROUGH_GLASS}
    end_glass(actor=world.cast.actor("sid"), glass=glass)
    assert leaking(world, ROLE["sid"]) == {}
    assert not [name for name, is_shown in shown(Asker(world, ROLE["sid"]), world, "it").items() if is_shown]
