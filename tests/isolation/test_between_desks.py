"""Requests between desks and what stays at a move, asked at every address of the program: what either side reads of the
other after the one ticket was moved, merged or put into the bin, and what a person with hats on both desks reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from deskhand.accounts.actions import give_role, take_role
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import actions
from deskhand.tickets.models import DeskRequest, Ticket
from tests.isolation.answers import Object
from tests.isolation.asking import Asker
from tests.isolation.roles import Role
from tests.isolation.routes import operations, pages
from tests.isolation.test_grid import _values
from tests.isolation.world import World, secret

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

OURS = ("subject", "first", "answer", "note", "file", "notefile")
"""What stands on the ticket of IT for which HR was asked."""

JANA, HENRY = Role("an agent of IT", "jana", (("it", "agent"),)), Role("an agent of HR", "henry", (("hr", "agent"),))


@pytest.fixture
def undone(world: World) -> Iterator[World]:
    """The world, as it was afterwards."""
    with transaction.atomic():
        world.cast.work()
        yield world
        transaction.set_rollback(True)
    world.samples["it"].ticket.refresh_from_db()


def read(world: World, role: Role, words: list[str]) -> dict[str, set[str]]:
    """The addresses at which somebody is shown each of the words: all that name a ticket of IT, or none."""
    asker, found = Asker(world, role), {word: set[str]() for word in words}
    values = _values(world, Object("it", world.samples["it"]))
    for route in (*pages(), *operations()):
        if "GET" in route.methods and (route.names_a_desks_ticket or set(route.parameters) <= {"desk"}):
            address = route.filled(values)
            answer = (asker.operation if route.operation else asker.page)("GET", address)
            for word in words:
                found[word] |= {f"{route.name} {address}"} if word in answer.text + answer.location else set()
    return {word: where for word, where in found.items() if where}


def is_read(world: World, name: str, ticket: Ticket, word: str) -> bool:
    """Whether the page of the ticket shows somebody the word."""
    answer = world.cast.client(name).get(f"/agent/tickets/{ticket.number}/")
    return answer.status_code == 200 and word in answer.content.decode()


def asked_row(world: World) -> DeskRequest:
    row: DeskRequest = DeskRequest.objects.within(world.cast.it).select_related("asked", "asking").get()
    return row


def _moved(world: World) -> None:
    """The asking ticket goes to HR: its people read it, and IT does not."""
    ticket, cast = world.samples["it"].ticket, world.cast
    held = world.samples["it"].by_segment["held"]
    actions.take_back(actor=cast.actor("jana"), ticket=ticket, held=held, keep=False)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["jana"], role="agent")
    actions.move(actor=cast.actor("jana"), ticket=ticket, to=cast.hr)
    take_role(actor=SYSTEM, desk=cast.hr, person=cast.people["jana"], role="agent")


def _merged(world: World) -> None:
    asked, cast = asked_row(world).asked, world.cast
    into = cast.ticket("The other one of HR", by="oliver", desk="hr")
    actions.merge(actor=cast.actor("hanna"), ticket=asked, into=into.number)


def _binned(world: World) -> None:
    actions.delete(actor=world.cast.actor("hanna"), ticket=asked_row(world).asked)


@pytest.mark.long
@pytest.mark.parametrize("change", [_moved, _merged, _binned], ids=lambda one: one.__name__.strip("_"))
def test_neither_desk_reads_what_is_the_other_ones(undone: World, change: Callable[[World], None]):
    asked = asked_row(undone).asked
    change(undone)
    undone.cast.work()
    ours, theirs = [secret(f"it_{name}") for name in OURS], secret("hr_asked_note")
    if change is _moved:
        assert read(undone, JANA, [theirs, *ours]) == {}, "the ticket is HR's now"
    else:
        assert read(undone, JANA, [theirs]) == {}
        assert read(undone, HENRY, ours) == {}
    assert is_read(undone, "henry", asked, theirs), "or this asks nothing"


def test_a_person_with_hats_on_both_desks_reads_both_until_one_is_taken(undone: World):
    cast, row, note = undone.cast, asked_row(undone), secret("hr_asked_note")
    ours = row.asking, secret("it_note")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["jana"], role="agent")
    assert is_read(undone, "jana", row.asked, note) and is_read(undone, "jana", *ours)
    take_role(actor=SYSTEM, desk=cast.hr, person=cast.people["jana"], role="agent")
    assert not is_read(undone, "jana", row.asked, note) and is_read(undone, "jana", *ours)


@pytest.mark.long
def test_what_stayed_at_a_move_is_read_at_no_address_by_the_new_desk(undone: World):
    ticket, cast, kept = undone.samples["it"].ticket, undone.cast, secret("it_note")
    note = next(one.pk for one in ticket.messages.all() if kept in one.text)
    held = undone.samples["it"].by_segment["held"]
    actions.take_back(actor=cast.actor("jana"), ticket=ticket, held=held, keep=False)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["lena"], role="agent")
    actions.move(actor=cast.actor("lena"), ticket=ticket, to=cast.hr, keep=[note])
    cast.work()
    assert read(undone, HENRY, [kept, secret("it_notefile")]) == {}
    rest = Ticket.objects.within(cast.it).get(messages=note)
    assert is_read(undone, "jana", rest, kept) and not is_read(undone, "henry", rest, kept)
