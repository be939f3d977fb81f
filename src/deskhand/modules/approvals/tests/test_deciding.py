"""Who is asked, who decides, and what comes of it."""

import re

import pytest

from deskhand.accounts.actions import give_role
from deskhand.accounts.actions.leaving import deactivate_person
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.approvals import actions, terms
from deskhand.modules.approvals.models import Approval, Ask
from deskhand.modules.approvals.terms import StageTerms, Terms, Who
from deskhand.modules.approvals.tests.conftest import MANAGER, ask_of, decide, waiting
from deskhand.tickets import actions as tickets


def people(cast, *names, **more):
    return StageTerms(who=tuple(Who(terms.PERSON, cast.people[one].pk) for one in names), **more)


def decided(approval):
    """What others were told, in the transaction that decided it."""
    rows = Event.objects.filter(code="approval.decided", subject_id=approval.pk).order_by("pk")
    return [(one.values["outcome"], one.values["because"]) for one in rows]


def test_the_manager_of_the_requester_approves_and_whoever_asked_learns_it(on, asked):
    approval = asked()
    assert waiting(approval) == {"Hui"}
    assert decide(on, approval, "huimin").state == "approved"
    assert decided(approval) == [("approved", "people")]
    page = on.client("jana").get(f"/agent/tickets/{approval.ticket.number}/").content.decode()
    assert "Hui Min Tan approved" in page and "It is approved" in page


def test_stages_follow_one_another_and_one_that_declines_ends_it(on, asked):
    approval = asked(MANAGER, people(on, "lena", name="Head of IT"))
    decide(on, approval, "huimin")
    assert waiting(approval) == {"Lena"} and approval.state == "open"
    assert decide(on, approval, "lena", yes=False, remark="Too dear.").state == "declined"
    assert decided(approval) == [("declined", "people")]


def test_stages_at_the_same_time_are_asked_together(on, asked):
    approval = asked(MANAGER, people(on, "lena", with_previous=True), people(on, "priya"))
    assert waiting(approval) == {"Hui", "Lena"}
    decide(on, approval, "lena")
    assert waiting(approval) == {"Hui"}
    decide(on, approval, "huimin")
    assert waiting(approval) == {"Priya"}


def test_enough_of_several_are_enough_and_the_others_are_asked_no_more(on, asked):
    approval = asked(people(on, "lena", "priya", "hanna", needs="quorum", number=2))
    decide(on, approval, "lena")
    assert approval.state == "open"
    assert decide(on, approval, "hanna").state == "approved"
    assert ask_of(approval, on.priya).state == "closed"


def test_a_stage_whose_condition_is_not_true_is_left_out(on, asked):
    urgent = people(on, "lena", query="priority:urgent")
    assert decide(on, asked(MANAGER, urgent), "huimin").state == "approved"
    approval = asked(MANAGER, urgent, ticket=on.ticket("Server", priority=4))
    assert decide(on, approval, "huimin").state == "open"


def test_nobody_decides_over_their_own_request(on, asked):
    ticket = on.ticket("Chair", by="huimin")
    approval = asked(people(on, "huimin"), ticket=ticket)
    assert waiting(approval) == {"Oliver"}  # Hui Min's manager.
    left_out = asked(people(on, "huimin"), ticket=on.ticket("Desk", by="huimin"), own="skip")
    assert left_out.state == "approved" and decided(left_out) == [("approved", "skipped")]
    allowed = asked(people(on, "huimin"), ticket=on.ticket("Lamp", by="huimin"), own="allow")
    assert decide(on, allowed, "huimin").state == "approved"


def test_who_asks_and_who_works_on_it_do_not_decide(on, asked):
    ticket = on.ticket("Laptop")
    tickets.assign(actor=on.actor("jana"), ticket=ticket, to=on.ben)
    approval = asked(StageTerms(who=(Who(terms.TEAM, on.service_desk.pk),)), ticket=ticket)
    assert waiting(approval) == {"Lena"}  # Jana asked, Ben has it: the desk's administrator stands in.
    later = asked(people(on, "lena"), ticket=on.ticket("Monitor"))
    tickets.assign(actor=on.actor("jana"), ticket=later.ticket, to=on.lena)
    with pytest.raises(Denied):
        decide(on, later, "lena")


