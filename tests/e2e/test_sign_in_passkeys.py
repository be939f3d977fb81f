"""Passkeys in a real browser, with Chromium's virtual authenticator. The address has to be a name, not a number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.served import ServedDemo
from tests.e2e.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def by_name(address: str) -> str:
    return address.replace("127.0.0.1", "localhost")


@pytest.fixture
def tab(demo: ServedDemo, browser: Browser) -> Iterator[Visits]:
    """A browser with an authenticator, in which nobody is signed in."""
    context = browser.new_context(base_url=by_name(demo.url), viewport={"width": 1280, "height": 900})
    visits = Visits(context.new_page(), by_name(demo.url))
    visits.keep_messages()
    cdp = context.new_cdp_session(visits.page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield visits
    context.close()
    assert not visits.complaints, "\n".join(visits.complaints)


def fresh_link(demo: ServedDemo, persona: str) -> str:
    return by_name(demo.run("user", "link", demo.people[persona]).stdout.decode().split()[-1])


def open_link(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/in/" not in url)


def sign_out(page: Page) -> None:
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/sign-out/" not in url)


def add(page: Page, name: str) -> None:
    page.goto("/me/security/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def test_a_passkey_is_added_renamed_used_both_ways_and_removed(demo: ServedDemo, tab: Visits) -> None:
    page = tab.page
    open_link(page, fresh_link(demo, "requester"))
    add(page, "My laptop")
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    expect(page.locator("[data-code]")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("bdi").filter(has_text="My laptop")).to_be_visible()
    assert tab.blocked() == []

    page.locator("summary").filter(has_text="Rename").click()
    page.get_by_label("New name").fill("Notebook im Büro")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("bdi").filter(has_text="Notebook im Büro")).to_be_visible()

    sign_out(page)
    page.goto("/sign-in/?next=/me/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Security")).to_be_visible()
    assert tab.blocked() == []

    sign_out(page)
    open_link(page, fresh_link(demo, "requester"))
    expect(page.get_by_role("heading", name="And the second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/me/security/")
    page.get_by_role("button", name="Remove Notebook im Büro").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("It is removed.")).to_be_visible()
    expect(page.locator("bdi").filter(has_text="Notebook im Büro")).to_have_count(0)


def test_a_passkey_that_nobody_here_has_is_refused_in_words(demo: ServedDemo, tab: Visits) -> None:
    page = tab.page
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used. Try again, or choose another way.")).to_be_visible()


def test_where_passkeys_cannot_work_nothing_is_offered(demo: ServedDemo, visit) -> None:
    """An address that is a number cannot have passkeys."""
    page = visit().go("/sign-in/")
    expect(page.get_by_role("button", name="Mail me a sign-in link")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
