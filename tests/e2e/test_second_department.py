"""A second department in five minutes: HR from its template, a request from the portal, an answer of its agent."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.visits import kept
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(900)]
FIVE_MINUTES = 300.0
EDITOR = "form[data-composer] [contenteditable=true]"
AWAY = """
from deskhand.accounts.models import Desk, DeskRole
from deskhand.kernel.models import ModuleSwitch
desks = Desk.objects.filter(key="people")
ModuleSwitch.objects.filter(desk_id__in=desks.values("pk")).update(is_on=False)
DeskRole.objects.filter(desk__in=desks).delete()
desks.update(is_active=False, is_listed=False)
from deskhand.kernel import switches
switches.touch()
"""
"""Nothing of the desk is seen by the tests that come after."""


@pytest.fixture
def house(demo):
    """The demo, which has a desk fewer afterwards."""
    yield demo
    demo.run("manage", "shell", "-c", AWAY)


@pytest.fixture
def chief(house, browser: Browser) -> Iterator[Page]:
    """The site administrator, who has just signed in: making a desk asks for that."""
    context = browser.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    page = kept(context.new_page())
    link = house.run("user", "link", house.people["administrator"]).stdout.decode().strip()
    page.goto(re.sub(r"^https?://[^/]+", house.url, link))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/in/" not in url)
    yield page
    context.close()


def test_hr_runs_from_its_template_and_answers_its_first_request(house, chief, visit):
    with house.api("agent") as api:
        api.patch("/me", json={"undo_seconds": 0}).raise_for_status()  # The answer goes out at once.
    began = time.monotonic()
    chief.goto("/agent/settings/desks/")
    chief.get_by_role("link", name="Human resources").click()
    for words in ("Approval policies", "Canned replies", "Items"):
        expect(chief.locator("main").get_by_text(words).first).to_be_visible()
    chief.get_by_label("Name", exact=True).fill("People")
    chief.get_by_label(re.compile("^Key")).fill("people")
    chief.get_by_role("combobox", name=re.compile("Person")).or_(chief.get_by_label("Person")).first.fill(
        house.people["agent"]
    )
    chief.get_by_role("button", name="Make the desk").click()
    expect(chief.locator("body")).to_contain_text("with all that you chose")
    house.noticed()

    asker = visit("requester")
    asker.go("/catalog/")
    asker.page.get_by_role("link", name="Employment certificate").first.click()
    asker.page.get_by_role("radio", name="Landlord").check()
    asker.page.get_by_role("radio", name="English").check()
    asker.page.get_by_role("button", name="Order now").click()
    asker.page.wait_for_url(re.compile(r"/requests/\d+/"))
    request = re.search(r"/requests/(\d+)/", asker.page.url)
    assert request is not None

    agent = visit("agent")
    agent.go("/agent/people/tickets/")
    agent.page.get_by_role("link", name=re.compile("Employment certificate")).first.click()
    agent.page.wait_for_url(re.compile(rf"/agent/tickets/{request[1]}/"))
    expect(agent.page.locator("main")).to_contain_text("Landlord")
    agent.page.locator(EDITOR).first.fill("Your certificate is ready.")
    agent.page.get_by_role("button", name=re.compile("^Send")).first.click()
    expect(agent.page.locator("main")).to_contain_text("Your certificate is ready.")

    def has_come() -> bool:
        asker.go(f"/requests/{request[1]}/")
        return "Your certificate is ready." in asker.page.locator("main").inner_text()

    wait_until(has_come, "the answer, which could be taken back for a moment", FIVE_MINUTES)
    assert time.monotonic() - began < FIVE_MINUTES

    chief.goto("/agent/settings/desks/")
    assert chief.goto("/agent/people/tickets/").status == 404, "who made the desk for somebody else does not see it"
