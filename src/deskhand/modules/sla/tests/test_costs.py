"""What the module costs: a few questions more, the same for any number of facts and clocks, and never a walk over all
that is promised."""

from __future__ import annotations

import pytest

from deskhand.kernel import switches
from deskhand.modules.sla.actions import ringing, telling
from deskhand.modules.sla.querysets import MODULE
from deskhand.modules.sla.tests.conftest import target
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket
from tests.bench.plans import listening, whole_reads

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

MORE_FOR_A_PAGE = 2
"""Questions by which a page may exceed what it asks without the module."""

FACT_QUERIES = 28
"""Statements that a change of priority asks with three clocks that go by another target then, all in all."""


def _again(ticket):
    return Ticket.objects.beyond_walls("a test").get(pk=ticket.pk)


def _promised(promise):
    promise(
        target("first_response", any=4, urgent=1),
        target("time_to_resolve", any=16, urgent=8),
        target("time_to_own", any=1),
    )


@pytest.mark.parametrize("where", ["/agent/it/tickets/?view=open", "/agent/tickets/{number}/"])
def test_a_page_asks_at_most_two_questions_more_with_promises_than_without(cast, promise, where):
    _promised(promise)
    tickets = [cast.ticket(f"No. {number}") for number in range(4)]
    client, address = cast.client("jana"), where.format(number=tickets[-1].number)

    def asked():
        assert client.get(address).status_code == 200  # What a first visit loads, later ones find.
        with listening() as heard:
            assert client.get(address).status_code == 200
        return heard

    having = asked()
    assert not whole_reads(having.reads)
    switches.switch(MODULE, cast.it.pk, False)
    assert len(having.asked) <= len(asked().asked) + MORE_FOR_A_PAGE


def test_a_fact_costs_the_same_for_a_long_story_as_for_a_short_one(cast, promise):
    _promised(promise)
    jana, ticket = cast.actor("jana"), cast.ticket()

    def asked(priority):
        with listening() as heard:
            actions.change_priority(actor=jana, ticket=_again(ticket), to=priority)
        assert not whole_reads(heard.reads)
        return len(heard.asked)

    few = asked(4)
    for _turn in range(8):
        cast.reply(_again(ticket))
        cast.writes(_again(ticket))
    assert asked(1) <= few + 1 <= FACT_QUERIES


def test_what_is_due_is_found_by_its_index(cast, promise):
    _promised(promise)
    for number in range(3):
        cast.ticket(f"No. {number}")
    with listening() as heard:
        telling.ring(desk_id=cast.it.pk)
        ringing.look_ahead([cast.it.pk])
    assert any("sla_clock" in one.sql for one in heard.reads)
    assert not whole_reads(heard.reads)
