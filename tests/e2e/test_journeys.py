"""A new colleague is onboarded over three desks, in a browser: HR begins, each desk does its part and sees no other,
the employee on a phone and the manager see one timeline, and “ready on day one” counts it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.looking import PHONE
from tests.e2e.served import ServedDemo
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(900)]
A_WHILE = 180

WRITTEN = """
from dataclasses import replace
from deskhand.accounts.actions import make_sign_in_link, switch_module
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.journeys import actions
from deskhand.modules.journeys.actions.beginning import deskhand_on
from deskhand.modules.journeys.beginnings import onboarding
from deskhand.modules.journeys.definition import Question
from deskhand.modules.journeys.models import Part
desks = {one.key: one for one in Desk.objects.filter(key__in=("it", "hr", "facilities"))}
for desk in desks.values():
    for module in ("fulfilment", "journeys"):
        switch_module(actor=SYSTEM, desk=desk, module=module, on=True)
hr = desks["hr"]
plan = onboarding(hr)
plan = replace(plan, questions=(*plan.questions, Question(code="salary", label="Salary")))
row = actions.make_blueprint(actor=deskhand_on(hr.pk), desk=hr, name="Welcome aboard", plan=plan)
actions.publish(actor=deskhand_on(hr.pk), blueprint=row)
for part in Part.objects.within([desks["it"], desks["facilities"]]).filter(blueprint=row):
    actions.accept(actor=deskhand_on(part.desk_id), part=part, ways={one["code"]: {} for one in part.asked})
people = Person.objects.filter(email__in=EMAILS)
people.update(language="en")
for one in people:
    print("LINK", one.email, make_sign_in_link(actor=SYSTEM, person=one, base_url="http://here"))
"""

AWAY = """
from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import SYSTEM
for module in ("journeys", "fulfilment"):
    for desk in Desk.objects.filter(key__in=("it", "hr", "facilities")):
        switch_module(actor=SYSTEM, desk=desk, module=module, on=False)
Person.objects.filter(email__in=EMAILS).update(language="de")
"""
"""A help desk for the tests that come after."""

LATER = """
from datetime import timedelta
from django.db.models import F
from deskhand.modules.journeys.models import Activity, Journey
rows = Journey.objects.beyond_walls("time passes").filter(called="Ida Berg")
parts = Activity.objects.beyond_walls("time passes").filter(journey__in=rows)
days = timedelta(days=4)
parts.update(**{name: F(name) - days for name in ("begins_at", "due_at", "begun_at", "ended_at")})
for row in rows:
    Journey.objects.beyond_walls("time passes").filter(pk=row.pk).update(
        key_on=row.key_on - days, key_at=row.key_at - days, begun_at=row.begun_at - days)
"""

PARTS = {
    "hr": ("Contract and payroll",),
    "it": ("Laptop, set up", "Account and mailbox"),
    "facilities": ("Desk and chair", "Badge and keys"),
}
"""What each desk does before the first day; an account waits for the contract."""

SECRET = "fifty-two thousand"
"""What HR alone knows; five digits could stand in any moment that the API tells."""


@pytest.fixture
def house(demo) -> Iterator[ServedDemo]:
    """The demo's three desks, which have agreed to onboard together. Both who serve the others read English."""
    emails = f"EMAILS = {[demo.people['hr'], demo.people['facilities']]}\n"
    told = demo.run("manage", "shell", "-c", emails + WRITTEN).stdout.decode()
    demo.noticed()
    demo.links = dict(re.findall(r"^LINK (\S+) http://here(\S+)$", told, re.MULTILINE))
    yield demo
    demo.run("manage", "shell", "-c", emails + AWAY)


@pytest.fixture
def as_one(house, visit) -> Callable[..., Page]:
    """The page of somebody of HR or Facilities, signed in by a link."""

    def go(persona: str) -> Page:
        visits = visit()
        visits.expect_status(404)
        visits.go(house.links[house.people[persona]])
        visits.page.locator("main form button[type=submit]").first.click()
        visits.page.wait_for_url(lambda url: "/in/" not in url)
        return visits.page

    return go


