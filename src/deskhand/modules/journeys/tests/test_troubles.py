"""What becomes of a journey whose tickets or desks do not stay as they were: it says so, and nothing waits for ever."""

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.modules.journeys import actions, jobs
from deskhand.modules.journeys.models import Part
from deskhand.modules.journeys.tests.conftest import Ran, blueprint, resolved, started, step
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.models import Message, Ticket

pytestmark = pytest.mark.postgres


def said(on, ran: Ran) -> str:
    """The journey as HR reads it."""
    return on.client("hanna").get(f"/agent/hr/journeys/{ran.journey.pk}/").content.decode()


def test_what_went_on_in_a_ticket_that_ended_where_nobody_hears_of_it_is_seen_within_a_minute(on):
    ran = Ran(started(on, blueprint(on, step("merged"))))
    survivor = on.ticket("The same laptop")
    on_tickets.merge(actor=on.actor("priya"), ticket=ran.ticket("merged"), into=survivor.number)
    on.work()
    Ticket.objects.within(on.it).filter(pk=survivor.pk).update(status=on.status("resolved"), category="resolved")
    jobs.look_at_the_due.put()
    on.work()
    assert ran.states() == {"merged": "done"}


def test_tickets_that_are_moved_merged_binned_or_spam_are_told_and_end_where_they_are_worked_on(on):
    steps = [step(code) for code in ("moved", "merged", "binned", "spam")]
    ran = Ran(started(on, blueprint(on, *steps)))
    tickets = {one.code: ran.ticket(one.code) for one in steps}
    lead, survivor = on.actor("priya"), on.ticket("The same laptop")
    on_tickets.move(actor=lead, ticket=tickets["moved"], to=on.hr)
    on_tickets.merge(actor=lead, ticket=tickets["merged"], into=survivor.number)
    on_tickets.delete(actor=lead, ticket=tickets["binned"])
    on_tickets.mark_spam(actor=lead, ticket=tickets["spam"], block=False)
    on.work()
    assert ran.states() == {"moved": "begun", "merged": "begun", "binned": "stuck", "spam": "stuck"}
    shown = said(on, ran)
    for words in (
        "Its desk gave it to another desk.",
        "Its ticket was merged into another.",
        "Its ticket is not there any more.",
        "Its ticket was marked as spam.",
    ):
        assert words in shown, words
    on_tickets.restore(actor=lead, ticket=tickets["binned"])
    on_tickets.unmark_spam(actor=lead, ticket=tickets["spam"])
    on.work()
    assert (ran.states()["binned"], ran.states()["spam"]) == ("begun", "begun")
    resolved(on, survivor)
    resolved(on, ran.row("moved").ticket, by="hanna")
    for code in ("binned", "spam"):
        resolved(on, ran.row(code).ticket)
    ran.journey.refresh_from_db()
    assert (ran.journey.outcome, set(ran.states().values())) == ("done", {"done"})


def test_a_desk_that_refuses_meanwhile_or_is_closed_holds_up_nothing_for_ever(on):
    row = blueprint(on, step("laptop"), step("badge", offset=-2))
    ran = Ran(started(on, row))
    actions.refuse(actor=on.actor("lena"), part=Part.objects.within(on.it).get())
    on.work()
    assert ran.states() == {"laptop": "begun", "badge": "waiting"}, "what has begun stays"
    with clock.frozen(clock.now() + timedelta(days=2)):
        jobs.look_at_the_due.put()
        on.work()
        assert ran.states() == {"laptop": "begun", "badge": "stuck"}
        assert "Its desk takes no part any more." in said(on, ran)
        on.it.is_active = False
        on.it.save(update_fields=["is_active"])
        jobs.look_at_the_due.put()
        on.work()
        assert (ran.row("laptop").state, ran.row("laptop").problem) == ("stuck", "desk_closed")
        assert "Its desk is closed." in said(on, ran)
        for code in ("laptop", "badge"):
            actions.skip(actor=on.actor("hanna"), journey=ran.journey, code=code, reason="HR does it")
        on.work()
    ran.journey.refresh_from_db()
    assert ran.journey.outcome == "done"


def test_a_desk_that_opens_again_goes_on_with_what_it_had_begun(on):
    ran = Ran(started(on, blueprint(on, step("laptop"))))
    for is_active, minutes, state in ((False, 1, "stuck"), (True, 20, "begun")):
        on.it.is_active = is_active
        on.it.save(update_fields=["is_active"])
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            jobs.look_at_the_due.put()
            on.work()
            assert ran.states() == {"laptop": state}


def test_ending_says_before_what_it_does_and_skips_tickets_that_are_gone(on):
    ran = Ran(started(on, blueprint(on, step("laptop"), step("phone"), step("badge", offset=-1))))
    on_tickets.mark_spam(actor=on.actor("priya"), ticket=ran.ticket("phone"), block=False)
    on.work()
    page = f"/agent/hr/journeys/{ran.journey.pk}/end/"
    shown = on.client("hanna").get(page).content.decode()
    assert "Do laptop" in shown and "Do badge" in shown and "never begins" in shown
    on.client("hanna").post(page, {"outcome": "cancelled"})
    notes = Message.objects.within(on.it).filter(kind="note")
    assert [one.ticket_id for one in notes] == [ran.row("laptop").ticket_id]
    assert set(ran.states().values()) == {"cancelled"}
