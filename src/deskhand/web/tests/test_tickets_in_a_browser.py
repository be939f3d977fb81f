"""What an agent does on a ticket: edit in place, write, attach; and what happens when the server says no."""

import re

import pytest
from playwright.sync_api import expect

from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = ".ProseMirror"


@pytest.fixture
def ticket(visit):
    page = visit("/ticket/")
    page.wait_for_selector(EDITOR)
    return page


def write(page, words):
    page.locator(EDITOR).click()
    page.keyboard.type(words)


def choose(page, priority):
    page.locator("[data-property] .edit").click()
    page.locator(f"#pick-priority button[value={priority}]").click()


def test_a_priority_is_changed_in_place(ticket, server):
    choose(ticket, "high")
    expect(ticket.locator("[data-property] .edit")).to_contain_text("High")
    wait_until(lambda: bool(server.posts("set")), "the arrival of the change")
    assert server.posts("set") == [{"priority": ["high"], "was_priority": ["normal"]}]
    expect(ticket.locator("[data-property] .edit .p-high")).to_have_count(1)


def test_a_refused_change_goes_back_and_says_why(ticket):
    choose(ticket, "urgent")
    expect(ticket.locator("[data-property] [role=alert]")).to_have_text("Only leads may set this to urgent.")
    expect(ticket.locator("[data-property] .edit")).to_contain_text("Normal")


def test_two_who_change_the_same_see_what_differs(ticket, server):
    choose(ticket, "low")
    dialog = ticket.get_by_role("dialog")
    expect(dialog).to_contain_text("Ben Okafor changed this while you were writing")
    expect(dialog).to_contain_text("Urgent")
    expect(ticket.locator("[data-property] .edit")).to_contain_text("Normal")
    dialog.get_by_role("button", name="Keep mine").click()
    expect(dialog).to_have_count(0)
    assert server.posts("set")[-1]["priority"] == ["high"]


def test_what_is_written_is_kept_as_a_draft_and_sent_with_ctrl_enter(ticket, server):
    write(ticket, "Good morning")
    expect(ticket.locator("[data-draft-state]")).to_contain_text("Draft saved")
    assert server.posts("draft")[-1]["body"] == ["<p>Good morning</p>"]
    ticket.keyboard.press("Control+Enter")
    expect(ticket.locator("#thread article")).to_contain_text("Good morning")
    assert server.posts("reply")[0]["body_format"] == ["html"]
    expect(ticket.locator(EDITOR)).to_have_text("")


def test_text_that_no_server_took_is_back_after_a_reload(ticket, server):
    server.draft_fails = True
    write(ticket, "Only here")
    expect(ticket.locator("[data-draft-state]")).to_contain_text("this device")
    ticket.reload()
    expect(ticket.locator(EDITOR)).to_contain_text("Only here")
    expect(ticket.locator("[data-draft-state]")).to_contain_text("Your unsent text is back")


def test_a_refused_reply_keeps_the_text_and_says_why(ticket):
    write(ticket, "please refuse")
    ticket.keyboard.press("Control+Enter")
    expect(ticket.locator("[data-composer-error]")).to_contain_text("merged into 1033")
    expect(ticket.locator(EDITOR)).to_contain_text("please refuse")
    expect(ticket.locator("#thread article")).to_have_count(0)


def test_a_note_looks_different_and_posts_as_one(ticket, server):
    ticket.locator("h1").click()
    ticket.keyboard.press("n")
    expect(ticket.locator("form.composer")).to_have_class(re.compile("is-note"))
    expect(ticket.get_by_text("Only agents of IT read this.")).to_be_visible()
    ticket.keyboard.type("For us")
    ticket.get_by_role("button", name="Add note").click()
    expect(ticket.locator("#thread article")).to_have_count(1)
    assert server.posts("reply")[0]["kind"] == ["note"]
    expect(ticket.locator("form.composer")).not_to_have_class(re.compile("is-note"))


def test_send_and_set_the_status(ticket, server):
    write(ticket, "Done")
    ticket.get_by_role("button", name="Send and set status").click()
    ticket.get_by_role("button", name="Resolved").click()
    expect(ticket.locator("#thread article")).to_have_count(1)
    assert server.posts("reply")[0]["status"] == ["resolved"]


def test_nothing_is_not_sent(ticket, server):
    ticket.get_by_role("button", name="Send Ctrl").click()
    expect(ticket.locator("[data-composer-error]")).to_contain_text("Write something first")
    assert server.posts("reply") == []


