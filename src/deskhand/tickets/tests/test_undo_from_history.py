"""A change of a ticket can be taken back from its line in the history, for a day."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from deskhand.accounts.actions import give_role
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.actions.patch import STEPS, value_of
from deskhand.tickets.models import Follower, FormerSubject, Ticket, TicketLink
from deskhand.tickets.tests.held import watch_holding
from tests.cast import Cast


def newest(ticket: Ticket, code: str) -> int:
    found = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code=code).order_by("-id")
    return int(found.values_list("id", flat=True)[0])


def undo(cast: Cast, ticket: Ticket, change: int, name: str = "jana") -> Any:
    return cast.client(name).post(f"/agent/tickets/{ticket.number}/history/{change}/undo")


def refused(cast: Cast, ticket: Ticket, change: int) -> str:
    """What the page is told instead."""
    address, htmx = f"/agent/tickets/{ticket.number}/history/{change}/undo", {"hx-request": "true"}
    toast = json.loads(cast.client("jana").post(address, headers=htmx).headers["HX-Trigger"])["toast"]
    assert toast["kind"] == "error"
    return str(toast["text"])


def page(cast: Cast, ticket: Ticket, name: str = "jana") -> str:
    return cast.client(name).get(f"/agent/tickets/{ticket.number}/").text


def fields_of(ticket: Ticket) -> dict[str, object]:
    row = Ticket.objects.within(ticket.desk_id).get(pk=ticket.pk)
    return {name: value_of(row, name) for name in STEPS}


CHANGES = {
    "subject": "The VPN drops every hour",
    "kind": "question",
    "priority": 4,
    "tags": ["vpn", "outage"],
    "assignee": "ben",
    "team": "service_desk",
    "status": "resolved",
    "requester": "huimin",
    "affected": "huimin",
    "organization": None,
}
CODES = {
    "priority": "ticket.priority_changed",
    "tags": "ticket.tagged",
    "assignee": "ticket.assigned",
    "team": "ticket.team_changed",
    "status": "ticket.status_changed",
}


@pytest.mark.parametrize("field", CHANGES)
def test_each_field_gets_back_what_it_had(cast: Cast, field: str):
    ticket = cast.ticket()
    actions.tag(actor=cast.actor("ben"), ticket=ticket, add=["vpn", "old"])
    actions.set_status(actor=cast.actor("ben"), ticket=ticket, to=cast.status("open"))
    was = fields_of(ticket)
    value = CHANGES[field]
    if field == "status":
        value = cast.status("resolved")
    elif field in ("assignee", "requester", "affected"):
        value = cast.people[value]
    elif field == "team":
        value = cast.service_desk
    actions.patch(actor=cast.actor("ben"), ticket=ticket, changes={field: value})
    change = newest(ticket, CODES.get(field, "ticket.changed"))
    assert f"/history/{change}/undo" in page(cast, ticket)
    assert undo(cast, ticket, change).status_code == 302
    assert fields_of(ticket) == was


def test_the_history_says_in_one_line_who_took_what_back_and_that_can_be_taken_back_too(cast: Cast):
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    undo(cast, ticket, newest(ticket, "ticket.priority_changed"))
    history = page(cast, ticket).partition('id="history-title"')[2]
    assert "Jana Vogt took a change back: “Ben Okafor raised the priority from Normal to Urgent”" in history
    assert "Jana Vogt lowered the priority" not in history
    redone = newest(ticket, "ticket.priority_changed")
    assert f"/history/{redone}/undo" in history
    undo(cast, ticket, newest(ticket, "ticket.change_undone"), "ben")
    ticket.refresh_from_db()
    assert ticket.priority == 4


def test_what_came_since_is_told_instead_of_put_back(cast: Cast):
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    change = newest(ticket, "ticket.priority_changed")
    actions.change_priority(actor=cast.actor("priya"), ticket=ticket, to=1)
    assert f"/history/{change}/undo" not in page(cast, ticket)
    words = refused(cast, ticket, change)
    assert "Since then: Priya Raman lowered the priority from Urgent to Low" in words
    ticket.refresh_from_db()
    assert ticket.priority == 1


def test_a_newer_change_to_the_same_value_is_not_overwritten(cast: Cast):
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    change = newest(ticket, "ticket.priority_changed")
    for to in (1, 4):
        actions.change_priority(actor=cast.actor("priya"), ticket=ticket, to=to)
    assert "Since then: Priya Raman raised the priority from Low to Urgent" in refused(cast, ticket, change)
    ticket.refresh_from_db()
    assert ticket.priority == 4


def test_taking_a_link_back_holds_both_tickets_by_ascending_number(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    other, ticket = cast.ticket("Another"), cast.ticket()
    actions.link_tickets(actor=cast.actor("ben"), ticket=ticket, kind="caused_by", to=other.number)
    held = watch_holding(monkeypatch)
    undo(cast, ticket, newest(ticket, "ticket.linked"))
    assert held[:2] == [other.number, ticket.number] and not TicketLink.objects.within(cast.it).exists()


def test_a_change_is_taken_back_once(cast: Cast):
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    change = newest(ticket, "ticket.priority_changed")
    undo(cast, ticket, change)
    words = refused(cast, ticket, change)
    assert "Since then: Jana Vogt took a change back" in words


def test_after_a_day_it_is_too_late(cast: Cast):
    ticket = cast.ticket()
    actions.change_subject(actor=cast.actor("ben"), ticket=ticket, to="Another")
    change = newest(ticket, "ticket.changed")
    Event.objects.filter(pk=change).update(at=clock.now() - timedelta(hours=25))
    assert f"/history/{change}/undo" not in page(cast, ticket)
    assert "more than a day ago" in refused(cast, ticket, change)


def test_former_subjects_are_forgotten_after_a_day(cast: Cast):
    ticket = cast.ticket()
    actions.change_subject(actor=cast.actor("ben"), ticket=ticket, to="Another")
    kept = FormerSubject.objects.within(cast.it)
    assert kept.get().was == "VPN drops"
    from deskhand.tickets.schedules import forget_former_subjects

    forget_former_subjects.run()
    assert kept.exists()
    kept.update(at=clock.now() - timedelta(hours=25))
    forget_former_subjects.run()
    assert not kept.exists()


def test_whoever_only_reads_is_offered_nothing_and_refused(cast: Cast):
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    change = newest(ticket, "ticket.priority_changed")
    assert "/history/" not in page(cast, ticket, "arno")
    undo(cast, ticket, change, "arno")
    assert undo(cast, ticket, change, "hanna").status_code == 404
    ticket.refresh_from_db()
    assert ticket.priority == 4


def test_a_fact_of_another_ticket_or_of_another_sort_cannot_be_taken_back(cast: Cast):
    ticket, other = cast.ticket(), cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=other, to=4)
    assert undo(cast, ticket, newest(other, "ticket.priority_changed")).status_code == 404
    assert undo(cast, ticket, newest(ticket, "ticket.created")).status_code == 404


def test_followers_come_and_go_back(cast: Cast):
    ticket = cast.ticket()
    actions.follow(actor=cast.actor("ben"), ticket=ticket, person=cast.oliver)
    undo(cast, ticket, newest(ticket, "ticket.follower_added"))
    assert not Follower.objects.within(cast.it).filter(person=cast.oliver).exists()


def test_a_link_that_was_taken_away_comes_back(cast: Cast):
    ticket, other = cast.ticket(), cast.ticket("Another")
    row = actions.link_tickets(actor=cast.actor("ben"), ticket=ticket, kind="caused_by", to=other.number)
    cast.client("jana").post(f"/agent/tickets/{other.number}/links/{row.pk}/remove")
    gone = newest(other, "ticket.unlinked")
    assert f"/history/{gone}/undo" in page(cast, other)
    undo(cast, other, gone)
    found = TicketLink.objects.within(cast.it).get()
    assert (found.ticket_id, found.other_id, found.kind) == (ticket.pk, other.pk, "caused_by")
    undo(cast, ticket, newest(ticket, "ticket.linked"))
    assert not TicketLink.objects.within(cast.it).exists()


def test_a_stranger_who_was_never_proven_does_not_get_the_ticket_back(cast: Cast):
    ticket = cast.ticket(is_unproven=True)
    actions.change_requester(actor=cast.actor("ben"), ticket=ticket, to=cast.huimin)
    words = refused(cast, ticket, newest(ticket, "ticket.changed"))
    assert "never proven" in words
    ticket.refresh_from_db()
    assert ticket.requester_id == cast.huimin.pk


def test_a_moved_ticket_keeps_what_it_has_there(cast: Cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=4)
    change = newest(ticket, "ticket.priority_changed")
    actions.move(actor=cast.actor("jana"), ticket=ticket, to=cast.hr)
    assert f"/history/{change}/undo" not in page(cast, ticket)
    words = refused(cast, ticket, change)
    assert "moved to another desk since" in words


def test_a_status_that_was_just_chosen_is_taken_back_from_the_toast(cast: Cast):
    ticket = cast.ticket()
    to = cast.status("resolved")
    jana, htmx = cast.client("jana"), {"hx-request": "true"}
    address = f"/agent/tickets/{ticket.number}/change/status"
    offered = jana.post(address, {"status": to.pk}, headers=htmx).headers["HX-Trigger"]
    found = re.search(r'"undo": "([^"]+)"', offered)
    assert found
    assert "toast" not in jana.post(address, {"status": to.pk}, headers=htmx).headers["HX-Trigger"]
    assert jana.post(found[1], headers=htmx).status_code == 204
    ticket.refresh_from_db()
    assert ticket.status.key == "new"


def test_programs_take_a_change_back_by_its_fact(cast: Cast):
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    client, bearer = cast.client(), cast.bearer("jana")
    path = f"/api/v1/tickets/{ticket.number}/events"
    fact = client.get(path, headers=bearer).json()["items"][-1]
    done = client.post(f"{path}/{fact['id']}/undo", headers=bearer)
    assert (done.status_code, done.json()["priority"]) == (200, "normal")
    refused = client.post(f"{path}/{fact['id']}/undo", headers=bearer)
    assert refused.status_code == 409 and "took a change back" in refused.json()["detail"]
    assert client.post(f"{path}/{fact['id']}/undo", headers=cast.bearer("mara")).status_code == 403
    assert client.post(f"{path}/{fact['id']}/undo", headers=cast.bearer("hanna")).status_code == 404
