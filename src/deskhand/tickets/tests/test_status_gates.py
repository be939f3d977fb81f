"""What a ticket must have before it gets a status."""

import pytest

from deskhand.kernel import slots
from deskhand.kernel.errors import Invalid
from deskhand.tickets import actions
from deskhand.tickets.actions.holding import hold
from deskhand.tickets.bodies import composed
from deskhand.tickets.status_gates import Missing


@pytest.fixture
def gate(monkeypatch):
    """Somebody who wants two things before a ticket is resolved."""

    def ask(actor, ticket, status):
        if status.category == "resolved":
            yield Missing("cause", "Say what caused it.")
            yield Missing("tasks", "Finish two steps.", "/steps/")

    there = slots._named("status_gate").contributions
    monkeypatch.setattr(slots._named("status_gate"), "contributions", [*there, slots.Contribution(ask, "", 99)])


def test_a_status_is_refused_with_everything_that_is_missing(cast, gate):
    ticket = cast.ticket()
    with pytest.raises(Invalid) as refused:
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    assert refused.value.fields == {"cause": "Say what caused it.", "tasks": "Finish two steps."}
    assert "Say what caused it. Finish two steps." in str(refused.value)
    ticket.refresh_from_db()
    assert ticket.category == "new"


def test_an_answer_that_shall_resolve_is_refused_whole_at_once_or_later(cast, gate):
    ticket = cast.ticket()
    with pytest.raises(Invalid):
        cast.reply(ticket, then=cast.status("resolved"))
    with pytest.raises(Invalid):
        hold(
            actor=cast.actor("jana"), ticket=ticket, body=composed("<p>Done.</p>"), seconds=10,
            then=cast.status("resolved"),
        )  # fmt: skip
    assert ticket.messages.count() == 1


def test_many_tickets_at_once_and_programs_read_what_is_missing(cast, gate):
    ticket = cast.ticket()
    outcome = actions.change_many(
        actor=cast.actor("jana"), numbers=[ticket.number], verb="status", value=cast.status("resolved")
    )
    assert "Finish two steps." in outcome.refused[ticket.number]
    answer = cast.client().patch(
        f"/api/v1/tickets/{ticket.number}", {"status": "resolved"}, "application/json", headers=cast.bearer("jana")
    )
    assert answer.status_code == 422
    assert {"cause", "tasks"} <= set(str(answer.json()).replace("'", " ").split())


def test_a_requester_who_is_content_is_not_held_up(cast, gate):
    ticket = cast.ticket()
    actions.own_transition(actor=cast.actor("mara"), ticket=ticket, category="resolved")
    ticket.refresh_from_db()
    assert ticket.category == "resolved"
