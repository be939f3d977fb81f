"""Somebody leaves: their account ends at once, their work is handed over and can be taken back, the desks decide over
roles."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from deskhand.accounts.actions import (
    deactivate_person,
    give_role,
    make_sign_in_link,
    make_site_admin,
    reactivate_person,
)
from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.mail.receive import accept
from deskhand.tickets import actions, links
from deskhand.tickets.models import HandOver, Ticket
from tests.cast import Cast


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Jana has two open tickets; Lena is site administrator and administers IT; Sid only the installation."""
    for subject in ("VPN drops", "Printer jam"):
        actions.assign(actor=cast.actor("ben"), ticket=cast.ticket(subject), to=cast.jana)
    make_site_admin(actor=SYSTEM, person=cast.huimin)
    return cast


def _held(cast: Cast, name: str) -> int:
    return int(Ticket.objects.within(cast.it).filter(assignee=cast.people[name]).count())


def _leave(cast: Cast, **posted: str) -> Client:
    lena = cast.client("lena")
    lena.answer = lena.post(f"/agent/it/people/{cast.jana.pk}/leave/", posted)  # type: ignore[attr-defined]
    return lena


def test_a_deactivated_person_is_nobody_from_the_next_click_on(busy: Cast):
    jana, token = busy.client("jana"), busy.bearer("jana")
    link = make_sign_in_link(actor=SYSTEM, person=busy.jana)
    assert jana.get("/agent/it/tickets/").status_code == 200
    lena = busy.client("lena")
    assert "Switch the account off" in lena.get(f"/agent/settings/accounts/{busy.jana.pk}/").content.decode()
    assert lena.post(f"/agent/settings/accounts/{busy.jana.pk}/switch/", {"off": "1"}).status_code == 302
    assert "/sign-in/" in jana.get("/agent/it/tickets/").headers["Location"]
    assert Client().get("/api/v1/me", headers=token).status_code == 401
    assert Client().get(f"/in/{link.rstrip('/').rpartition('/')[2]}/").status_code == 404


def test_a_session_that_outlived_the_switching_off_is_nobodys(cast: Cast):
    """Even if its row were still there: who is switched off is no actor."""
    mara = cast.client("mara")
    Person.objects.filter(pk=cast.mara.pk).update(is_active=False)
    assert "/sign-in/" in mara.get("/requests/").headers["Location"]


def test_links_in_letters_and_news_end(busy: Cast):
    ticket = busy.ticket("Scanner")
    path = links.portal_path(ticket, busy.mara)
    assert Client().get(path).status_code == 200
    deactivate_person(actor=busy.actor("lena"), person=busy.mara)
    assert Client().get(path).status_code == 404
    deactivate_person(actor=busy.actor("lena"), person=busy.jana)
    busy.work()
    mail.outbox.clear()
    reactivate_person(actor=busy.actor("lena"), person=busy.mara)
    busy.writes(Ticket.objects.within(busy.it).get(subject="VPN drops"), by="mara")
    busy.work()
    assert not [one for one in mail.outbox if one.to == ["jana@eberfeld.example"]]


def test_nothing_is_given_to_somebody_whose_account_is_off(busy: Cast):
    deactivate_person(actor=busy.actor("lena"), person=busy.ben)
    found = busy.client("jana").get("/agent/it/options/assignee", {"q": "Ben"}).json()["items"]
    assert not found
    ticket = Ticket.objects.within(busy.it).first()
    answer = busy.client("jana").post(f"/agent/tickets/{ticket.number}/change/assignee", {"assignee": busy.ben.pk})
    assert answer.status_code == 422


def test_switched_on_again_the_roles_count_as_before(busy: Cast):
    deactivate_person(actor=busy.actor("lena"), person=busy.jana)
    lena = busy.client("lena")
    assert "Jana Vogt" in lena.get("/agent/settings/accounts/?state=off").content.decode()
    assert lena.post(f"/agent/settings/accounts/{busy.jana.pk}/switch/", {"on": "1"}).status_code == 302
    assert busy.client("jana").get("/agent/it/tickets/").status_code == 200


def test_only_site_administrators_switch_accounts_and_never_their_own_nor_the_last(busy: Cast):
    address = f"/agent/settings/accounts/{busy.jana.pk}/"
    assert busy.client("hanna").get(address).status_code == 403
    assert busy.client("mara").get(address).status_code == 404
    with pytest.raises(Denied):
        deactivate_person(actor=busy.actor("hanna"), person=busy.jana)
    own = busy.client("lena").post(f"/agent/settings/accounts/{busy.lena.pk}/switch/", {"off": "1"})
    assert own.status_code == 403 and "your own account" in own.content.decode()
    deactivate_person(actor=busy.actor("lena"), person=busy.huimin)
    with pytest.raises(Invalid):
        deactivate_person(actor=SYSTEM, person=busy.lena)
    reactivate_person(actor=busy.actor("lena"), person=busy.huimin)


