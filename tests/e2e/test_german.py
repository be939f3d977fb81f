"""The same pages in German: words are longer, and none is left in English."""

import re

import pytest

from tests.e2e.looking import PHONE, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
PAGES = [
    "/agent/it/tickets/",
    "{ticket}",
    "/agent/it/new/",
    "/agent/it/people/",
    "/agent/it/overview/",
    "/agent/notifications/",
    "/me/notifications/",
    "/agent/settings/",
    "/agent/settings/it/general/",
    "/agent/settings/it/teams/",
    "/agent/settings/it/statuses/",
    "/agent/settings/it/mail/mailboxes/",
    "/agent/settings/it/mail/words/",
    "/agent/settings/it/mail/received/",
    "/agent/settings/it/mail/sent/",
    "/me/",
    "/",
    "/new/it/",
    "/requests/",
]
ENGLISH = re.compile(r"\b(?:the|your|with|please|nobody|search|ticket's|settings|save|cancel)\b", re.IGNORECASE)
"""Words that no German page says by itself."""
OWN_WORDS = "header, nav, h1, h2, label, button, th, legend, .help"
"""Where the product speaks, and not the people who write tickets."""


@pytest.fixture(scope="module")
def german(demo, browser):
    """Cookies of an administrator of the desk who reads German."""
    email = "frieda@eberfeld.example"
    demo.run("user", "create", "--email", email, "--name", "Frieda Falk")
    demo.run("user", "role", email, "admin")
    context = browser.new_context()
    page = context.new_page()
    page.goto(demo.run("user", "link", email).stdout.decode().split()[-1])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/in/" not in url)
    page.goto(f"{demo.url}/me/")
    page.locator("select[name=language]").select_option("de")
    with page.expect_navigation():
        page.locator("form:has(select[name=language]) button[type=submit]").first.click()
    state = context.storage_state()
    context.close()
    return state


def test_every_page_speaks_german_and_fits_a_phone(demo, browser, german):
    with demo.api() as api:  # One of its own: others have words of English in their names.
        made = api.post("/tickets", json={"subject": "Drucker klemmt", "body": "<p>Seit heute.</p>"})
        number = made.raise_for_status().json()["number"]
    context = browser.new_context(base_url=demo.url, storage_state=german, viewport=PHONE)
    page = context.new_page()
    found = []
    for path in PAGES:
        address = path.format(ticket=f"/agent/tickets/{number}/")
        answer = page.goto(address)
        assert answer and answer.ok, address
        assert page.locator("html").get_attribute("lang") == "de", address
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{address} is {over} pixels too wide at {size['width']}"] if over > 0 else []
        words = page.eval_on_selector_all(OWN_WORDS, "all => all.map(one => one.innerText)")
        found += [f"{address}: {one[:80]!r}" for one in dict.fromkeys(words) if ENGLISH.search(one)]
    context.close()
    assert not found, "\n".join(found)


def test_a_stranger_is_answered_in_the_language_of_their_browser(visit):
    page = visit("nobody", locale="de-DE").go("/sign-in/")
    assert page.locator("html").get_attribute("lang") == "de"