def test_a_file_is_uploaded_at_once_and_goes_with_the_reply(ticket, server):
    file = {"name": "vpn-client.log", "mimeType": "text/plain", "buffer": b"x" * 100}
    ticket.locator("[data-composer-files]").set_input_files(file)
    expect(ticket.locator("[data-chips] li")).to_contain_text("vpn-client.log")
    expect(ticket.locator("[data-chips] input[name=attachment]")).to_have_value("7")
    write(ticket, "See the log")
    ticket.keyboard.press("Control+Enter")
    expect(ticket.locator("#thread article")).to_have_count(1)
    assert server.posts("reply")[0]["attachment"] == ["7"]
    expect(ticket.locator("[data-chips] li")).to_have_count(0)


def test_a_file_that_is_too_large_is_refused_in_words(ticket):
    ticket.locator("[data-composer-files]").set_input_files(
        {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * 3000}
    )
    expect(ticket.locator("[data-composer-error]")).to_contain_text("film.mp4 was not attached: it is larger than 2")
    expect(ticket.locator("[data-chips] li")).to_have_count(0)


def test_a_pasted_picture_stands_in_the_text(ticket):
    ticket.locator(EDITOR).click()
    ticket.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array([1])], "shot.png", {type: "image/png"}));
        const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
        document.querySelector(".ProseMirror").dispatchEvent(paste);
    }""")
    expect(ticket.locator(f"{EDITOR} img[src='/upload/7/']")).to_have_count(1)


def test_a_canned_reply_is_put_in_at_the_cursor(ticket):
    ticket.get_by_role("button", name="Canned replies").click()
    ticket.get_by_role("button", name="Greeting").click()
    expect(ticket.locator(EDITOR)).to_contain_text("Good morning Mara,")


def test_a_shortcut_puts_a_canned_reply_in_with_its_files(ticket):
    write(ticket, "Hello ;;gm ")
    expect(ticket.locator("[data-chips]")).to_contain_text("map.png")
    expect(ticket.locator(EDITOR)).to_have_text("Hello Good morning Mara,")


def test_what_stands_in_a_note_is_not_quoted_to_the_requester(ticket):
    ticket.keyboard.press("q")
    expect(ticket.locator(EDITOR)).to_contain_text("Mara wrote (Today 08:38):")
    expect(ticket.locator(f"{EDITOR} blockquote")).to_have_text("It is broken.")


def test_somebody_is_added_in_copy_by_name_or_by_address(ticket, server):
    ticket.get_by_role("button", name="Add a recipient in copy").click()
    ticket.keyboard.insert_text("hui")  # At once: what is found for its first letters would be replaced at any moment.
    ticket.locator("#composer-cc-list [role=option]").first.wait_for()
    ticket.keyboard.press("Enter")
    ticket.keyboard.type("new@hallam.example")
    expect(ticket.locator("#composer-cc-list [role=option]")).to_contain_text("Use new@hallam.example")
    ticket.keyboard.press("Enter")
    write(ticket, "Hello")
    ticket.keyboard.press("Control+Enter")
    expect(ticket.locator("#thread article")).to_have_count(1)
    assert server.posts("reply")[0]["cc"] == ["hui@kestrel.example", "new@hallam.example"]


def test_a_person_is_found_while_typing(ticket):
    field = ticket.get_by_role("combobox", name="Requester")
    field.click()
    ticket.keyboard.insert_text("tan")
    ticket.locator("#f-requester-list [role=option]").first.wait_for()
    ticket.keyboard.press("ArrowDown")
    ticket.keyboard.press("Enter")
    expect(field).to_have_value("Hui Min Tan")
    expect(ticket.locator("input[name=requester_id]")).to_have_value("5")


def test_a_menu_is_walked_with_arrows_and_gives_the_focus_back(ticket):
    button = ticket.get_by_role("button", name="More actions")
    button.click()
    expect(ticket.get_by_role("button", name="Apples")).to_be_focused()
    ticket.keyboard.press("ArrowDown")
    expect(ticket.get_by_role("link", name="Pears")).to_be_focused()
    ticket.keyboard.press("a")
    expect(ticket.get_by_role("button", name="Apples")).to_be_focused()
    ticket.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_removing_asks_first(ticket, server):
    ticket.get_by_role("button", name="Remove", exact=True).click()
    ticket.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert server.posts("remove") == []
    ticket.get_by_role("button", name="Remove", exact=True).click()
    ticket.get_by_role("dialog").get_by_role("button", name="Remove").click()
    ticket.wait_for_url("**/remove/")
    assert len(server.posts("remove")) == 1


def test_what_was_seen_for_a_second_counts_as_read(ticket, server):
    wait_until(lambda: bool(server.posts("read")), "the mark")
    assert server.posts("read")[0]["marks"] == ["1042:17"]


def test_the_composer_works_without_script(server, live_server, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/ticket/")
    page.locator("textarea[name=body]").fill("Plain words")
    with page.expect_navigation():
        page.get_by_role("button", name="Send", exact=True).click()
    context.close()
    assert server.posts("reply")[0]["body"] == ["Plain words"]
    assert server.posts("reply")[0]["body_format"] == ["text"]
