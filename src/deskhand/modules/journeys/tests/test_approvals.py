"""An approval as an activity: granted, the journey goes on; declined, it stops and whoever runs it is told."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.approvals import actions as approvals
from deskhand.modules.approvals import terms
from deskhand.modules.approvals.models import Approval, Ask
from deskhand.modules.journeys import actions
from deskhand.modules.journeys.models import Activity
from deskhand.modules.journeys.tests.conftest import STAGES, Ran, blueprint, own, started, step
from deskhand.tickets import actions as on_tickets

pytestmark = pytest.mark.postgres


@pytest.fixture
def asking(on):
    """HR gets approvals: Oliver decides."""
    switch_module(actor=SYSTEM, desk=on.hr, module="approvals", on=True)
    oliver = terms.StageTerms(who=(terms.Who(terms.PERSON, on.people["oliver"].pk),), name="Head of HR")
    said = terms.Terms(stages=(oliver,))
    row = approvals.save_policy(actor=SYSTEM, desk=on.hr, called="Head of HR", said=said)
    return on, row.code


def approval_of(code: str, **more):
    return step("budget", who="approval", desk="", policy=code, stage=STAGES[0], **more)


def decide(on, *, yes: bool) -> None:
    ask = (
        Ask.objects.within(on.hr).select_related("content", "approval").get(person=on.people["oliver"], state="waiting")
    )
    approvals.decide(actor=on.actor("oliver"), ask=ask, approves=yes, digest=ask.content.digest)
    on.work()


def test_granted_the_journey_goes_on_and_only_what_is_told_is_shown(asking):
    on, code = asking
    row = blueprint(on, approval_of(code, tells=("phone",)), step("laptop", after=("budget",)))
    ran = Ran(started(on, row, answers={"phone": "yes", "salary": "forty-seven"}))
    assert ran.states() == {"budget": "begun", "laptop": "waiting"}
    ticket = ran.ticket("budget")
    assert (ticket.desk.key, ticket.subject) == ("hr", "Do budget: Mara Lindqvist")
    page = on.client("hanna").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Needs a phone: Yes" in page and "forty-seven" not in page
    shown = f"/agent/hr/journeys/{ran.journey.pk}/"
    assert "Tick off" not in on.client("hanna").get(shown).content.decode(), "nobody but the approver ends it"
    on.client("hanna").post(f"{shown}tick/", {"code": "budget"})
    assert ran.states()["budget"] == "begun"
    decide(on, yes=True)
    assert ran.states() == {"budget": "done", "laptop": "begun"}
    assert ran.ticket("budget").category == "resolved"


def test_declined_it_stops_is_told_at_the_bell_and_can_be_asked_again(asking):
    on, code = asking
    ran = Ran(started(on, blueprint(on, approval_of(code), step("laptop", after=("budget",)))))
    decide(on, yes=False)
    assert ran.states() == {"budget": "stuck", "laptop": "waiting"}
    client, page = on.client("hanna"), f"/agent/hr/journeys/{ran.journey.pk}/"
    assert "It was declined." in client.get(page).content.decode()
    assert "is stuck" in client.get("/agent/notifications/").content.decode()
    assert ran.ticket("budget").category == "cancelled"
    client.post(f"{page}try-again/", {"code": "budget"})
    on.work()
    assert ran.states()["budget"] == "begun"
    decide(on, yes=True)
    assert ran.states() == {"budget": "done", "laptop": "begun"}


def test_what_ends_without_a_decision_is_never_taken_for_granted(asking):
    on, code = asking
    ran = Ran(started(on, blueprint(on, approval_of(code))))
    on_tickets.delete(actor=on.actor("hanna"), ticket=ran.ticket("budget"))
    on.work()
    on_tickets.restore(actor=on.actor("hanna"), ticket=ran.ticket("budget"))
    on.work()
    assert ran.states() == {"budget": "stuck"}
    actions.skip(actor=on.actor("hanna"), journey=ran.journey, code="budget", reason="Told on the phone")
    again = Ran(started(on, blueprint(on, approval_of(code)), called="Nora", person=None))
    actions.end(actor=on.actor("hanna"), journey=again.journey, outcome="withdrawn")
    on.work()
    assert again.states() == {"budget": "cancelled"}
    assert not Approval.objects.within(on.hr).open().exists(), "nobody is asked any more"


def test_without_approvals_the_designer_offers_none_and_a_person_goes_on(on):
    row = blueprint(on, own("rules"))
    form = f"/agent/settings/hr/journeys/blueprints/{row.pk}/activity/"
    shown = on.client("hanna").get(form).content.decode()
    assert "Approval policy" not in shown and "An approval" not in shown
    ran = Ran(started(on, blueprint(on, approval_of("head-of-hr"))))
    assert (ran.row("budget").state, ran.row("budget").problem) == ("stuck", "no_approvals")
    assert Activity.objects.within(on.hr).get(journey=ran.journey).ticket_id is None
    actions.skip(actor=on.actor("hanna"), journey=ran.journey, code="budget", reason="Asked on the phone")
    assert ran.states() == {"budget": "skipped"}


def test_an_approval_is_written_in_the_designer_with_a_policy_of_the_desk(asking):
    on, code = asking
    client, row = on.client("hanna"), blueprint(on, own("rules"))
    form = f"/agent/settings/hr/journeys/blueprints/{row.pk}/activity/"
    assert "Head of HR" in client.get(form).content.decode()
    new = {"title": "Budget", "stage": STAGES[0], "who": "approval", "days": "2", "side": "before", "unit": "days"}
    client.post(form, {**new, "takes": "1"})
    page = f"/agent/settings/hr/journeys/blueprints/{row.pk}/"
    assert "Choose how it is approved." in client.get(page).content.decode()
    client.post(form, {**new, "takes": "1", "code": "budget", "policy": code})
    assert "Choose how it is approved." not in client.get(page).content.decode()
