"""What happens while somebody looks: who else is there, what arrives while one writes, and the palette."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
EDITOR = "form[data-composer] [contenteditable=true]"
PRESENCE = "[data-presence]:visible"


def made(demo, subject):
    with demo.api() as api:
        return api.post("/tickets", json={"subject": subject, "body": "<p>x</p>"}).json()["number"]


def test_two_agents_see_each_other_and_the_list_marks_the_answer(visit, demo):
    path = f"/agent/tickets/{made(demo, 'Seen by two')}/"
    one, other = visit("agent").go(path), visit("administrator").go(path)
    expect(one.locator(PRESENCE)).to_contain_text("viewing")
    other.locator(EDITOR).click()
    other.keyboard.type("I am on it")
    expect(one.locator(PRESENCE)).to_contain_text("replying")
    looking = visit("agent").go("/agent/it/tickets/?view=open")
    expect(looking.locator("[data-writing]:visible").first).to_be_attached()


def test_a_message_that_arrives_while_writing_keeps_the_text_and_is_told_before_sending(visit, demo):
    number = made(demo, "Two write at once")
    visits = visit("agent")
    visits.expected = ("status of 422", "Status Error Code 422")
    page = visits.go(f"/agent/tickets/{number}/")
    page.locator(EDITOR).click()
    page.keyboard.type("Half a sent")
    with demo.api("administrator") as api:
        api.post(f"/tickets/{number}/messages", json={"kind": "note", "body": "<p>Arrived meanwhile</p>"})
    expect(page.locator("#conversation")).to_contain_text("Arrived meanwhile")
    expect(page.locator("[data-arrivals]")).to_contain_text("wrote a note just now")
    page.keyboard.type("ence")
    expect(page.locator(EDITOR)).to_have_text("Half a sentence")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-composer-error]")).to_contain_text("wrote while you were writing")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main article").last).to_contain_text("Half a sentence")


def test_the_palette_goes_and_does_by_keyboard(visit, demo):
    number = made(demo, "Palette target")
    page = visit("agent").go(f"/agent/tickets/{number}/")
    page.locator(EDITOR).wait_for()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="What would you like to do?")
    expect(field).to_be_focused()
    field.fill("urgent prio")
    expect(page.get_by_role("option").first).to_contain_text("Urgent")
    page.keyboard.press("Enter")
    expect(page.locator("#prop-priority")).to_contain_text("Urgent")
    page.keyboard.press("c")
    page.get_by_role("combobox", name="What would you like to do?").fill("unassi")
    expect(page.get_by_role("option").first).to_contain_text("nassigned")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=unassigned"))


def test_the_sheet_of_keys_is_searched_and_single_keys_are_switched_off_and_on(visit):
    page = visit("agent").go("/agent/it/tickets/")
    page.locator("[data-open]:visible").first.wait_for()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("searchbox").fill("overv")
    expect(sheet.locator("dt")).to_have_text(["Overview"])
    with page.expect_response(re.compile("palette/choose")):
        sheet.get_by_role("switch").click()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="What would you like to do?")).to_be_focused()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('[data-keys]').click()")
    with page.expect_response(re.compile("palette/choose")):
        page.get_by_role("dialog").get_by_role("switch").click()


CHIP = """() => {
  const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
  document.querySelector("[data-row] .c-subject .line").insertAdjacentHTML("beforeend",
    `<span class="due calm" id="chip"><i class="at-soon">!</i><i class="at-late">!!</i>
     <time datetime="${at(600)}" data-left data-soon="${at(300)}">as the server said</time></span>`);
  const made = document.getElementById("chip");
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: made } }));
}"""


def test_time_that_is_left_runs_on_screen_and_what_it_means_is_told_by_words_and_marks(visit):
    visits = visit("agent")
    # A list that is drawn anew, because something happens meanwhile, would be without the mark.
    visits.page.route(re.compile(r"/agent/it/live\b"), lambda route: route.fulfill(status=204))
    visits.page.clock.install()
    page = visits.go("/agent/it/tickets/?view=open")
    page.evaluate(CHIP)
    chip = page.locator("#chip")
    expect(chip).to_have_text(re.compile(r"^(10|9|8) min$"), use_inner_text=True)
    page.clock.run_for(320_000)
    expect(chip).to_have_class("due soon")
    expect(chip).to_have_text(re.compile(r"^!\s*[34] min( \d+ s)?$"), use_inner_text=True)
    page.clock.run_for(300_000)
    expect(chip).to_have_class("due late")
    expect(chip).to_have_text(re.compile(r"^!!\s*\d.* over$"), use_inner_text=True)
    page.evaluate("""() => {
      document.querySelector("#chip time").textContent = "as the server said";
      document.dispatchEvent(new CustomEvent("deskhand:morphed", { detail: document.body }));
    }""")
    expect(chip).to_contain_text(" over")
