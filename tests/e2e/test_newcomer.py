"""What a newcomer does in the first ten minutes."""

import pytest
from playwright.sync_api import expect

from tests.e2e.letters import letter
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
DESK_ADDRESS = "it@eberfeld.example"


def write(page, text):
    editor = page.locator("form[data-composer] [contenteditable=true]").first
    editor.click()
    page.keyboard.type(text)


def test_an_agent_answers_a_demo_ticket_and_sees_the_mail_that_went_out(visit, demo):
    with demo.api() as api:
        me = api.patch("/me", json={"undo_seconds": 0}).raise_for_status().json()["email"]
        listed = api.get("/tickets?q=is:open&limit=50").json()["items"]
    number = next(one["number"] for one in listed if one["requester"] not in (None, me))  # Nobody writes to oneself.
    page = visit("agent").go(f"/agent/tickets/{number}/")
    page.locator("form[data-composer] [contenteditable=true]").first.wait_for()
    page.keyboard.press("r")
    write(page, "Please try the other dock, and tell me how it went. (newcomer)")
    page.locator("[data-send]").click()
    expect(page.locator("main article").last).to_contain_text("tell me how it went. (newcomer)")

    sent = visit("administrator").go("/agent/settings/it/mail/sent/")

    def stands_there():
        sent.reload()
        return bool(sent.locator(f"main a[href*='/tickets/{number}/']").count())

    wait_until(stands_there, "the letter among those sent")


def test_a_piped_letter_appears_in_the_open_list_without_reloading(visit, demo):
    desk = visit("agent")
    page = desk.go("/agent/it/tickets/")
    page.evaluate("window.__stayed = true")
    raw = letter(
        sender=demo.people["requester"],
        to=DESK_ADDRESS,
        subject="Projector in room Osprey stays dark",
        text="We see nothing since nine.",
    )
    demo.mail(raw.as_bytes())
    expect(page.locator("main")).to_contain_text("Projector in room Osprey stays dark")
    assert page.evaluate("window.__stayed") is True


def test_a_reply_to_the_answer_threads_into_the_ticket(visit, demo):
    raw = letter(
        sender=demo.people["requester"], to=DESK_ADDRESS, subject="Badge reader at the gate", text="It blinks red."
    )
    demo.mail(raw.as_bytes())
    with demo.api() as api:
        ticket = _soon(api, "Badge reader at the gate")
        path = f"/tickets/{ticket['number']}/messages"
        answer = api.post(path, json={"body": "<p>Is it the left one?</p>"}).json()
        page = visit("agent").go(f"/agent/tickets/{ticket['number']}/")
        expect(page.locator("main")).to_contain_text("Is it the left one?")
        back = letter(
            sender=demo.people["requester"],
            to=DESK_ADDRESS,
            subject="Re: something else entirely",
            text="Yes, the left one. Thank you!",
            answers=answer["message_id"],
        )
        demo.mail(back.as_bytes())
        expect(page.locator("main")).to_contain_text("Yes, the left one. Thank you!")
        kinds = [one["kind"] for one in api.get(path).json()["items"]]
        assert kinds == ["reply", "reply", "reply"]


def test_a_requester_reads_the_answer_on_the_portal_and_replies(visit, demo):
    with demo.api("requester") as own:
        made = own.post("/tickets", json={"subject": "Keyboard types twice", "body": "<p>Every e.</p>"}).json()
    with demo.api() as staff:
        staff.post(f"/tickets/{made['number']}/messages", json={"body": "<p>Take a new one from room 3.</p>"})
        staff.post(f"/tickets/{made['number']}/messages", json={"body": "<p>Old batch again.</p>", "kind": "note"})
    page = visit("requester").go(f"/requests/{made['number']}/")
    expect(page.locator("main")).to_contain_text("Take a new one from room 3.")
    expect(page.locator("main")).not_to_contain_text("Old batch again.")
    page.locator("main textarea").first.fill("It works, thank you.")
    page.locator("main form:has(textarea) button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("It works, thank you.")


def _soon(api, subject):
    """The ticket of that subject, once the worker has read the letter."""
    found: list[dict[str, object]] = []

    def look():
        listed = api.get("/tickets", params={"q": f'"{subject}"'}).json()["items"]
        found[:] = [one for one in listed if one["subject"] == subject]
        return bool(found)

    wait_until(look, f"a ticket named {subject}")
    return found[0]
