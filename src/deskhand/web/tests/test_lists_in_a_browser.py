"""What an agent does with a list: walk, select, act; and what moves by itself."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_j_and_k_walk_the_list_and_enter_opens_the_ticket(visit):
    page = visit("/list/")
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.locator("#t-101")).to_have_class(re.compile("here"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ticket/?n=102")


def test_a_key_typed_into_the_search_field_is_only_a_letter(visit):
    page = visit("/list/")
    page.keyboard.press("/")
    page.keyboard.type("jxa?c")
    expect(page.locator("input[type=search]").first).to_have_value("jxa?c")
    expect(page.locator(".here")).to_have_count(0)
    assert page.url.endswith("/list/")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#t-101")).to_have_class(re.compile("here"))


def test_shift_click_selects_the_range_and_escape_clears_it(visit):
    page = visit("/list/")
    page.locator("#t-102 [data-select]").click()
    page.locator("#t-105 [data-select]").click(modifiers=["Shift"])
    expect(page.locator("[data-selection-count]")).to_have_text("4 selected")
    page.locator("#t-103 a").focus()
    page.keyboard.press("Escape")
    expect(page.locator("[data-selection-bar]")).to_be_hidden()


def test_an_act_on_the_selection_posts_it_and_offers_undo(visit, server):
    page = visit("/list/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("a")
    page.keyboard.type("oka")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("2 tickets given to Ben Okafor")
    assert server.posts("bulk")[0]["tickets"] == ["101", "102"]
    assert server.posts("bulk")[0]["assignee"] == ["2"]
    expect(page.locator("[data-selection-bar]")).to_be_hidden()
    page.keyboard.press("u")
    expect(page.locator("[data-toast]")).to_contain_text("Undone")
    assert len(server.posts("undo")) == 1


def test_a_key_of_the_bar_without_a_selection_takes_the_row_under_the_cursor(visit):
    page = visit("/list/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("#assign")).to_be_visible()
    expect(page.locator("[data-selection-count]")).to_have_text("1 selected")


def test_select_all_means_the_whole_query(visit, server):
    page = visit("/list/")
    page.locator("[data-select-page]").click()
    page.locator("[data-select-all]").click()
    expect(page.locator("[data-selection-count]")).to_have_text("All 68 selected")
    page.locator("[data-key=a]").click()
    page.get_by_role("button", name="Jana Vogt").click()
    expect(page.locator("[data-toast]")).to_be_visible()
    assert server.posts("bulk")[0]["all"] == ["1"]


def test_the_sheet_of_keys_names_every_key_of_the_page(visit):
    page = visit("/list/")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    for words in ("Next", "Search or filter", "New ticket", "Tickets", "Assign"):
        expect(sheet).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    with page.expect_navigation(url="**/list/"):
        page.keyboard.type("gt")


def test_a_new_ticket_appears_by_itself_and_the_selection_stays(visit, server):
    page = visit("/list/")
    page.locator("#t-103 [data-select]").click()
    page.mouse.move(2, 2)
    server.subjects = {200: "Just arrived"} | server.subjects
    server.version += 1
    expect(page.locator("#t-200")).to_contain_text("Just arrived")
    expect(page.locator("#t-103 [data-select]")).to_be_checked()
    expect(page.locator("[data-selection-count]")).to_have_text("1 selected")
    expect(page).to_have_title(re.compile(r"^\(3\) "))


def test_the_list_holds_still_under_a_moving_pointer_and_catches_up_when_it_rests(visit, server):
    page = visit("/list/")
    page.locator("#t-101").hover()
    page.evaluate("window.hand = setInterval(() => document.dispatchEvent(new PointerEvent('pointermove')), 50)")
    server.subjects[101] = "Changed"
    server.version += 1
    for answer in (200, 204):
        page.wait_for_event(
            "response", lambda response, answer=answer: response.status == answer and "live" in response.url
        )
    expect(page.locator("#t-101")).to_contain_text("Subject 101")
    page.evaluate("clearInterval(window.hand)")
    expect(page.locator("#t-101")).to_contain_text("Changed")


def test_a_lost_connection_is_told_and_its_return_too(visit):
    page = visit("/list/")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_contain_text("No connection since")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_have_count(0)


def test_a_session_that_ended_says_so_and_where_to_sign_in(visit, server):
    page = visit("/list/")
    server.is_signed_out = True
    expect(page.locator("#offline")).to_contain_text("signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
