"""Steps that come again: written once for a desk, put on a ticket by a click."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from deskhand.accounts.actions import switch_module, take_role
from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.tasks import actions
from deskhand.modules.tasks.actions import checklists
from deskhand.modules.tasks.models import Checklist, Task
from tests.cast import make_cast

PAGE = "/agent/it/tasks/checklists/"


@pytest.fixture
def on(cast):
    for desk in (cast.it, cast.hr):
        switch_module(actor=SYSTEM, desk=desk, module="tasks", on=True)
    return cast


def write(cast, name="New colleague", by="lena", **more):
    steps = [actions.Step(title="Order the laptop", due_days=2, is_mandatory=True), actions.Step(title="Greet", **more)]
    return actions.save_checklist(actor=cast.actor(by), desk=cast.it, name=name, steps=steps)


def posted(*titles, **other):
    rows = {f"title-{n}": title for n, title in enumerate(titles)}
    return {"name": "New colleague", "rows": str(len(titles)), **rows, **other}


def on_ticket(ticket):
    return list(Task.objects.within(ticket.desk_id).filter(ticket=ticket).kept())


def test_an_administrator_writes_a_list_and_an_agent_puts_it_on_a_ticket(on):
    form = posted("Order the laptop", "", "Greet", **{"is_mandatory-0": "on", "assignee-2": str(on.ben.pk)})
    assert on.client("lena").post(f"{PAGE}new/", form).headers["Location"] == PAGE
    ticket, row = on.ticket(), Checklist.objects.within(on.it).get()
    assert "New colleague" in on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    on.client("jana").post(f"/agent/tickets/{ticket.number}/tasks/apply/", {"checklist": row.pk})
    made = [(one.title, one.is_mandatory, one.assignee) for one in on_ticket(ticket)]
    assert made == [("Order the laptop", True, None), ("Greet", False, on.ben)]
    page = on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Jana Vogt added a checklist: 2 tasks" in page and "added a task" not in page


def test_days_of_a_step_are_business_days_of_the_desk(on):
    week = {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    row = create_calendar(actor=SYSTEM, desk=on.it, name="Office", given={"zone": "Europe/Berlin", "hours": week})
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with clock.frozen(datetime(2026, 11, 1, 9, tzinfo=UTC)):
        choose_calendar(actor=SYSTEM, desk=on.it, calendar=row)
    with clock.frozen(friday):
        ticket = on.ticket()
        actions.apply_checklist(actor=on.actor("jana"), ticket=ticket, checklist=write(on))
    assert on_ticket(ticket)[0].due_at == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_rows_are_ordered_and_added_without_saving(on):
    client = on.client("lena")
    page = client.post(f"{PAGE}new/", posted("one", "two", up="1")).content.decode()
    assert page.index('value="two"') < page.index('value="one"') and 'name="title-4"' in page
    assert not Checklist.objects.within(on.it).exists()


REFUSED = (
    (posted("x", name=""), "Give it a name"),
    (posted(" "), "at least one step"),
    (posted("x" * 201), "At most 200 characters"),
    (posted("x", **{"due_days-0": "soon"}), "whole number of days"),
    (posted("x", **{"due_days-0": "900"}), "From 0 to 250"),
    (posted("x", **{"team-0": "999"}), "Choose one of the offered"),
)


def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(on):
    client = on.client("lena")
    for given, says in REFUSED:
        answer = client.post(f"{PAGE}new/", given)
        page = answer.content.decode()
        assert answer.status_code == 422 and says in page and given["name"] in page, says
    assert not Checklist.objects.within(on.it).exists()


def test_a_list_that_was_put_away_is_offered_no_more_and_comes_back(on):
    row, ticket = write(on), on.ticket()
    on.client("lena").post(f"{PAGE}{row.pk}/put-away/")
    assert "New colleague" not in on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    on.client("lena").post(f"{PAGE}{row.pk}/put-back/")
    assert "New colleague" in on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    codes = Event.objects.filter(subject_kind="checklist").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["checklist.saved", "checklist.put_away", "checklist.put_back"]


def test_who_serves_the_desk_no_more_is_left_out_of_a_list(on):
    row = write(on, assignee=on.ben)
    take_role(actor=SYSTEM, desk=on.it, person=on.ben, role="agent")
    ticket = on.ticket()
    actions.apply_checklist(actor=on.actor("jana"), ticket=ticket, checklist=row)
    assert [one.assignee for one in on_ticket(ticket)] == [None, None]


def test_agents_use_lists_and_do_not_write_them_and_other_desks_know_nothing(on):
    row = write(on)
    with pytest.raises(Denied):
        write(on, "Mine", by="jana")
    assert on.client("jana").get(PAGE).status_code == 403
    assert on.client("hanna").get(f"{PAGE}{row.pk}/").status_code == 404
    elsewhere = on.ticket(by="oliver", desk="hr")
    with pytest.raises(Invalid, match="another desk"):
        actions.apply_checklist(actor=on.actor("hanna"), ticket=elsewhere, checklist=row)
    answer = on.client("hanna").post(f"/agent/tickets/{elsewhere.number}/tasks/apply/", {"checklist": row.pk})
    assert answer.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_lists_of_one_name_at_the_same_moment_the_second_is_refused_in_words(transactional_db, monkeypatch):
    cast, chosen, asked = make_cast(), checklists._name, threading.Barrier(2)
    switch_module(actor=SYSTEM, desk=cast.it, module="tasks", on=True)
    lena, told = cast.actor("lena"), []

    def name_while_the_other_asks(*given):
        found = chosen(*given)
        try:
            asked.wait(0.5)
        except threading.BrokenBarrierError:
            told.append("alone")
        return found

    def save():
        try:
            actions.save_checklist(actor=lena, desk=cast.it, name="Leaving", steps=[actions.Step(title="Badge")])
        except Invalid as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    monkeypatch.setattr(checklists, "_name", name_while_the_other_asks)
    threads = [threading.Thread(target=save) for _n in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told == ["alone", "This desk has a checklist of this name already."]
    assert Checklist.objects.within(cast.it).count() == 1
