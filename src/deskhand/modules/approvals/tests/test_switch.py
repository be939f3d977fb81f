"""Switching approvals. What holds for every module is in tests/house/test_modules.py."""

from __future__ import annotations

import json
from datetime import timedelta

from deskhand.accounts.actions import switch_module
from deskhand.accounts.actions.leaving import deactivate_person
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.modules.approvals import due
from deskhand.modules.approvals.models import Approval
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.tests.conftest import ask_of, waiting
from deskhand.modules.approvals.tests.test_everywhere import LINK, START, answer, letters, timed
from deskhand.tickets import actions as tickets


def switch(cast, on):
    switch_module(actor=SYSTEM, desk=cast.it, module="approvals", on=on)


def paths(cast):
    document = json.loads(cast.client().get("/api/v1/openapi.json").content)
    return {one for one in document["paths"] if "/approvals" in one}


def test_off_it_asks_nobody_holds_nothing_up_and_on_again_it_is_as_it_was(on, asked):
    approval = asked()
    on.work()
    row, (letter,) = ask_of(approval, on.huimin), letters("huimin@kestrel.example")
    link = LINK.search(letter.text)[1]
    assert paths(on)
    switch(on, False)
    assert not paths(on)
    huimin, lena = on.client("huimin"), on.client("lena")
    for path in ("/approvals/", f"/approvals/asks/{row.pk}/", "/approvals/away/", link):
        assert huimin.get(path).status_code == 404
    for path in ("approval-policies/", "approval-policies/new/"):
        assert lena.get(f"/agent/it/{path}").status_code == 404
    page = f"/agent/tickets/{approval.ticket.number}/"
    seen = lena.get(page).content.decode()
    assert "Ask for approval" not in seen and "Hui Min Tan" not in seen
    assert "There is no field" in lena.get("/agent/it/tickets/?q=approval:pending").content.decode()
    assert answer(on, letter, "Yes, do it.").outcome != "decided"
    assert Approval.objects.within(on.it).get().state == "open"
    switch(on, True)
    assert waiting(approval) == {"Hui"} and huimin.get(f"/approvals/asks/{row.pk}/").status_code == 200
    assert "Hui Min Tan" in lena.get(page).content.decode()


def test_a_ticket_can_be_resolved_while_it_is_off_and_on_again_the_approval_ends_with_it(on, asked):
    approval = asked()
    switch(on, False)
    tickets.set_status(actor=on.actor("jana"), ticket=approval.ticket, to=on.status("resolved"))
    switch(on, True)
    on.work()
    approval.refresh_from_db()
    assert (approval.state, approval.because) == ("withdrawn", "ended")


def test_what_was_missed_while_it_was_off_is_made_up_for_once(on, asked):
    with clock.frozen(START):
        late = asked(timed(at_deadline="decline"))
        edited = asked()
    with clock.frozen(START + timedelta(hours=1)):
        switch(on, False)
        tickets.change_subject(actor=on.actor("jana"), ticket=edited.ticket, to="Server")
        on.work()
    with clock.frozen(START + timedelta(hours=9)):
        due.look_ahead(switches.desks_with(MODULE))
        on.work()
        late.refresh_from_db()
        assert late.state == "open"
        switch(on, True)
        on.work()
        on.work()
    late.refresh_from_db()
    edited.refresh_from_db()
    assert (late.state, late.because) == ("declined", "deadline") and edited.round == 2
    assert Event.objects.filter(code="ticket.approval_overdue").count() == 1


def test_who_left_while_it_was_off_is_replaced_when_it_is_on_again(on, asked):
    approval = asked()
    switch(on, False)
    deactivate_person(actor=on.actor("lena"), person=on.huimin)
    on.work()
    switch(on, True)
    on.work()
    assert waiting(approval) == {"Oliver"}


def test_on_for_one_desk_is_off_for_another(on):
    ticket = on.ticket(desk="hr", by="oliver")
    assert on.client("hanna").get(f"/agent/tickets/{ticket.number}/approvals/new/").status_code == 404
    assert on.client("hanna").get("/agent/hr/approval-policies/").status_code == 404