def test_who_approved_in_an_earlier_stage_is_not_asked_again(on, asked):
    approval = asked(people(on, "lena"), people(on, "lena", "priya", needs="all"))
    decide(on, approval, "lena")
    assert waiting(approval) == {"Priya"}
    again = asked(people(on, "lena"), people(on, "lena"), skips_repeated=False)
    decide(on, again, "lena")
    assert waiting(again) == {"Lena"}


def test_where_nobody_can_be_asked_the_named_one_stands_in_and_else_it_is_refused(on, asked):
    Person.objects.filter(pk=on.mara.pk).update(manager=None)
    assert waiting(asked(MANAGER, fallback=on.priya.pk)) == {"Priya"}
    assert waiting(asked(MANAGER)) == {"Lena"}  # The desk's administrator.
    with pytest.raises(Invalid, match="Nobody can be asked"):
        asked(MANAGER, by="lena")


def test_an_approver_gives_the_decision_on_but_not_to_whose_it_is(on, asked):
    approval = asked()
    row = ask_of(approval, on.huimin)
    for who in ("mara", "huimin"):
        with pytest.raises(Invalid):
            actions.hand_over(actor=on.actor("huimin"), ask=row, to=on.people[who])
    actions.hand_over(actor=on.actor("huimin"), ask=row, to=on.priya)
    assert waiting(approval) == {"Priya"}
    with pytest.raises(Invalid):  # Back to who gave it on: nobody is asked twice.
        actions.hand_over(actor=on.actor("priya"), ask=ask_of(approval, on.priya), to=on.huimin)
    assert decide(on, approval, "priya").state == "approved"


def test_somebody_who_was_asked_and_leaves_is_replaced_at_once(on, asked):
    approval = asked()
    deactivate_person(actor=on.actor("lena"), person=on.huimin)
    on.work()
    assert waiting(approval) == {"Oliver"}
    page = on.client("jana").get(f"/agent/tickets/{approval.ticket.number}/").content.decode()
    assert "Hui Min Tan was asked to approve and has left; somebody else was asked" in page


def test_a_substitute_decides_in_the_place_of_who_is_away_and_it_is_seen(on, asked):
    today = clock.now().date()
    actions.declare_absence(actor=on.actor("huimin"), substitute=on.priya, from_on=today, until_on=today)
    approval = asked()
    row = ask_of(approval, on.huimin)
    with pytest.raises(Denied):
        actions.decide(actor=on.actor("ben"), ask=row, approves=True, digest=row.content.digest)
    actions.decide(actor=on.actor("priya"), ask=row, approves=True, digest=row.content.digest)
    page = on.client("jana").get(f"/agent/tickets/{approval.ticket.number}/approvals/{approval.pk}/").content.decode()
    assert "Priya Raman for Hui Min Tan" in page
    fact = Event.objects.get(code="ticket.approval_given")
    assert (fact.actor_id, fact.on_behalf_of_id) == (on.priya.pk, on.huimin.pk)


def test_a_substitute_who_was_asked_themselves_does_not_decide_twice(on, asked):
    today = clock.now().date()
    approval = asked(people(on, "priya", "oliver", needs="all"))
    actions.declare_absence(actor=on.actor("oliver"), substitute=on.priya, from_on=today, until_on=today)
    decide(on, approval, "priya")
    row = ask_of(approval, on.oliver)
    with pytest.raises(Denied, match="decided in this stage already"):
        actions.decide(actor=on.actor("priya"), ask=row, approves=True, digest=row.content.digest)


def test_substitutes_that_lead_back_are_refused_in_words(on):
    today = clock.now().date()
    for who, other in (("huimin", "priya"), ("priya", "lena")):
        actions.declare_absence(actor=on.actor(who), substitute=on.people[other], from_on=today, until_on=today)
    with pytest.raises(Invalid, match="you would decide for them in the end"):
        actions.declare_absence(actor=on.actor("lena"), substitute=on.huimin, from_on=today, until_on=today)
    with pytest.raises(Invalid, match="somebody else than yourself"):
        actions.declare_absence(actor=on.actor("lena"), substitute=on.lena, from_on=today, until_on=today)


def test_the_second_decision_gets_words_about_the_first(on, asked):
    approval = asked()
    row = ask_of(approval, on.huimin)
    decide(on, approval, "huimin")
    with pytest.raises(Conflict, match="Hui Min Tan approved this"):
        actions.decide(actor=on.actor("huimin"), ask=row, approves=False, digest=row.content.digest)
    assert decided(approval) == [("approved", "people")]


