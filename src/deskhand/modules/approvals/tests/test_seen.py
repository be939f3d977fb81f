"""A decision counts for what was seen: an edit makes it void, and what is asked is asked anew."""

import pytest

from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict
from deskhand.kernel.events import emit
from deskhand.modules.approvals import actions, content
from deskhand.modules.approvals.tests.conftest import MANAGER, ask_of, decide, waiting
from deskhand.modules.approvals.tests.test_deciding import people
from deskhand.tickets import actions as tickets
from deskhand.tickets.answered import Answered
from deskhand.tickets.events_of_orders import TicketAnswersChanged


def edit(cast, approval, to="Server for the whole lab"):
    return tickets.change_subject(actor=cast.actor("jana"), ticket=approval.ticket, to=to)


def test_an_edit_between_asking_and_deciding_is_refused_in_words_and_asked_anew(on, asked):
    approval = asked()
    row = ask_of(approval, on.huimin)
    edit(on, approval)
    with pytest.raises(Conflict, match="It has changed since you were asked"):
        actions.decide(actor=on.actor("huimin"), ask=row, approves=True, digest=row.content.digest)
    assert waiting(approval) == {"Hui"} and approval.round == 2
    assert ask_of(approval, on.huimin).content.body["subject"] == "Server for the whole lab"
    assert decide(on, approval, "huimin").state == "approved"


def test_an_edit_after_a_decision_makes_it_void_and_tells_who_had_decided(on, asked):
    approval = asked(MANAGER, people(on, "lena"))
    decide(on, approval, "huimin")
    edit(on, approval)
    on.work()
    assert waiting(approval) == {"Hui"}
    page = on.client("jana").get(f"/agent/tickets/{approval.ticket.number}/approvals/{approval.pk}/").content.decode()
    assert "Laptop" in page and "Server for the whole lab" in page and "Before it was edited" in page


def test_what_was_approved_already_is_asked_anew_while_the_ticket_goes_on(on, asked):
    approval = asked()
    decide(on, approval, "huimin")
    edit(on, approval)
    on.work()
    assert waiting(approval) == {"Hui"} and approval.state == "open"


def test_a_digest_of_something_else_decides_nothing(on, asked):
    approval = asked()
    row = ask_of(approval, on.huimin)
    with pytest.raises(Conflict, match="It has changed since you looked"):
        actions.decide(actor=on.actor("huimin"), ask=row, approves=True, digest="0" * 64)
    assert waiting(approval) == {"Hui"}


def test_what_does_not_matter_voids_nothing(on, asked):
    approval = asked()
    tickets.change_priority(actor=on.actor("jana"), ticket=approval.ticket, to=4)
    on.writes(approval.ticket)
    on.work()
    assert decide(on, approval, "huimin").state == "approved" and approval.round == 1


def test_asked_twice_with_one_key_it_is_asked_once(on, policy):
    row, ticket = policy(), on.ticket()
    first = actions.ask(actor=on.actor("jana"), ticket=ticket, policy=row, key="order:1")
    assert actions.ask(actor=on.actor("jana"), ticket=ticket, policy=row, key="order:1") == first
    assert first.asks.count() == 1


@pytest.mark.parametrize("is_material", [True, False], ids=("material", "not"))
def test_other_answers_are_asked_anew_at_once(on, asked, monkeypatch, is_material):
    approval = asked()
    decide(on, approval, "huimin")
    size = Answered(code="size", label="Size", values=("large",), shown="Large", is_material=is_material)
    monkeypatch.setattr(content, "answers_of", lambda _ticket: [size])
    fact = TicketAnswersChanged(ticket=approval.ticket_id, codes=["size"], is_material=is_material)
    emit(fact, actor=SYSTEM, desk_id=on.it.pk)
    on.work()
    assert waiting(approval) == ({"Hui"} if is_material else set())