def _begin(page: Page, employee: str, manager: str) -> None:
    page.goto("/agent/hr/journeys/")
    page.get_by_role("link", name="Start a journey").first.click()
    page.get_by_label("Name", exact=True).fill("Ida Berg")
    page.get_by_label("Day", exact=True).fill((timezone.now() + timedelta(days=2)).date().isoformat())
    page.get_by_label("Manager’s e-mail address").fill(manager)
    page.get_by_label("Employee’s e-mail address").fill(employee)
    page.get_by_label("Works where").select_option("In the office")
    page.get_by_label("Salary").fill(SECRET)
    page.get_by_role("button", name="Start the journey").click()
    page.wait_for_url(re.compile(r"/agent/hr/journeys/\d+/$"))


def _does(page: Page, desk: str, titles: tuple[str, ...]) -> None:
    """An agent of the desk reads and resolves its own tickets, and finds nothing of the others."""
    others = [one for key, found in PARTS.items() if key != desk for one in found]
    for title in titles:
        link = page.get_by_role("link", name=re.compile(f"{title}: Ida Berg"))

        def has_come(link=link) -> bool:
            page.goto(f"/agent/{desk}/tickets/?q=journey:part")
            return link.count() > 0

        wait_until(has_come, f"the ticket {title}", A_WHILE)
        listed = page.locator("body").inner_text()
        link.first.click()
        expect(page.get_by_role("heading", name=title).first).to_be_visible()
        expect(page.get_by_text("Part of Welcome aboard")).to_be_visible()
        told = listed + page.locator("body").inner_text()
        assert not [one for one in (*others, SECRET) if one in told], told
        page.get_by_role("button", name="Resolve").first.click()
        expect(page.get_by_text("Resolved").first).to_be_visible()


def _stands_at(page: Page, words: str) -> None:
    def has() -> bool:
        page.reload()
        return words in page.locator("main").inner_text()

    wait_until(has, f"the timeline at {words}", A_WHILE)


def test_hr_it_and_facilities_onboard_a_colleague_who_is_ready_on_day_one(house, as_one, visit):
    hr, manager = as_one("hr"), visit("administrator").page
    _begin(hr, house.people["requester"], house.people["administrator"])
    journey = re.search(r"/journeys/(\d+)/", hr.url)[1]
    employee = visit("requester", viewport=PHONE).page
    for page in (employee, manager):
        page.goto(f"/my-journeys/{journey}/")
        _stands_at(page, "0 of 10 done")
        assert SECRET not in page.locator("body").inner_text()

    agents = {"hr": hr, "it": visit("agent").page, "facilities": as_one("facilities")}
    for done, desk in enumerate(("hr", "it", "facilities")):
        _does(agents[desk], desk, PARTS[desk])
        _stands_at(employee, f"{(1, 3, 5)[done]} of 10 done")
    manager.goto(f"/my-journeys/{journey}/")
    manager.get_by_role("button", name="“Name a mentor” is done").click()
    employee.get_by_role("button", name="“Read the rules of the house” is done").click()
    _stands_at(employee, "7 of 10 done")
    _stands_at(manager, "7 of 10 done")
    assert employee.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    for persona, desk in (("agent", "it"), ("facilities", "facilities")):
        at = f"{house.url}/agent/hr/journeys/"
        there, nowhere = (agents[desk].request.get(f"{at}{pk}/").status for pk in (journey, 4_000_000))
        assert there == nowhere and there in (403, 404), "whoever may write to HR knows that it is there, and no more"
        with house.api(persona) as api:
            assert api.get(f"/journeys/desks/hr/journeys/{journey}").status_code == 404
            assert api.get(f"/journeys/desks/{desk}/journeys").json()["items"] == []
            found = api.get("/tickets", params={"q": "Ida Berg", "desk": desk}).text
        assert not [one for key in PARTS if key != desk for one in PARTS[key] if one in found]
        assert SECRET not in found

    house.run("manage", "shell", "-c", LATER)
    hr.goto("/agent/hr/journeys/")
    expect(hr.get_by_text("100 % of 1 journey in the last 90 days")).to_be_visible()
