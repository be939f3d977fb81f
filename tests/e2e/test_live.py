"""What happens while somebody looks: who else is there, and what arrives while one writes."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
SOON = 8_000
EDITOR = "form[data-composer] [contenteditable=true]"
PRESENCE = "[data-presence]:visible"


def made(demo, subject):
    with demo.api() as api:
        return api.post("/tickets", json={"subject": subject, "body": "<p>x</p>"}).json()["number"]


def test_two_agents_see_each_other_and_the_list_marks_the_answer(visit, demo):
    path = f"/agent/tickets/{made(demo, 'Seen by two')}/"
    one, other = visit("agent").go(path), visit("administrator").go(path)
    expect(one.locator(PRESENCE)).to_contain_text("viewing", timeout=SOON)
    other.locator(EDITOR).click()
    other.keyboard.type("I am on it")
    expect(one.locator(PRESENCE)).to_contain_text("replying", timeout=SOON)
    looking = visit("agent").go("/agent/it/tickets/?view=open")
    expect(looking.locator("[data-writing]:visible").first).to_be_attached(timeout=SOON)


def test_a_message_that_arrives_while_writing_keeps_the_text_and_is_told_before_sending(visit, demo):
    number = made(demo, "Two write at once")
    visits = visit("agent")
    visits.expected = ("status of 422", "Status Error Code 422")
    page = visits.go(f"/agent/tickets/{number}/")
    page.locator(EDITOR).click()
    page.keyboard.type("Half a sent")
    with demo.api("administrator") as api:
        api.post(f"/tickets/{number}/messages", json={"kind": "note", "body": "<p>Arrived meanwhile</p>"})
    expect(page.locator("#conversation")).to_contain_text("Arrived meanwhile", timeout=SOON)
    expect(page.locator("[data-arrivals]")).to_contain_text("wrote a note just now")
    page.keyboard.type("ence")
    expect(page.locator(EDITOR)).to_have_text("Half a sentence")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-composer-error]")).to_contain_text("wrote while you were writing")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main article").last).to_contain_text("Half a sentence", timeout=SOON)
