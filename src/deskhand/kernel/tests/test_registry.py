"""Slots, events, permissions and switches: unknown names are errors, not silence."""

from dataclasses import dataclass

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel import events, modules, permissions, slots, switches
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.errors import Denied, Invalid
from deskhand.tickets.events import TicketCreated


def test_filling_a_place_that_nobody_declared_is_an_error():
    with pytest.raises(slots.UnknownSlot, match="Nobody declared"):
        slots.fill("no_such_place", object())


def test_no_place_can_be_declared_after_the_start():
    with pytest.raises(slots.UnknownSlot):
        slots.declare("late", "Too late.")


def test_two_events_cannot_share_a_code():
    with pytest.raises(ValueError, match="twice"):

        @events.event("ticket.created", subject="ticket")
        @dataclass(frozen=True, kw_only=True)
        class Impostor(events.Fact):
            ticket: int


def test_a_fact_outside_a_transaction_is_refused(transactional_db):
    fact = TicketCreated(ticket=1, message=1, requester=1, kind="incident", status="new", priority=2)
    with pytest.raises(RuntimeError, match="outside a transaction"):
        events.emit(fact, actor=SYSTEM, desk_id=1)


def test_every_module_was_registered_with_its_title():
    assert [one.label for one in modules.installed()]
    assert all(one.title and one.description for one in modules.installed())


def test_a_new_installation_has_every_module_off(cast):
    assert [one.label for one in modules.installed() if switches.is_on_anywhere(one.label)] == []


def test_a_switch_holds_for_its_desk_alone_and_can_be_turned_back(cast):
    assert switch_module(actor=cast.actor("lena"), desk=cast.it, module="announcements", on=True)
    assert switches.is_on("announcements", cast.it.pk) and not switches.is_on("announcements", cast.hr.pk)
    assert not switch_module(actor=cast.actor("lena"), desk=cast.it, module="announcements", on=True)
    assert switch_module(actor=cast.actor("lena"), desk=cast.it, module="announcements", on=False)
    assert not switches.is_on_anywhere("announcements")


def test_agents_cannot_switch_modules_and_unknown_ones_are_named(cast):
    with pytest.raises(Denied):
        switch_module(actor=cast.actor("jana"), desk=cast.it, module="announcements", on=True)
    with pytest.raises(Invalid, match="announcements"):
        switch_module(actor=cast.actor("lena"), desk=cast.it, module="announcement", on=True)


def test_a_read_only_token_may_read_and_nothing_else():
    roles = {1: frozenset({"agent"})}
    reader = Actor(person_id=1, name="A", channel=Channel.API, roles=roles, may_write=False)
    assert reader.may("tickets.read", 1)
    assert not reader.may("tickets.reply", 1)
    with pytest.raises(Denied, match="only read"):
        reader.need("tickets.reply", 1)


def test_a_role_on_one_desk_means_nothing_on_another():
    agent = Actor(person_id=1, name="A", channel=Channel.WEB, roles={1: frozenset({"agent"})})
    assert agent.may("tickets.reply", 1) and not agent.may("tickets.reply", 2)


def test_the_permission_table_knows_only_roles_that_exist():
    known = {*permissions.DESK_ROLES, permissions.SITE_ADMIN, permissions.REQUESTER}
    assert {role for rule in permissions.table() for role in rule.roles} <= known
