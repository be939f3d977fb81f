"""Who keeps the articles: pictures are told in words, and articles are put into order by dragging."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
DESK = "/knowledge/desks/it"
TITLES = ("Zither one", "Zither two", "Zither three")


def png():
    """A small picture."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture(scope="module")
def articles(demo):
    """The module is on, and three articles stand in no category; the first shows a picture that says nothing."""
    demo.run("module", "on", "knowledge", "--desk", "it")
    with demo.api("administrator") as api:
        wait_until(lambda: api.get(f"{DESK}/articles").status_code == 200, "the module")
        made = []
        for title in TITLES:
            said = {"language": "en", "title": title, "resolution": "<p>Wait.</p>"}
            made.append(api.post(f"{DESK}/articles", json=said).json()["id"])
        file = api.post(f"{DESK}/articles/{made[0]}/files", files={"file": ("switch.png", png())}).json()
        words = {"title": TITLES[0], "resolution": f'<p>Look:</p><img src="{file["url"]}" alt=""><p>Done.</p>'}
        assert api.put(f"{DESK}/articles/{made[0]}/translations/en/draft", json=words).status_code == 200
    yield made
    demo.run("module", "off", "knowledge", "--desk", "it")


def test_a_picture_is_described_by_keyboard_and_articles_are_dragged_into_order_and_back(visit, demo, articles):
    visits = visit("administrator")
    visits.keep_messages()
    page = visits.go(f"/agent/it/knowledge/articles/{articles[0]}/en/edit/")
    page.get_by_role("button", name="Describe it").click()
    shows = page.get_by_role("textbox", name="What the picture shows")
    expect(shows).to_be_focused()
    shows.press_sequentially("The switch at the back")
    shows.press("Enter")
    expect(shows).to_be_hidden()
    page.keyboard.press("ArrowLeft")  # Onto the picture again, and from there to its words.
    expect(shows).to_have_value("The switch at the back")
    page.keyboard.press("Tab")
    expect(shows).to_be_focused()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(re.compile(r"language=en"))
    expect(page.get_by_role("img", name="The switch at the back")).to_be_visible()

    page.goto("/agent/settings/it/knowledge/categories/none/")
    rows = page.get_by_role("list", name="Articles in their order").get_by_role("listitem")
    expect(rows.filter(has_text="Zither")).to_have_text([re.compile(title) for title in TITLES])
    rows.filter(has_text="Zither three").drag_to(rows.filter(has_text="Zither one"), target_position={"x": 60, "y": 4})
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    moved = [re.compile(title) for title in ("Zither three", "Zither one", "Zither two")]
    expect(rows.filter(has_text="Zither")).to_have_text(moved)
    undo.click()
    expect(rows.filter(has_text="Zither")).to_have_text([re.compile(title) for title in TITLES])
