"""Who is at a ticket: told to colleagues of the desk, and to nobody else."""

from datetime import timedelta

import pytest

from deskhand.accounts.actions import take_role
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import actions
from deskhand.tickets.models import Presence

LIVE, PRESENT = "/agent/it/live", "/agent/tickets/present"


@pytest.fixture(autouse=True)
def at_one_instant(monkeypatch):
    """Signs fade after seconds; a slow machine takes as long for one answer."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)


def sign(client, ticket, does):
    assert client.post(PRESENT, {"at": f"{ticket.number}:{does}"}).status_code == 204


def asked(client, ticket=None, **more):
    ask = {"ticket": ticket.number} if ticket else {}
    return client.get(LIVE, {**ask, "also": "", **more}).json()


def test_a_colleague_sees_who_is_replying_and_not_themselves(cast):
    ticket = cast.ticket()
    priya, jana = cast.client("priya"), cast.client("jana")
    sign(priya, ticket, "replying")
    sign(jana, ticket, "viewing")
    assert "Priya is replying" in asked(jana, ticket)["present"]
    assert "Jana is viewing" in asked(priya, ticket)["present"]
    assert "Jana" not in asked(jana, ticket)["present"]


def test_who_writes_comes_before_who_reads(cast):
    ticket = cast.ticket()
    for name, does in (("arno", "viewing"), ("ben", "viewing"), ("priya", "noting")):
        sign(cast.client(name), ticket, does)
    assert "Priya is writing a note, and 2 more" in asked(cast.client("jana"), ticket)["present"]


def test_who_sends_no_sign_is_gone_and_who_left_is_gone_sooner(cast, monkeypatch):
    ticket, jana, now = cast.ticket(), cast.client("jana"), clock.now()
    sign(cast.client("priya"), ticket, "replying")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=20))
    assert "Priya" in asked(jana, ticket)["present"]
    sign(cast.client("ben"), ticket, "left")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=30))
    assert "Ben" in asked(jana, ticket)["present"] and "Priya" not in asked(jana, ticket)["present"]
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=33))
    assert asked(jana, ticket)["present"] == ""


def test_the_list_marks_what_somebody_is_writing_on(cast):
    read, answered = cast.ticket(), cast.ticket("Printer jams")
    sign(cast.client("priya"), read, "viewing")
    sign(cast.client("priya"), answered, "replying")
    assert asked(cast.client("jana"))["writing"] == [[answered.number, "Priya is replying"]]
    assert asked(cast.client("priya"))["writing"] == []


def test_nothing_is_said_twice(cast):
    ticket, jana = cast.ticket(), cast.client("jana")
    sign(cast.client("priya"), ticket, "replying")
    first = asked(jana, ticket)
    ask = {"ticket": ticket.number, "since": first["version"], "also": first["also"]}
    assert jana.get(LIVE, ask).status_code == 204
    sign(cast.client("priya"), ticket, "replying")
    assert jana.get(LIVE, ask).status_code == 204
    sign(cast.client("priya"), ticket, "viewing")
    assert "Priya is viewing" in jana.get(LIVE, ask).json()["present"]


def test_requesters_and_other_desks_neither_show_nor_see(cast):
    ticket = cast.ticket()
    for name in ("mara", "hanna"):
        sign(cast.client(name), ticket, "replying")
        assert cast.client(name).get(LIVE, {"ticket": ticket.number, "also": ""}).status_code == 404
    assert not Presence.objects.beyond_walls("nobody").exists()
    sign(cast.client("priya"), ticket, "replying")
    assert "Priya" not in cast.client("mara").get(f"/requests/{ticket.number}/").content.decode()


def test_who_lost_the_role_is_not_shown_any_more(cast):
    ticket = cast.ticket()
    sign(cast.client("priya"), ticket, "replying")
    take_role(actor=SYSTEM, desk=cast.it, person=cast.priya, role="lead")
    assert asked(cast.client("jana"), ticket)["present"] == ""


def test_a_sign_writes_one_row_and_reading_writes_none(cast, django_assert_max_num_queries):
    ticket, jana = cast.ticket(), cast.client("jana")
    for _time in range(3):
        sign(jana, ticket, "viewing")
    assert Presence.objects.within(cast.it).count() == 1
    seen_at = Presence.objects.within(cast.it).get().seen_at
    cast.client("priya").get(f"/agent/tickets/{ticket.number}/")
    asked(cast.client("priya"), ticket)
    assert [one.seen_at for one in Presence.objects.within(cast.it)] == [seen_at]
    with django_assert_max_num_queries(9):
        asked(jana, ticket)


def test_old_signs_are_removed(cast, monkeypatch):
    sign(cast.client("jana"), cast.ticket(), "viewing")
    now = clock.now()
    assert actions.forget_presence() == 0
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=2))
    assert actions.forget_presence() == 1


@pytest.mark.parametrize("marks", ["", "x:viewing", "99999999:viewing", "1" * 30 + ":viewing", ":"])
def test_nonsense_is_passed_over(cast, marks):
    assert cast.client("jana").post(PRESENT, {"at": marks}).status_code == 204
