"""The pages by which a desk grows, and those of departments: cases, journeys, what is asked between desks. Accessible
in both themes, at home on a phone, with long words and forty readers. Whoever adds a page adds its address here."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.looking import WIDE, faults_of
from tests.e2e.served import ServedDemo
from tests.e2e.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(900), pytest.mark.long]

MODULES = ("approvals", "catalog", "fulfilment", "sla", "cases", "journeys")

CASES, CLASSES = "/agent/hr/cases/", "/agent/settings/hr/case-classes/"
JOURNEYS, BLUEPRINTS = "/agent/hr/journeys/", "/agent/settings/hr/journeys/"
GROW = "/agent/settings/it/grow/"
PAGES = {
    "nobody": ["/anonymous/", "/anonymous/to/hr/", "/anonymous/read/"],
    "requester": ["/cases/", "/my-journeys/"],
    "agent": ["/cases/hr/", "/agent/desks/tickets/"],
    "hr": [
        *(f"{CASES}{one}" for one in ("", "?state=due", "new/", "people/{person}/")),
        *(f"/agent/tickets/{{case}}/{one}" for one in ("", "readers/")),
        *(f"{CLASSES}{one}" for one in ("", "new/", "{class}/")),
        *(f"{JOURNEYS}{one}" for one in ("", "new/", "start/{blueprint}/", "figures/", "figures/records/")),
        *(f"{JOURNEYS}{{journey}}/{one}" for one in ("", "history/", "change/", "end/")),
        *(f"{BLUEPRINTS}{one}" for one in ("", "new/", "asked/")),
        *(f"{BLUEPRINTS}blueprints/{{blueprint}}/{one}" for one in ("", "words/", "activity/", "try/")),
        "/agent/desks/tickets/",
        "/agent/settings/hr/break-glass/",
    ],
    "facilities": [
        "/agent/facilities/journeys/",
        "/agent/settings/facilities/journeys/asked/",
        "/agent/settings/facilities/journeys/journey-parts/{part}/",
    ],
    "administrator": [
        *(f"{GROW}{one}" for one in ("", "simulation/?module=sla")),
        *(f"/agent/settings/it/{one}/" for one in ("from-template", "words")),
        "/agent/settings/desks/new/",
        "/agent/settings/break-glass/",
    ],
}

UGLY = """
import json
from deskhand.accounts.actions import create_person, give_role
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.cases.actions import ClassWords, save_class
from deskhand.modules.cases.models import CaseFile
from deskhand.modules.journeys.models import Blueprint, Journey, Part
hr, facilities = Desk.objects.get(key="hr"), Desk.objects.get(key="facilities")
chief = Person.objects.get(email=CHIEF)
give_role(actor=SYSTEM, desk=facilities, person=chief, role="agent")
NAMES = ("Maximiliane-Josephine von Grauenberg-Hohenstein zu Oberwallersdorf", "Bo", "W" + "olf" * 25)
readers = []
for at in range(40):
    email = f"reader{at}@eberfeld.example"
    readers.append(create_person(actor=SYSTEM, name=f"{NAMES[at % 3]} {at}", email=email, is_verified=True))
    give_role(actor=SYSTEM, desk=hr, person=readers[-1], role="agent")
words = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamten"
row = save_class(actor=SYSTEM, desk=hr, said=ClassWords(name=words, people=readers, endings=[words], keep_months=36))
for at in range(9):
    save_class(actor=SYSTEM, desk=hr, said=ClassWords(name=f"{words} {at}", is_active=False, is_confidential=False))
journey = Journey.objects.within(hr).running().latest("pk")
def made_long(found):
    for one in found["steps"][::2]:
        one["title"] = words
    return found
journey.called, journey.definition = NAMES[2], made_long(journey.definition)
journey.save()
blueprint = Blueprint.objects.within(hr).order_by("pk")[0]
blueprint.draft = made_long(blueprint.draft)
blueprint.save()
file = CaseFile.objects.within(hr).with_confidential("the test's").select_related("ticket").earliest("pk")
print("SAMPLES", json.dumps({
    "case": file.ticket.number, "person": file.ticket.requester_id, "class": row.pk, "journey": journey.pk,
    "blueprint": blueprint.pk, "part": Part.objects.within(facilities)[0].pk,
}))
"""


@pytest.fixture(scope="module")
def departments() -> Iterator[tuple[ServedDemo, dict[str, int]]]:
    """A demo with departments, and the names that stand in braces."""
    with ServedDemo(tickets=60, switched_on=MODULES) as served:
        told = served.run("manage", "shell", "-c", f"CHIEF = {served.people['hr']!r}\n{UGLY}").stdout.decode()
        found = next(line for line in told.splitlines() if line.startswith("SAMPLES "))
        yield served, json.loads(found.removeprefix("SAMPLES "))


@pytest.mark.parametrize("persona", PAGES)
def test_every_page_of_a_department_is_accessible_by_day_and_night_and_fits_a_phone(
    departments: tuple[ServedDemo, dict[str, int]], browser: Browser, persona: str
) -> None:
    demo, samples = departments
    context = browser.new_context(base_url=demo.url, viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    visits = Visits(context.new_page(), demo.url)
    if persona != "nobody":
        page = visits.go(demo.link(persona))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/in/" not in url)
    found = []
    for template in PAGES[persona]:
        found += faults_of(visits, template.format(**samples))
    context.close()
    assert not found + visits.complaints, "\n".join(found + visits.complaints)
