"""The pages of plans: drawing one, publishing it, following it beside a ticket."""

import pytest

from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.fulfilment import actions, checks
from deskhand.modules.fulfilment.definition import Definition, Step
from deskhand.modules.fulfilment.models import Plan, Run
from deskhand.modules.fulfilment.tests.conftest import edges, plan, started, states, task, task_of
from deskhand.tickets import actions as on_tickets

PAGE = "/agent/settings/it/plans/"


def wrong(cast, *steps, ways=()):
    found = checks.problems(Definition(tuple(steps), edges(*ways)), cast.it.pk)
    return [(one.step, one.words) for one in found if not one.is_warning]


def test_an_administrator_draws_a_plan_publishes_it_and_an_agent_starts_it(on):
    lena = on.client("lena")
    lena.post(f"{PAGE}new/", {"name": "New laptop"})
    row = Plan.objects.within(on.it).get()
    there = f"{PAGE}{row.pk}/"
    assert "Nothing is drawn yet" in lena.get(there).content.decode()
    lena.post(f"{there}steps/", {"name": "Order it", "kind": "task"})
    lena.post(f"{there}steps/", {"name": "Hand it over", "kind": "task", "after": "order-it"})
    said = {"code": "order-it", "name": "Order it", "stage": "Ordered", "amount": "2", "unit": "days"}
    lena.post(f"{there}steps/", {**said, "team": str(on.service_desk.pk), "priority": "high"})
    page = lena.get(f"{there}?step=order-it").content.decode()
    assert page.count("Hand it over") >= 3 and 'data-step="order-it"' in page and 'value="Ordered"' in page
    lena.post(f"{there}publish/")
    ticket = on.ticket()
    at = f"/agent/tickets/{ticket.number}/"
    assert "New laptop" in on.client("jana").get(at).content.decode()
    on.client("jana").post(f"{at}plan-runs/start/", {"plan": row.pk})
    on.work()
    page = on.client("jana").get(at).content.decode()
    assert "Order it" in page and "Jana Vogt started a plan" in page
    run = Run.objects.within(on.it).get()
    made = task_of(run, "order-it")
    assert (made.priority, made.team) == (3, on.service_desk)
    page = on.client("jana").get(f"{at}plan-runs/{run.pk}/").content.decode()
    assert "Drawing of the plan" in page and f"/agent/tickets/{made.number}/" in page


def test_the_page_of_a_task_shows_its_request_and_what_comes_next_and_answers_nobody(on):
    _ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    page = on.client("jana").get(f"/agent/tickets/{task_of(run, 'a').number}/").content.decode()
    assert "Part of" in page and "A laptop" in page and "Task b" in page
    assert 'name="kind" value="reply"' not in page and 'name="kind" value="note"' in page
    assert "property-requester" not in page and "Merge into another ticket" not in page


def test_a_task_is_neither_merged_nor_split(on):
    _ticket, run = started(on, task("a"))
    made, other = task_of(run, "a"), on.ticket()
    for here, there in ((made, other), (other, made)):
        with pytest.raises(Invalid):
            on_tickets.merge(actor=on.actor("jana"), ticket=here, into=there.number)
    with pytest.raises(Invalid):
        on_tickets.split(actor=on.actor("jana"), ticket=made, messages=[made.messages.get().pk])


def test_leads_skip_and_add_steps_on_the_page_and_agents_do_not(on):
    ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    there = f"/agent/tickets/{ticket.number}/plan-runs/{run.pk}/"
    assert on.client("jana").post(f"{there}skip/", {"step": "a", "reason": "x"}).status_code == 403
    page = on.client("priya").post(f"{there}skip/", {"step": "a", "reason": ""}, follow=True).content.decode()
    assert "Say why" in page and states(run) == {"a": "active"}
    on.client("priya").post(f"{there}add/", {"name": "Engrave it", "after": "a"})
    on.client("priya").post(f"{there}skip/", {"step": "a", "reason": "We have one"})
    on.work()
    assert states(run) == {"a": "skipped", "engrave-it": "active"}
    on.client("jana").post(f"{there}give-up/", {"reason": "Not needed"})
    assert states(run)["engrave-it"] == "cancelled"
    page = on.client("jana").get(there).content.decode()
    assert "Given up" in page and "Skip it" not in page


