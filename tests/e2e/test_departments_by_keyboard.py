"""Departments without a mouse: a journey is written, a ticket becomes a case, and nobody loses their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.looking import WIDE
from tests.e2e.served import ServedDemo

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(600), pytest.mark.long]

MOST_STEPS = 150
"""Presses of Tab until somebody would give up."""
HAS_FOCUS = "(one) => one === document.activeElement"


@pytest.fixture(scope="module")
def departments() -> Iterator[ServedDemo]:
    with ServedDemo(tickets=20, switched_on=("fulfilment", "cases", "journeys")) as served:
        yield served


@pytest.fixture(scope="module")
def signed_in(departments: ServedDemo, browser: Browser) -> Iterator[BrowserContext]:
    """The browser of HR's administrator."""
    context = browser.new_context(base_url=departments.url, viewport=WIDE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(departments.link("hr"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/in/" not in url)
    yield context
    context.close()


@pytest.fixture
def chief(signed_in: BrowserContext) -> Iterator[Page]:
    page = signed_in.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert not errors


def reach(page: Page, wanted: Locator) -> None:
    """Go on with Tab until the focus is there."""
    for _press in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate(HAS_FOCUS):
            return
    raise AssertionError(f"{wanted} cannot be reached with Tab")


def press(page: Page, wanted: Locator) -> None:
    """Reach a link or button and press it; ends when the next page is there."""
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, words: str) -> None:
    reach(page, page.locator(f"main [name={name}]"))
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def save(page: Page) -> None:
    press(page, page.locator("main button[type=submit].btn-primary"))


def titles(page: Page) -> list[str]:
    return page.locator("main ol li a").all_inner_texts()


def test_a_journey_is_written_put_in_order_and_put_into_use(chief: Page) -> None:
    chief.goto("/agent/settings/hr/journeys/")
    press(chief, chief.locator("main a[href$='/journeys/new/']").first)
    write(chief, "name", "Back from leave")
    save(chief)
    press(chief, chief.locator("main a[href$='/words/']").first)
    write(chief, "stages", "Before\nThe day")
    save(chief)
    for title in ("Desk", "Badge", "Lunch"):
        press(chief, chief.locator("main a[href*='activity/?stage=']").first)
        write(chief, "title", title)
        save(chief)
    assert titles(chief) == ["Desk", "Badge", "Lunch"]

    down = chief.locator("main li", has_text="Desk").locator("button[value=down]")
    press(chief, down)
    assert titles(chief) == ["Badge", "Desk", "Lunch"]
    expect(down).to_be_focused()
    with chief.expect_navigation():
        chief.keyboard.press("Enter")
    assert titles(chief) == ["Badge", "Lunch", "Desk"]
    expect(down).to_be_disabled()
    expect(chief.locator("main li", has_text="Desk").locator("button[value=up]")).to_be_focused()

    press(chief, chief.locator("main li", has_text="Desk").locator("form[action*=remove] button"))
    assert titles(chief) == ["Badge", "Lunch"]
    expect(chief.locator("main li", has_text="Lunch").locator("form[action*=remove] button")).to_be_focused()
    chief.goto(chief.url)
    press(chief, chief.locator("main form[action$='/publish/'] button"))
    expect(chief.locator("main form[action$='/publish/']")).to_have_count(0)


def test_a_ticket_becomes_a_case_and_tells_how_it_ended(departments: ServedDemo, chief: Page) -> None:
    with departments.api("hr") as api:
        words = {"subject": "A word in private", "body": "<p>May I come by?</p>"}
        made = api.post("/tickets", json={"desk": "hr", **words}).json()
    ticket = f"{departments.url}/agent/tickets/{made['number']}/"
    chief.goto(ticket)
    press(chief, chief.locator("a[href$='/case/']:visible").first)
    kind = chief.locator("main select[name=case_class]")
    reach(chief, kind)
    name = kind.locator("option").nth(1).inner_text()
    chief.keyboard.press("Space")  # The list opens, is walked, and closes.
    chief.keyboard.press("ArrowDown")
    chief.keyboard.press("Enter")
    expect(kind.locator("option:checked")).to_have_text(name)
    write(chief, "outcome", "Spoken with both")
    save(chief)
    expect(chief).to_have_url(ticket)
    panel = chief.locator("body")
    expect(panel).to_contain_text(name)
    expect(panel).to_contain_text("Spoken with both")


def test_who_moves_a_row_with_the_mouse_sees_the_same_part_of_the_list(chief: Page) -> None:
    chief.goto("/agent/settings/hr/journeys/")
    chief.set_viewport_size({"width": 1440, "height": 420})
    chief.locator("main a[href*='/blueprints/']", has_text=re.compile("start", re.IGNORECASE)).first.click()
    moved = chief.locator("main li button[value=down]:not(:disabled)").last
    moved.scroll_into_view_if_needed()
    place = chief.locator("main .scroll").first
    before = place.evaluate("(one) => one.scrollTop")
    assert before > 0
    with chief.expect_navigation():
        moved.click()
    assert place.evaluate("(one) => one.scrollTop") == before
