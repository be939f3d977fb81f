"""Steps on a ticket: added, given to somebody, ticked off, put in order, and taken away."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from deskhand.accounts.actions import give_role, switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.tasks import actions
from deskhand.modules.tasks.forms import NAMES
from deskhand.modules.tasks.models import Task
from deskhand.tickets import actions as tickets
from deskhand.tickets.models import Category

HTMX = {"HX-Request": "true"}
HIDDEN = re.compile(r'<input type="hidden" name="(initial-[a-z_]+)"(?: value="([^"]*)")?')


@pytest.fixture
def on(cast):
    """The module is on for both desks."""
    for desk in (cast.it, cast.hr):
        switch_module(actor=SYSTEM, desk=desk, module="tasks", on=True)
    return cast


def add(cast, ticket, title="Order the laptop", by="jana", **more):
    return actions.add_task(actor=cast.actor(by), ticket=ticket, new=actions.NewTask(title=title, **more))


def page(cast, ticket, who="jana"):
    return cast.client(who).get(f"/agent/tickets/{ticket.number}/").content.decode()


def address(ticket, task, verb=""):
    return f"/agent/tickets/{ticket.number}/tasks/{task.pk}/{verb}"


def both_desks(cast):
    """Lena, who serves the other desk too."""
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.lena, role="agent")
    return cast.actor("lena")


def titles(ticket):
    return [one.title for one in Task.objects.within(ticket.desk_id).filter(ticket=ticket).kept()]


def test_an_agent_types_a_task_and_the_panel_shows_it_with_an_empty_line_for_the_next(on):
    ticket = on.ticket()
    answer = on.client("jana").post(
        f"/agent/tickets/{ticket.number}/tasks/new/", {"title": "Order the  laptop"}, headers=HTMX
    )
    assert "Order the laptop" in answer.content.decode() and 'name="title" value=""' in answer.content.decode()
    assert "0 of 1 done" in page(on, ticket)
    assert "Jana Vogt added a task" in page(on, ticket)


def test_without_script_the_same_form_comes_back_to_the_ticket(on):
    ticket = on.ticket()
    answer = on.client("jana").post(f"/agent/tickets/{ticket.number}/tasks/new/", {"title": "Call back"})
    assert answer.headers["Location"] == f"/agent/tickets/{ticket.number}/#tasks"
    assert titles(ticket) == ["Call back"]


def test_what_cannot_be_taken_keeps_what_was_typed(on):
    ticket = on.ticket()
    url = f"/agent/tickets/{ticket.number}/tasks/new/"
    line = on.client("jana").post(url, {"title": "x" * 201}, headers=HTMX)
    assert line.status_code == 422 and "x" * 201 in line.content.decode() and "at most 200" in line.content.decode()
    whole = on.client("jana").post(url, {"title": " ", "note": "Kept words"})
    assert whole.status_code == 422 and "Kept words" in whole.content.decode()
    assert titles(ticket) == []


@pytest.mark.parametrize("year", ["0001", "1899", "3000", "9999"])
def test_a_task_is_due_in_a_year_that_there_is(on, year):
    ticket, jana = on.ticket(), on.client("jana")
    given = {"title": "Order it", "due_at": f"{year}-12-31T23:30"}
    answer = jana.post(f"/agent/tickets/{ticket.number}/tasks/new/", given)
    assert answer.status_code == 422 and "Choose a year from 1900 to 2999." in answer.content.decode()
    answer = jana.post(
        "/api/v1/tasks",
        {"ticket": ticket.number, "title": "Order it", "due_at": f"{year}-12-31T23:30:00Z"},
        content_type="application/json",
        headers=on.bearer("jana"),
    )
    assert answer.status_code == 422 and "Choose a year from 1900 to 2999." in answer.content.decode()
    assert titles(ticket) == []


def test_the_farthest_task_stands_on_the_pages(on):
    ticket = on.ticket()
    add(on, ticket, due_at=datetime(2999, 12, 31, 23, 30, tzinfo=UTC), assignee=on.jana)
    assert "Order the laptop" in page(on, ticket)
    assert "Order the laptop" in on.client("jana").get("/agent/it/tasks/").content.decode()


def test_a_task_is_ticked_off_with_who_and_when_and_opened_again(on):
    ticket = on.ticket()
    task = add(on, ticket)
    done = on.client("ben").post(address(ticket, task, "finish/"), headers=HTMX).content.decode()
    assert 'aria-checked="true"' in done and "Ben Okafor" in done
    on.client("jana").post(address(ticket, task, "finish/"))
    task.refresh_from_db()
    assert task.done_by == on.ben, "a second tick changes nothing"
    on.client("ben").post(address(ticket, task, "reopen/"))
    task.refresh_from_db()
    assert task.done_at is None and task.done_by is None
    codes = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("pk")
    assert [one for one in codes.values_list("code", flat=True) if "task" in one] == [
        "ticket.task_added",
        "ticket.task_finished",
        "ticket.task_reopened",
    ]


@pytest.mark.postgres
def test_the_assignee_hears_of_it_at_the_bell_and_finds_it_among_their_tasks(on):
    ticket = on.ticket("New colleague")
    task = add(on, ticket)
    due = (clock.now() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    given = {"title": task.title, "assignee": on.ben.pk, "due_at": due, "is_mandatory": "on"}
    on.client("jana").post(address(ticket, task), given)
    on.work()
    assert "Jana Vogt gave you a task" in on.client("ben").get("/agent/notifications/").content.decode()
    mine = on.client("ben").get("/agent/it/tasks/").content.decode()
    assert "Order the laptop" in mine and "Overdue" in mine and "mandatory" in mine
    assert "Order the laptop" not in on.client("jana").get("/agent/it/tasks/").content.decode()
    assert "Order the laptop" in on.client("jana").get("/agent/it/tasks/?whose=all").content.decode()
    assert "Jana Vogt gave a task to Ben Okafor" in page(on, ticket)


def test_a_task_of_a_team_is_among_those_of_its_people_and_they_hear_of_it(on):
    ticket = on.ticket()
    add(on, ticket, by="lena", team=on.network)
    on.work()
    assert "gave your team a task" in on.client("priya").get("/agent/notifications/").content.decode()
    assert "Order the laptop" in on.client("priya").get("/agent/it/tasks/?whose=teams").content.decode()
    assert "Order the laptop" not in on.client("priya").get("/agent/it/tasks/").content.decode()


def test_what_was_changed_meanwhile_by_a_colleague_stays(on):
    ticket = on.ticket()
    task = add(on, ticket, note="Model 7")
    form = {"title": "Order two laptops", "note": "Model 7"}
    actions.change_task(actor=on.actor("ben"), task=task, assignee=on.ben)
    on.client("jana").post(address(ticket, task), {**form, "assignee": on.ben.pk})
    task.refresh_from_db()
    assert (task.title, task.note, task.assignee) == ("Order two laptops", "Model 7", on.ben)


def test_a_form_that_was_open_meanwhile_takes_back_nothing_that_it_did_not_change(on):
    ticket = on.ticket()
    task = add(on, ticket, note="Model 7\nBlue", due_at=clock.now(), is_mandatory=True)
    opened = on.client("jana").get(address(ticket, task)).content.decode()
    began = {name: unescape(value) for name, value in HIDDEN.findall(opened)}
    assert set(began) == {f"initial-{name}" for name in NAMES}
    later = clock.now() + timedelta(days=3)
    changes = {"title": "Order two laptops", "note": "Model 8", "assignee": on.ben, "due_at": later}
    actions.change_task(actor=on.actor("ben"), task=task, is_mandatory=False, **changes)
    shown = {name.removeprefix("initial-"): value for name, value in began.items()} | {"is_mandatory": "on"}
    on.client("jana").post(address(ticket, task), {**began, **shown, "team": on.network.pk})
    task.refresh_from_db()
    assert (task.title, task.note, task.assignee, task.due_at) == tuple(changes.values())
    assert (task.team, task.is_mandatory) == (on.network, False)


def test_tasks_are_put_in_order(on):
    ticket = on.ticket()
    tasks = [add(on, ticket, title) for title in ("one", "two", "three")]
    on.client("jana").post(address(ticket, tasks[2], "move/"), {"to": "1"})
    assert titles(ticket) == ["three", "one", "two"]
    actions.move_task(actor=on.actor("jana"), task=tasks[0], to=99)
    assert titles(ticket) == ["three", "two", "one"]


@pytest.mark.postgres
def test_a_task_that_was_taken_away_is_put_back_where_it_stood(on):
    ticket = on.ticket()
    tasks = [add(on, ticket, title) for title in ("one", "two")]
    answer = on.client("jana").post(address(ticket, tasks[0], "drop/"), headers=HTMX)
    assert address(ticket, tasks[0], "restore/") in answer.headers["HX-Trigger"]
    assert titles(ticket) == ["two"]
    with pytest.raises(Conflict, match="taken away"):
        actions.finish_task(actor=on.actor("ben"), task=tasks[0])
    on.client("jana").post(address(ticket, tasks[0], "restore/"))
    assert titles(ticket) == ["one", "two"]


def test_what_was_taken_away_is_gone_after_thirty_days(on):
    ticket = on.ticket()
    task = add(on, ticket)
    actions.drop_task(actor=on.actor("jana"), task=task)
    with clock.frozen(clock.now() + timedelta(days=29)):
        assert actions.forget_dropped() == 0
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert actions.forget_dropped() == 1


def test_where_the_module_is_off_nothing_that_was_taken_away_is_forgotten(on):
    task = add(on, on.ticket())
    actions.drop_task(actor=on.actor("jana"), task=task)
    switch_module(actor=SYSTEM, desk=on.it, module="tasks", on=False)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert actions.forget_dropped() == 0


def test_a_ticket_with_open_mandatory_steps_is_not_resolved_and_the_refusal_names_them(on):
    ticket = on.ticket()
    task = add(on, ticket, "Wipe the disk", is_mandatory=True)
    add(on, ticket, "Nice to have")
    resolved = on.status("resolved")
    with pytest.raises(Invalid, match="Wipe the disk"):
        tickets.set_status(actor=on.actor("jana"), ticket=ticket, to=resolved)
    answer = on.client("jana").patch(
        f"/api/v1/tickets/{ticket.number}",
        {"status": "resolved"},
        content_type="application/json",
        headers=on.bearer("jana"),
    )
    assert answer.status_code == 422 and "Wipe the disk" in answer.content.decode()
    actions.finish_task(actor=on.actor("jana"), task=task)
    ticket = tickets.set_status(actor=on.actor("jana"), ticket=ticket, to=resolved)
    assert ticket.category == Category.RESOLVED


def test_a_cancelled_ticket_needs_no_steps(on):
    ticket = on.ticket()
    add(on, ticket, is_mandatory=True)
    cancelled = on.status("cancelled")
    assert tickets.set_status(actor=on.actor("jana"), ticket=ticket, to=cancelled).category == "cancelled"


def test_where_the_module_is_off_nothing_holds_a_ticket_up(on):
    ticket = on.ticket()
    task = add(on, ticket, is_mandatory=True)
    switch_module(actor=SYSTEM, desk=on.it, module="tasks", on=False)
    assert on.client("jana").get(address(ticket, task)).status_code == 404
    assert "task" not in page(on, ticket).partition('id="beside"')[2].lower()
    assert tickets.set_status(actor=on.actor("jana"), ticket=ticket, to=on.status("resolved")).category == "resolved"
    switch_module(actor=SYSTEM, desk=on.it, module="tasks", on=True)
    assert task.title in page(on, ticket)


def test_nobody_beyond_the_wall_learns_of_a_task_and_requesters_see_none(on):
    ticket = on.ticket()
    task = add(on, ticket)
    for who in ("hanna", "mara"):
        assert on.client(who).get(address(ticket, task)).status_code == 404
        assert on.client(who).post(address(ticket, task, "finish/")).status_code == 404
    assert task.title not in on.client("mara").get(f"/tickets/{ticket.number}/").content.decode()
    assert (
        task.title in page(on, ticket, "arno")
        and task.title in on.client("arno").get(address(ticket, task)).content.decode()
    )
    assert on.client("arno").post(address(ticket, task, "finish/")).status_code == 403
    with pytest.raises(Denied):
        actions.add_task(actor=on.actor("hanna"), ticket=ticket, new=actions.NewTask(title="x"))
    with pytest.raises(Denied):
        actions.finish_task(actor=on.actor("arno"), task=task)


def test_a_task_is_not_given_to_people_or_teams_of_another_desk(on):
    ticket = on.ticket()
    with pytest.raises(Invalid, match="does not serve"):
        add(on, ticket, assignee=on.hanna)
    elsewhere = on.ticket(by="oliver", desk="hr")
    with pytest.raises(Invalid, match="another desk"):
        add(on, elsewhere, by="hanna", team=on.network)


@pytest.mark.postgres
def test_a_ticket_that_moves_takes_its_tasks_along_and_leaves_people_and_teams_behind(on):
    ticket = on.ticket()
    task = add(on, ticket, assignee=on.ben, team=on.network)
    tickets.move(actor=both_desks(on), ticket=ticket, to=on.hr)
    task.refresh_from_db()
    assert (task.assignee, task.team) == (None, None)
    assert task.title in page(on, ticket, "hanna") and task.title not in page(on, ticket, "ben")


def test_a_ticket_that_moved_while_the_module_was_off_there_brings_nobody_along(on):
    ticket = on.ticket()
    task = add(on, ticket, assignee=on.ben)
    switch_module(actor=SYSTEM, desk=on.hr, module="tasks", on=False)
    tickets.move(actor=both_desks(on), ticket=ticket, to=on.hr)
    switch_module(actor=SYSTEM, desk=on.hr, module="tasks", on=True)
    task.refresh_from_db()
    assert task.assignee is None


def test_the_palette_offers_a_task_on_the_ticket_at_hand(on):
    ticket = on.ticket()
    found = on.client("jana").get(f"/agent/palette?desk=it&ticket={ticket.number}").content.decode()
    assert f"/agent/tickets/{ticket.number}/tasks/new/" in found
    assert "tasks/new" not in on.client("arno").get(f"/agent/palette?desk=it&ticket={ticket.number}").content.decode()