def test_what_is_wrong_is_told_on_the_step(on):
    ways = ("a>b", "b>c", "c>a")
    assert wrong(on, task("a"), task("b"), task("c"), ways=ways)[0] in [
        (code, words)
        for code in "abc"
        for words in (
            "The steps lead in a circle: Task a → Task b → Task c → Task a.",
            "The steps lead in a circle: Task b → Task c → Task a → Task b.",
            "The steps lead in a circle: Task c → Task a → Task b → Task c.",
        )
    ]
    assert ("b", "No way leads here from the beginning.") in wrong(
        on, task("a"), task("b"), task("c"), ways=("b>c", "c>b")
    )
    assert wrong(on) == [("", "A plan needs a step.")]
    assert wrong(on, task("a", team=999)) == [("a", "The desk has no such team in use.")]
    assert wrong(on, task("a", name=" ")) == [("a", "Give the step a name.")]
    assert wrong(on, task("a", condition="colour:red"))[0][0] == "a"
    assert wrong(on, task("a"), ways=("a>b",)) == [("", "An arrow leads to a step that is not there: “b”.")]
    ask = Step(code="ok", kind="approval", name="Approve", says={"policy": "manager"})
    found = checks.problems(Definition((ask,)), on.it.pk)
    assert found and all(one.is_warning for one in found)


def test_a_plan_that_is_wrong_is_drafted_but_not_published(on):
    row = plan(on, task("a"))
    circle = Definition((task("a"), task("b")), edges("a>b", "b>a"))
    actions.change_draft(actor=on.actor("lena"), plan=row, definition=circle)
    page = on.client("lena").get(f"{PAGE}{row.pk}/").content.decode()
    assert "lead in a circle" in page
    with pytest.raises(Invalid):
        actions.publish(actor=on.actor("lena"), plan=row)
    on.client("lena").post(f"{PAGE}{row.pk}/undo/")
    row.refresh_from_db()
    assert Definition.read(row.draft) == Definition((task("a"),))


def test_two_who_draw_at_once_do_not_undo_each_other(on):
    row = plan(on, task("a"))
    actions.change_draft(actor=on.actor("lena"), plan=row, definition=Definition((task("a"), task("b"))), edition=1)
    with pytest.raises(Conflict):
        actions.change_draft(actor=on.actor("priya"), plan=row, definition=Definition((task("z"),)), edition=1)


def test_an_older_version_counts_again(on):
    row = plan(on, task("a"))
    actions.change_draft(actor=on.actor("lena"), plan=row, definition=Definition((task("a"), task("b"))))
    actions.publish(actor=on.actor("lena"), plan=row)
    page = on.client("lena").get(f"{PAGE}{row.pk}/versions/").content.decode()
    assert "Task b" in page and "Let version 1 count again" in page
    on.client("lena").post(f"{PAGE}{row.pk}/roll-back/", {"number": "1"})
    row.refresh_from_db()
    assert row.published.number == 3 and len(row.published.definition["steps"]) == 1


def test_a_plan_that_is_put_away_is_offered_no_more(on):
    row = plan(on, task("a"))
    on.client("lena").post(f"{PAGE}{row.pk}/put-away/")
    assert "New laptop" not in on.client("jana").get(f"/agent/tickets/{on.ticket().number}/").content.decode()
    on.client("lena").post(f"{PAGE}{row.pk}/put-back/")
    assert "New laptop" in on.client("lena").get(PAGE).content.decode()


def test_the_page_of_a_plan_tells_who_did_what_when_and_why(on):
    ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    there = f"/agent/tickets/{ticket.number}/plan-runs/{run.pk}/"
    on.client("priya").post(f"{there}skip/", {"step": "a", "reason": "We have one"})
    on.work()
    other = actions.start_plan(actor=on.actor("ben"), ticket=ticket, plan=plan(on, task("z"), name="Other"))
    on.work()
    page = on.client("jana").get(there).content.decode()
    told = page[page.index('class="timeline"') :]
    assert told.index("skipped a step of the plan") < told.index("Jana Vogt started a plan")
    assert "Task a: We have one" in told and "Ben" not in told and other.pk != run.pk