def test_a_site_administrator_learns_nothing_of_the_work_on_desks_that_they_do_not_serve(busy: Cast):
    page = busy.client("huimin").get(f"/agent/settings/accounts/{busy.jana.pk}/").content.decode()
    assert "for this desk's administrators" in page and "2 open tickets" not in page
    assert "2 open tickets" in busy.client("lena").get(f"/agent/settings/accounts/{busy.jana.pk}/").content.decode()


def test_the_desks_administrators_are_told_where_to_hand_over(busy: Cast):
    deactivate_person(actor=busy.actor("huimin"), person=busy.jana)
    busy.work()
    letter = [one for one in mail.outbox if one.to == ["lena@eberfeld.example"]][-1]
    assert f"/agent/it/people/{busy.jana.pk}/leave/" in letter.body
    assert not [one for one in mail.outbox if one.to == ["hanna@eberfeld.example"]]


def test_open_work_is_shown_handed_over_and_taken_back(busy: Cast):
    lena = busy.client("lena")
    page = lena.get(f"/agent/it/people/{busy.jana.pk}/leave/").content.decode()
    assert "VPN drops" in page and "Printer jam" in page and "Ben Okafor" in page
    assert _leave(busy, to=f"person:{busy.ben.pk}").answer.status_code == 302  # type: ignore[attr-defined]
    assert (_held(busy, "jana"), _held(busy, "ben")) == (0, 2)
    row = HandOver.objects.within(busy.it).get()
    assert row.count == 2
    undone = lena.post(f"/agent/it/people/{busy.jana.pk}/leave/{row.pk}/undo/")
    assert undone.status_code == 302
    assert (_held(busy, "jana"), _held(busy, "ben")) == (2, 0)
    assert lena.post(f"/agent/it/people/{busy.jana.pk}/leave/{row.pk}/undo/").status_code == 404


def test_a_team_gets_them_and_undoing_puts_both_back(busy: Cast):
    _leave(busy, to=f"team:{busy.service_desk.pk}")
    held = Ticket.objects.within(busy.it).filter(team=busy.service_desk, assignee=None)
    assert held.count() == 2
    row = HandOver.objects.within(busy.it).get()
    actions.undo_hand_over(actor=busy.actor("lena"), desk=busy.it, hand_over_id=row.pk)
    assert _held(busy, "jana") == 2 and not Ticket.objects.within(busy.it).filter(team=busy.service_desk).exists()


def test_it_cannot_be_taken_back_after_a_day_nor_by_somebody_else(busy: Cast):
    _leave(busy, to="nobody")
    row = HandOver.objects.within(busy.it).get()
    assert busy.client("priya").post(f"/agent/it/people/{busy.jana.pk}/leave/{row.pk}/undo/").status_code == 403
    with clock.frozen(row.made_at + timedelta(days=1, minutes=1)):
        page = busy.client("lena").get(f"/agent/it/people/{busy.jana.pk}/leave/").content.decode()
        assert "was handed over" not in page and "were handed over" not in page


def test_a_desks_administrator_ends_the_roles_there_and_nowhere_else(busy: Cast):
    give_role(actor=SYSTEM, desk=busy.hr, person=busy.jana, role="agent")
    _leave(busy, to="nobody", end="on")
    assert list(DeskRole.objects.filter(person=busy.jana).values_list("desk__key", "role")) == [("hr", "agent")]
    assert not busy.service_desk.memberships.filter(person=busy.jana).exists()
    jana = Person.objects.get(pk=busy.jana.pk)
    assert jana.is_active and busy.client("jana").get("/agent/it/tickets/").status_code == 404


def test_the_last_administrator_of_a_desk_stays_and_nothing_is_handed_over_by_halves(busy: Cast):
    actions.assign(actor=busy.actor("ben"), ticket=Ticket.objects.within(busy.it).first(), to=busy.lena)
    answer = busy.client("lena").post(
        f"/agent/it/people/{busy.lena.pk}/leave/", {"to": f"person:{busy.ben.pk}", "end": "on"}
    )
    assert answer.status_code == 403 and "needs an administrator" in answer.content.decode()
    assert _held(busy, "lena") == 1


@pytest.mark.parametrize("to", ["keep", "", "person:999", "team:x", "person:"])
def test_a_choice_that_means_nothing_is_refused_in_words(busy: Cast, to: str):
    lena = _leave(busy, to=to)
    assert lena.answer.status_code == 422  # type: ignore[attr-defined]
    assert _held(busy, "jana") == 2


def test_who_may_not_give_roles_ends_none(busy: Cast):
    assert busy.client("priya").get(f"/agent/it/people/{busy.jana.pk}/leave/").status_code == 403
    assert busy.client("hanna").get(f"/agent/it/people/{busy.jana.pk}/leave/").status_code == 404


def test_what_somebody_writes_by_mail_still_becomes_a_ticket(busy: Cast):
    deactivate_person(actor=busy.actor("lena"), person=busy.mara)
    head = "From: mara@kestrel.example\r\nTo: it@eberfeld.example\r\nMessage-ID: <after@kestrel.example>\r\n"
    accept(busy.mailbox, f"{head}Subject: My old laptop\r\n\r\nWhere do I send it?\r\n".encode(), "pipe")
    busy.work()
    assert Ticket.objects.within(busy.it).get(subject="My old laptop").requester == busy.mara