def test_an_agent_asks_people_by_name_in_one_click_and_withdraws(on):
    ticket = on.ticket()
    jana, url = on.client("jana"), f"/agent/tickets/{ticket.number}/approvals/new/"
    assert jana.get(url).status_code == 200
    wrong = jana.post(url, {"people": "nobody@nowhere.example"})
    assert wrong.status_code == 422 and "nobody@nowhere.example" in wrong.content.decode()
    own = jana.post(url, {"people": "mara@kestrel.example"})
    assert own.status_code == 422 and "cannot approve this" in own.content.decode()
    assert jana.post(url, {"people": "oliver@nordwind.example, lena@eberfeld.example"}).status_code == 302
    approval = Approval.objects.within(on.it).get()
    assert waiting(approval) == {"Oliver", "Lena"}
    jana.post(f"/agent/tickets/{ticket.number}/approvals/{approval.pk}/withdraw/")
    assert waiting(approval) == set() and approval.state == "withdrawn"


def test_a_ticket_that_waits_or_was_declined_is_not_resolved_unless_it_is_withdrawn(on, asked):
    approval = asked()
    done = on.status("resolved")
    for _step in ("waits", "declined"):
        with pytest.raises(Invalid):
            tickets.set_status(actor=on.actor("jana"), ticket=approval.ticket, to=done)
        if approval.state == "open":
            decide(on, approval, "huimin", yes=False)
    actions.withdraw(actor=on.actor("jana"), approval=approval)
    assert tickets.set_status(actor=on.actor("jana"), ticket=approval.ticket, to=done).category == "resolved"


def test_an_approval_ends_with_its_ticket_and_where_it_goes_to_another_desk(on, asked):
    ended, moved = asked(), asked()
    tickets.set_status(actor=on.actor("jana"), ticket=ended.ticket, to=on.status("cancelled"))
    give_role(actor=SYSTEM, desk=on.hr, person=on.jana, role="agent")
    tickets.move(actor=on.actor("jana"), ticket=moved.ticket, to=on.hr)
    on.work()
    for row, because in ((ended, "ended"), (moved, "moved")):
        row.refresh_from_db()
        assert (row.state, row.because) == ("withdrawn", because)
    page = on.client("hanna").get(f"/agent/tickets/{moved.ticket.number}/").content.decode()
    assert "Hui Min" not in page and f"/approvals/{moved.pk}/" not in page


@pytest.mark.parametrize(
    ("stages", "field"),
    [
        ((), "stages"),
        ((StageTerms(),), "stage-0.who"),
        (
            (StageTerms(who=(Who(terms.PERSON, 1), Who(terms.SERVICE_OWNER)), needs="quorum", number=5),),
            "stage-0.number",
        ),
        ((StageTerms(who=(Who(terms.TEAM, 10**9),)),), "stage-0.who"),
        ((StageTerms(who=(Who(terms.ROLE, role="auditor"),), query="no such:word"),), "stage-0.query"),
        ((StageTerms(who=(Who(terms.REQUESTER_MANAGER),), amount=1, at_deadline="next"),), "stage-0.at_deadline"),
        ((StageTerms(who=(Who(terms.REQUESTER_MANAGER),), at_deadline="approve"),), "stage-0.amount"),
    ],
    ids=("no stage", "nobody", "quorum", "team", "query", "next", "no deadline"),
)
def test_a_policy_that_could_not_work_is_refused_with_the_place(on, stages, field):
    with pytest.raises(Invalid) as refused:
        actions.save_policy(actor=on.actor("lena"), desk=on.it, called="Wrong", said=Terms(stages=stages))
    assert field in refused.value.fields and not re.search(r"stage-\d", str(refused.value))


def test_a_running_approval_keeps_the_version_that_it_began_with(on, policy):
    row = policy(MANAGER, people(on, "lena"))
    approval = actions.ask(actor=on.actor("jana"), ticket=on.ticket(), policy=row)
    actions.save_policy(actor=SYSTEM, desk=on.it, called="Manager", said=Terms(stages=(MANAGER,)), policy=row)
    decide(on, approval, "huimin")
    assert waiting(approval) == {"Lena"}
    assert Ask.objects.within(on.it).filter(approval=approval).count() == 2
