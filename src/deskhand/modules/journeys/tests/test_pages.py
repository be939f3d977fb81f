"""The pages of journeys: the desk that runs them, the desks that take part, the employee and the manager."""

import pytest
from django.test import Client

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.journeys.models import Blueprint, Journey, Part
from deskhand.modules.journeys.tests.conftest import Ran, blueprint, in_days, own, resolved, started, step

pytestmark = pytest.mark.postgres


@pytest.fixture
def at(on):
    def client(who: str) -> Client:
        made = Client()
        made.force_login(on.people[who])
        return made

    return client


def test_hr_writes_a_journey_asks_it_accepts_and_somebody_begins(on, at):
    hr, it = at("hanna"), at("lena")
    made = hr.post("/agent/settings/hr/journeys/new/", {"name": "Your start", "kind": "onboarding", "beginning": ""})
    page = made["Location"]
    stages = {
        "name": "Your start",
        "kind": "onboarding",
        "stages": "Before\nFirst day",
        "questions": "Salary\nPhone | yes",
    }
    assert hr.post(f"{page}words/", stages).status_code == 302
    new = {
        "title": "Laptop", "stage": "Before", "who": "desk", "desk": "it", "days": "2", "side": "before",
        "unit": "days", "takes": "1", "is_day_one": "on", "about": "answer:phone", "op": "is", "value": "yes",
    }  # fmt: skip
    assert hr.post(f"{page}activity/", {**new, "days": "many"}).status_code == 422
    assert hr.post(f"{page}activity/", new).status_code == 302
    assert "has not accepted it yet" in hr.get(page).content.decode()
    hr.post(f"{page}publish/")
    asked = it.get("/agent/settings/it/journeys/asked/").content.decode()
    assert "Your start" in asked and "Waits for you" in asked
    part = Part.objects.within(on.it).get()
    form = f"/agent/settings/it/journeys/journey-parts/{part.pk}/"
    assert "Human Resources asks you to do 1 activity" in it.get(form).content.decode()
    assert it.post(form, {}).status_code == 422
    it.post(form, {"does-laptop": "on", "team-laptop": str(on.service_desk.pk), "note-laptop": "From the shelf"})
    assert "From the shelf" not in hr.get(page).content.decode()
    row = Blueprint.objects.within(on.hr).get()
    start = f"/agent/hr/journeys/start/{row.pk}/"
    assert hr.post(start, {"called": "Nora", "key_on": "soon", "manager": "x"}).status_code == 422
    given = {"called": "Nora Feldkamp", "key_on": in_days(1).isoformat(), "manager": "huimin@kestrel.example"}
    begun = hr.post(start, {**given, "answer-phone": "yes", "answer-salary": "forty-seven"})
    on.work()
    shown = hr.get(begun["Location"]).content.decode()
    states = Ran(Journey.objects.within(on.hr).get())
    assert (states.row("laptop").state, states.row("laptop").problem, states.row("laptop").reason) == ("begun", "", "")
    assert "Begun" in shown and "forty-seven" in shown and "Nora Feldkamp" in shown
    ticket = Ran(Journey.objects.within(on.hr).get()).row("laptop").ticket
    assert ticket is not None and ticket.team == on.service_desk
    assert f"/agent/tickets/{ticket.number}/" not in shown, "HR does not serve IT"
    beside = it.get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "Part of" in beside and "Your start" in beside and "forty-seven" not in beside


def test_employee_and_manager_see_one_timeline_and_tick_off_what_is_theirs(on, at):
    ran = Ran(started(on, blueprint(on, step("laptop"), own("rules", text="Read them"), own("tour", who="manager"))))
    page = f"/my-journeys/{ran.journey.pk}/"
    for who, others in (("mara", "tour"), ("huimin", "rules")):
        shown = at(who).get(page).content.decode()
        assert all(f"Do {code}" in shown for code in ("laptop", "rules", "tour"))
        assert f'value="{others}"' not in shown
    at("mara").post(f"{page}tick/", {"code": "rules"})
    at("mara").post(f"{page}tick/", {"code": "tour"})
    assert (ran.row("rules").state, ran.row("tour").state) == ("done", "waiting")
    assert "Journeys" in at("mara").get("/").content.decode()
    for stranger in ("oliver", "jana", "lena"):
        assert at(stranger).get(page).status_code == 404
        assert at(stranger).post(f"{page}tick/", {"code": "rules"}).status_code == 404
    assert "/my-journeys/" not in at("oliver").get("/").content.decode()


def test_a_desk_learns_nothing_of_the_journeys_of_another(on, at):
    ran = Ran(started(on, blueprint(on, step("laptop"), own("rules")), answers={"salary": "forty-seven"}))
    for who in ("jana", "lena", "priya"):
        assert at(who).get(f"/agent/it/journeys/{ran.journey.pk}/").status_code == 404
        assert at(who).get("/agent/hr/journeys/").status_code == 404
        assert "Mara" not in at(who).get("/agent/it/journeys/").content.decode()
    found = at("jana").get("/agent/it/tickets/", {"q": "journey:part"}).content.decode()
    assert "Do laptop" in found and "Do rules" not in found


