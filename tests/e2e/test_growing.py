"""From help desk to the last step and back, as an administrator does it in a browser: nothing is lost."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.furnished import FURNISH
from tests.e2e.looking import faults_of
from tests.e2e.served import ServedDemo
from tests.e2e.visits import Visits
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(900)]
GROW = "/agent/settings/it/grow/"
ARTICLES = "/agent/it/knowledge/"
CATALOG = "/catalog/"
A_WHILE = 180
ARTICLE = {"language": "en", "title": "Grown on the way", "resolution": "It stays.", "format": "markdown"}


@pytest.fixture
def grown(demo: ServedDemo):
    """The demo, a help desk before and after."""
    demo.run("preset", "help_desk", "--desk", "it")
    yield demo
    demo.run("preset", "help_desk", "--desk", "it")


def chosen(page: Page, step: str) -> None:
    """Choose a step of the scale and switch."""
    page.goto(GROW)
    step_of_the_scale = page.get_by_role("radio", name=re.compile(f"^{step}"))
    step_of_the_scale.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("complementary", name="Before you switch")).to_be_visible()
    expect(step_of_the_scale).to_be_focused()
    page.get_by_role("complementary", name="Before you switch").get_by_role(
        "button", name=re.compile("^Switch")
    ).click()
    expect(page.get_by_text(re.compile(f"This desk is now: {step}")).first).to_be_visible()


def becomes(page: Page, url: str, status: int) -> None:
    wait_until(lambda: page.request.get(url).status == status, f"{status} of {url}", A_WHILE)


def accessible(visits: Visits, path: str) -> None:
    assert not faults_of(visits, path)


def _order(grown: ServedDemo, api: httpx.Client) -> list[int]:
    """A headset, from the demo's catalog. Returns the ids of all ordered lines of whoever ordered it."""
    grown.run("manage", "shell", "-c", FURNISH)
    item = next(one["id"] for one in api.get("/catalog/items").json()["items"] if one["code"] == "headset")
    put = api.post("/catalog/cart-lines", json={"item": item, "answers": {"cable": "cable"}})
    assert put.status_code == 201, put.text
    made = api.post("/catalog/cart/order", json={"key": "grown-on-the-way"})
    assert made.status_code == 201, made.text
    return [one["id"] for one in api.get("/catalog/order-lines").json()["items"]]


def test_a_desk_grows_to_the_last_step_and_back_with_nothing_lost(visit, grown):
    visits = visit("administrator", color_scheme="light", reduced_motion="reduce")
    visits.expect_status(404, 403)
    accessible(visits, f"{GROW}?preset=service_desk")
    accessible(visits, f"{GROW}simulation/?module=sla&module=tasks")
    page = visits.page

    page.goto(f"{GROW}?preset=service_desk")
    page.get_by_role("button", name="Look at it as: Agent").click()
    expect(page.get_by_text("Preview: nothing is switched on.")).to_be_visible()
    expect(page.locator("a[href='/agent/it/announcements/']").first).to_be_attached()
    page.get_by_role("region", name="Preview").get_by_role("button", name="Requester").click()
    expect(page.get_by_text("Preview: nothing is switched on.")).to_be_visible()
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_text("This desk is now: Help desk")).to_be_visible()
    page.wait_for_load_state()

    titles = page.locator("fieldset label .font-semibold").all_inner_texts()
    chosen(page, titles[-1])
    grown.noticed()
    becomes(page, f"{grown.url}{ARTICLES}", 200)
    becomes(page, f"{grown.url}{CATALOG}", 200)
    with grown.api("administrator") as api:
        made = api.post("/knowledge/desks/it/articles", json=ARTICLE)
        assert made.status_code == 201, made.text
        ordered = _order(grown, api)

    chosen(page, "Help desk")
    grown.noticed()
    becomes(page, f"{grown.url}{ARTICLES}", 404)
    becomes(page, f"{grown.url}{CATALOG}", 404)
    page.goto(GROW)
    expect(page.get_by_text(re.compile(r"off, \d+ articles? kept")).last).to_be_visible()

    chosen(page, titles[-1])
    grown.noticed()
    becomes(page, f"{grown.url}{ARTICLES}", 200)
    with grown.api("administrator") as api:
        assert [one["id"] for one in api.get("/catalog/order-lines").json()["items"]] == ordered
    page.goto(f"{ARTICLES}?q=grown")
    expect(page.get_by_text("Grown on the way").first).to_be_visible()
