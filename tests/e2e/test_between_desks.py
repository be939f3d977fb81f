"""Several desks, one person: IT asks HR and hands a ticket over to Facilities, each reads what is theirs, and whoever
serves two desks goes from one to the other by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(600)]
EDITOR = "form[data-composer] [contenteditable=true]"
MET = """
from deskhand.accounts.actions import give_role, take_role
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import SYSTEM
Desk.objects.filter(key="hr").update(is_listed={listed}, who_may_open="{opening}")
agent, desk = Person.objects.get(email="{agent}"), Desk.objects.get(key="facilities")
{verb}(actor=SYSTEM, desk=desk, person=agent, role="agent")
"""
MATTER = "New colleague needs access"
A_SEND = 180_000
"""Milliseconds until an answer is there that can be taken back before."""
OURS, KEPT = "The laptop is ordered.", "Salary band 4, as her manager told us."


@pytest.fixture
def house(demo) -> Iterator[None]:
    """HR can be asked by everybody, and the agent of IT serves Facilities as well; as it was afterwards."""
    met = {"listed": True, "opening": "anybody", "verb": "give_role"}
    gone = {"listed": False, "opening": "invited", "verb": "take_role"}
    demo.run("manage", "shell", "-c", MET.format(agent=demo.people["agent"], **met))
    yield
    demo.run("manage", "shell", "-c", MET.format(agent=demo.people["agent"], **gone))


@pytest.fixture
def enter(demo, house, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A browser of one of the other desks' people, signed in by the link that the demo prints."""
    contexts = []

    def go(persona: str) -> Page:
        contexts.append(browser.new_context(base_url=demo.url, viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        page.goto(demo.link(persona))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/in/" not in url)
        return page

    yield go
    for one in contexts:
        one.close()


def asked_of_hr(agent: Page, number: int) -> None:
    agent.goto(f"/agent/tickets/{number}/ask/")
    agent.get_by_role("radio", name=re.compile("Human|HR")).check()
    agent.get_by_label("Subject").fill("When does she begin?")
    agent.get_by_label("What do you need?").fill("Please tell us her first day.")
    agent.get_by_role("button", name="Ask", exact=True).click()
    expect(agent.locator("main")).to_contain_text("When does she begin?")


def answered_by_hr(hr: Page) -> None:
    hr.goto("/agent/hr/tickets/?view=open")
    hr.get_by_role("link", name="When does she begin?").first.click()
    hr.wait_for_url(re.compile(r"/agent/tickets/\d+/"))
    hr.wait_for_load_state("load")
    expect(hr.locator("main")).to_contain_text("Please tell us her first day.")
    expect(hr.locator("body")).not_to_contain_text(MATTER)
    hr.locator(EDITOR).first.wait_for()
    hr.keyboard.press("n")
    expect(hr.locator(EDITOR).first).to_be_focused()
    hr.keyboard.type("Her contract is not signed yet.")
    hr.keyboard.press("Control+Enter")
    expect(hr.locator("main article").last).to_contain_text("not signed yet", timeout=A_SEND)
    hr.reload()
    hr.wait_for_load_state("load")
    hr.locator(EDITOR).first.wait_for()
    hr.keyboard.press("r")
    expect(hr.locator(EDITOR).first).to_be_focused()
    hr.keyboard.type("She begins on the first.")
    hr.keyboard.press("Control+Enter")
    expect(hr.locator("main article").last).to_contain_text("She begins on the first.", timeout=A_SEND)


def test_it_asks_hr_and_hands_over_to_facilities(demo, enter, visit):
    with demo.api("agent") as api:
        api.patch("/me", json={"undo_seconds": 0}).raise_for_status()
        number = api.post("/tickets", json={"subject": MATTER, "body": "<p>From Monday on.</p>"}).json()["number"]
        for words in (OURS, KEPT):
            api.post(f"/tickets/{number}/messages", json={"kind": "note", "body": f"<p>{words}</p>"}).raise_for_status()
    agent, hr = visit("agent").page, enter("hr")
    asked_of_hr(agent, number)
    answered_by_hr(hr)
    assert hr.goto(f"/agent/tickets/{number}/").status == 404

    def has_come() -> bool:
        agent.goto(f"/agent/tickets/{number}/")
        return "She begins on the first." in agent.locator("main").inner_text()

    wait_until(has_come, "HR's answer beside the ticket", 180.0)
    agent.get_by_role("link", name=re.compile("When does she begin")).first.click()
    expect(agent.locator("main article").last).to_contain_text("She begins on the first.")
    expect(agent.locator("body")).not_to_contain_text("not signed yet")
    assert hr.goto("/agent/facilities/tickets/").status in (403, 404)

    agent.goto(f"/agent/it/move/?tickets={number}&to=facilities")
    shown = agent.locator("#move-preview")
    for words in ("Will not see it any more", "2 internal notes", OURS, KEPT, "1 request to another desk stays"):
        expect(shown).to_contain_text(words)
    agent.get_by_role("checkbox", name=re.compile("Salary band 4")).focus()
    agent.keyboard.press("Space")
    agent.get_by_role("button", name="Move", exact=True).focus()
    with agent.expect_navigation(url="**/agent/it/tickets/") as moved:
        agent.keyboard.press("Enter")
    told = moved.value.text()  # The page takes its words away after some seconds.
    rest = re.search(r"stayed here is in ticket (\d+)", told)
    assert rest is not None, "the page says where the rest is"

    facilities = enter("facilities")
    facilities.goto(f"/agent/tickets/{number}/")
    expect(facilities.locator("main")).to_contain_text(OURS)
    expect(facilities.locator("body")).not_to_contain_text("Salary band")
    expect(facilities.locator("body")).not_to_contain_text("She begins on the first")
    assert facilities.goto(f"/agent/tickets/{rest[1]}/").status == 404
    agent.goto(f"/agent/tickets/{rest[1]}/")
    expect(agent.locator("main")).to_contain_text(KEPT)
    by_keys(agent)


def by_keys(agent: Page) -> None:
    """From desk to desk, and over all of them, without a mouse."""
    agent.goto("/agent/it/tickets/?view=open")
    agent.locator("[data-open]:visible").first.wait_for()
    agent.keyboard.type("gd")  # Without a pause that would part them.
    menu = agent.locator("#rail-desks")
    expect(menu).to_be_visible()
    link = menu.get_by_role("link", name=re.compile("^Facilities"))
    for _each in range(12):
        if link.evaluate("one => one === document.activeElement"):
            break
        agent.keyboard.press("ArrowDown")
    agent.keyboard.press("Enter")
    agent.wait_for_url(re.compile("/agent/facilities/tickets/"))
    expect(agent.locator("#ticket-list")).to_contain_text(MATTER)
    agent.goto("/agent/desks/tickets/?show=open&sort=desk")
    agent.locator("[data-open]:visible").first.wait_for()
    agent.keyboard.press("j")
    agent.keyboard.press("Enter")
    agent.wait_for_url(re.compile(r"/agent/tickets/\d+/"))
