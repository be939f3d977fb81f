"""Drawing a plan, with the mouse and with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looking import PHONE, judged
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
OWN = "fulfilment/desks/it/plans"


@pytest.fixture(scope="module")
def plans(demo):
    """The module is on while plans are drawn."""
    demo.run("module", "on", "fulfilment", "--desk", "it")
    with demo.api("administrator") as api:
        wait_until(lambda: api.get(OWN).status_code == 200, "the module")
    yield demo
    demo.run("module", "off", "fulfilment", "--desk", "it")


def _step(page: Page, name: str):
    return page.locator("a[data-step]", has_text=name)


def _drag(page: Page, start, end) -> None:
    page.wait_for_load_state()
    start.scroll_into_view_if_needed()  # A saved step leads to its form, below.
    one, two = start.bounding_box(), end.bounding_box()
    page.mouse.move(one["x"] + 40, one["y"] + 20)
    page.mouse.down()
    page.mouse.move(one["x"] + 60, one["y"] + 30)
    page.mouse.move(two["x"] + 40, two["y"] + 20, steps=4)
    page.mouse.up()


def _add(page: Page, name: str, kind: str, after: str = "at the beginning") -> None:
    form = page.locator("form", has=page.get_by_role("heading", name="Add a step"))
    form.get_by_label("Name").fill(name)
    form.get_by_label("What it is").select_option(kind)
    if page.locator("a[data-step]").count():
        form.get_by_label("Where").select_option(after)
    form.get_by_role("button", name="Add").click()
    expect(_step(page, name)).to_be_visible()


def test_a_plan_is_drawn_with_the_mouse_and_changed_with_the_keyboard(plans, visit):
    page = visit("administrator").go("/agent/settings/it/plans/new/")
    page.get_by_label("Name").fill("Badge")
    page.get_by_role("button", name="Draw it").click()
    for name, kind in (("Ask first", "approval"), ("Make it", "task"), ("Say no", "action")):
        _add(page, name, kind)
    lines = page.locator("[data-plan-designer] path[data-arrow-on]")

    _drag(page, _step(page, "Ask first"), _step(page, "Make it"))
    asked = page.get_by_role("dialog", name="When does it lead on?")
    expect(asked.get_by_text("Ask first → Make it")).to_be_visible()
    assert not judged(page)
    asked.get_by_role("button", name="when it is done").click()
    expect(lines).to_have_count(1)

    _step(page, "Ask first").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("An arrow begins at “Ask first”")).to_be_visible()
    _step(page, "Say no").focus()
    page.keyboard.press("Enter")
    asked.get_by_role("button", name="when it is declined").press("Enter")
    expect(lines).to_have_count(2)
    expect(page.locator("svg text", has_text="when it is declined")).to_be_visible()

    page.get_by_role("button", name="Change the arrow to “Make it”").click()
    expect(asked.get_by_role("button", name="when it is done")).to_have_attribute("aria-current", "true")
    asked.get_by_role("button", name="Take the arrow away").click()
    expect(lines).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(lines).to_have_count(2)
    page.keyboard.press("Control+y")
    expect(lines).to_have_count(1)

    _step(page, "Ask first").focus()
    page.keyboard.press("ArrowRight")
    expect(_step(page, "Say no")).to_be_focused()
    page.keyboard.press("Delete")
    expect(_step(page, "Say no")).to_have_count(0)
    assert not judged(page)


def test_the_list_draws_a_plan_on_a_phone(plans, visit):
    page = visit("administrator", viewport=PHONE).go("/agent/settings/it/plans/new/?beginning=leaver")
    page.get_by_role("button", name="Draw it").click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    page.get_by_role("list", name="Steps").get_by_role("link", name="Wipe the laptop").click()
    page.get_by_label("To the step").select_option(label="Close accounts and sessions")
    page.get_by_role("button", name="Draw it").click()
    page.get_by_role("list", name="Steps").get_by_role("link", name="Wipe the laptop").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Take the arrow to “Close accounts and sessions” away")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