def test_the_list_tells_how_often_people_were_ready_on_day_one(on, at):
    row = blueprint(on, step("laptop", is_day_one=True), step("badge", is_day_one=True))
    early = Ran(started(on, row, days=1))
    for code in ("laptop", "badge"):
        resolved(on, early.row(code).ticket)
    late = Ran(started(on, row, days=1))
    resolved(on, late.row("laptop").ticket)
    from datetime import timedelta

    from deskhand.kernel import clock

    with clock.frozen(clock.now() + timedelta(days=2)):
        shown = " ".join(at("hanna").get("/agent/hr/journeys/").content.decode().split())
        assert "75 % of 2 journeys in the last 90 days" in shown
        assert "1 late of 4" in shown and "for 1 of 2 people everything was" in shown
        assert "late" in at("hanna").get("/agent/hr/journeys/", {"show": "late"}).content.decode()


def test_the_list_asks_as_much_for_one_as_for_many(on, at, django_assert_max_num_queries):
    row, client = blueprint(on, step("laptop")), at("hanna")
    started(on, row)
    client.get("/agent/hr/journeys/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as once:
        client.get("/agent/hr/journeys/")
    for nth in range(3):
        started(on, row, called=f"Somebody {nth}", person=None)
    with django_assert_max_num_queries(len(once)):
        client.get("/agent/hr/journeys/")


def test_trying_writes_nothing_and_shows_what_would_not_be_needed(on, at):
    from deskhand.modules.journeys.tests.conftest import WANTS_PHONE

    row = blueprint(on, step("phone", conditions=(WANTS_PHONE,)))
    page = f"/agent/settings/hr/journeys/blueprints/{row.pk}/try/"
    assert "Not needed" in at("hanna").get(page).content.decode()
    assert "Not needed" not in at("hanna").get(page, {"answer-phone": "yes"}).content.decode()
    assert not Journey.objects.within(on.hr).exists()


def test_every_verb_of_a_journey_has_its_button(on, at):
    client = at("hanna")
    ran = Ran(started(on, blueprint(on, step("laptop"), own("rules"), step("badge"))))
    page = f"/agent/hr/journeys/{ran.journey.pk}/"
    client.post(f"{page}tick/", {"code": "rules"})
    client.post(f"{page}skip/", {"code": "laptop", "reason": "Brings their own"})
    assert (ran.row("rules").state, ran.row("laptop").state) == ("done", "skipped")
    client.post(f"{page}untick/", {"code": "rules"})
    assert ran.row("rules").state != "done"
    form = client.get(f"{page}change/").content.decode()
    assert "huimin@kestrel.example" in form
    given = {"key_on": in_days(9).isoformat(), "manager": "huimin@kestrel.example", "place": "London"}
    assert client.post(f"{page}change/", given).status_code == 302
    assert client.get(f"{page}end/").status_code == 200
    assert client.post(f"{page}end/", {"outcome": "sometime"}).status_code == 422
    client.post(f"{page}end/", {"outcome": "cancelled", "reason": "Budget"})
    ran.journey.refresh_from_db()
    assert (ran.journey.outcome, ran.journey.place) == ("cancelled", "London")


def test_off_on_one_desk_its_pages_are_gone_and_its_journeys_kept(on, at):
    ran = Ran(started(on, blueprint(on, own("rules"))))
    switch_module(actor=SYSTEM, desk=on.hr, module="journeys", on=False)
    assert at("hanna").get("/agent/hr/journeys/").status_code == 404
    assert at("mara").get(f"/my-journeys/{ran.journey.pk}/").status_code == 404
    assert at("lena").get("/agent/it/journeys/").status_code == 200
    switch_module(actor=SYSTEM, desk=on.hr, module="journeys", on=True)
    assert at("mara").get(f"/my-journeys/{ran.journey.pk}/").status_code == 200


def test_a_desk_says_which_team_does_its_own_activities(on, at):
    from deskhand.accounts.actions import save_team

    team = save_team(actor=SYSTEM, desk=on.hr, name="Payroll")
    row = blueprint(on, step("contract", desk="hr"), step("laptop"))
    client, part = at("hanna"), Part.objects.within(on.hr).get()
    page = f"/agent/settings/hr/journeys/journey-parts/{part.pk}/"
    assert page in client.get(f"/agent/settings/hr/journeys/blueprints/{row.pk}/").content.decode()
    shown = client.get(page).content.decode()
    assert "Do contract" in shown and "Do laptop" not in shown and "Refuse" not in shown
    client.post(page, {"team-contract": str(team.pk), "note-contract": "Two copies"})
    client.post(f"{page}refuse/")
    ticket = Ran(started(on, row)).ticket("contract")
    assert ticket.team == team
    assert at("lena").get(page.replace("/hr/", "/it/")).status_code == 404
