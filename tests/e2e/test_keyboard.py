"""A day's work without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
EDITOR = "form[data-composer] [contenteditable=true]"


def test_an_agent_walks_opens_and_answers_with_keys_alone(visit):
    page = visit("agent").go("/agent/it/tickets/")
    page.locator("[data-open]:visible").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/agent/tickets/\d+/"))
    page.locator(EDITOR).first.wait_for()
    page.keyboard.press("r")
    expect(page.locator(EDITOR).first).to_be_focused()
    page.keyboard.type("Written without a mouse.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main article").last).to_contain_text("Written without a mouse.")


def test_what_was_sent_is_taken_back_with_one_key(visit, demo):
    with demo.api() as api:
        api.patch("/me", json={"undo_seconds": 30}).raise_for_status()
        number = api.get("/tickets?q=is:open desk:it&limit=1").json()["items"][0]["number"]
    page = visit("agent").go(f"/agent/tickets/{number}/")
    expect(page.locator("[data-countdown]")).to_have_count(0)  # What was sent before has left.
    page.locator(EDITOR).first.click()
    page.keyboard.type("Sent too soon.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Undo sending")).to_be_focused()
    expect(page.locator("[data-countdown]")).to_contain_text(re.compile(r"Sending in \d+ s"))
    page.keyboard.press("z")
    expect(page.locator(EDITOR).first).to_have_text("Sent too soon.")
    expect(page.locator(EDITOR).first).to_be_focused()
    expect(page.locator("[data-countdown]")).to_have_count(0)
    with demo.api() as api:
        assert "too soon" not in api.get(f"/tickets/{number}/messages?limit=100").text
        api.put(f"/tickets/{number}/drafts/reply", json={"body": ""})
        api.patch("/me", json={"undo_seconds": 0}).raise_for_status()


def test_an_internal_note_is_one_key_away(visit, demo):
    with demo.api() as api:
        number = api.get("/tickets?q=is:open desk:it&limit=1").json()["items"][0]["number"]
    page = visit("agent").go(f"/agent/tickets/{number}/")
    page.locator(EDITOR).first.wait_for()
    page.keyboard.press("n")
    expect(page.locator(EDITOR).first).to_be_focused()
    page.keyboard.type("Only for colleagues.")
    page.keyboard.press("Control+Enter")
    with demo.api() as api:

        def notes():
            messages = api.get(f"/tickets/{number}/messages?limit=100").json()["items"]
            return [one["text"].strip() for one in messages if one["kind"] == "note"]

        wait_until(lambda: notes()[-1:] == ["Only for colleagues."], "the note among the messages")


def test_the_assignee_is_chosen_with_a(visit, demo):
    with demo.api() as api:
        made = api.post("/tickets", json={"subject": "Assign me by key", "body": "<p>x</p>"}).json()
    page = visit("agent").go(f"/agent/tickets/{made['number']}/")
    page.locator(EDITOR).first.wait_for()
    page.keyboard.press("a")
    expect(page.locator("[data-picker-search]:focus")).to_be_visible()  # A key before would go to no field.
    page.keyboard.type("Jana")
    page.keyboard.press("Enter")  # Before the list has followed, as people do.
    with demo.api() as api:
        wanted = demo.people["agent"]

        def assigned():
            found = api.get(f"/tickets/{made['number']}").json()["assignee"]
            return wanted in str(found)

        wait_until(assigned, "the assignment")


def test_search_and_help_have_keys(visit):
    page = visit("agent").go("/agent/it/tickets/")
    page.locator("[data-open]:visible").first.wait_for()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("input:focus")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("is:open priority:>=high")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("priority"))
    expect(page.locator("[data-open]:visible").first).to_be_visible()
