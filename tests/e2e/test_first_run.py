"""A newcomer's first ten minutes, with real mail servers and without a mouse: from the printed link to a working desk,
and a second desk after it."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.served import ServedDemo
from tests.services.dovecot import Dovecot
from tests.services.service import free_port, wait_until
from tests.services.smtp import SmtpReceiver

pytestmark = [pytest.mark.browser]
TEN_MINUTES = 600.0


class ServedEmpty(ServedDemo):
    """An empty folder, served as `deskhand serve` does it for somebody who has just installed it."""

    words = ("serve",)

    def start(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="deskhand-empty-")
        self.boot()

    def printed_link(self) -> str:
        """The link that the terminal shows."""
        found: list[str] = []

        def look() -> bool:
            found[:] = re.findall(r"http://\S+/setup/\S+/", (self.data / "served.log").read_text())
            return bool(found)

        wait_until(look, "the link of the first run")
        return found[0]


@pytest.fixture
def empty() -> Iterator[ServedEmpty]:
    with ServedEmpty() as served:
        yield served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def fill(page: Page, label: str, text: str) -> None:
    """Come to a field with the Tab key and write into it."""
    reach(page, field(page, label))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def field(page: Page, label: str) -> Locator:
    """A field by its whole label; that it is optional stands behind it."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}(\s*\(optional\))?$")).first


def press(page: Page, name: str, role: str = "button") -> None:
    """Come to a button or link with the Tab key and press Enter."""
    reach(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def reach(page: Page, wanted: Locator) -> None:
    expect(wanted).to_be_visible()
    for _step in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def test_a_newcomer_sets_a_desk_up_by_keyboard_and_a_second_one_after_it(
    empty: ServedEmpty, page: Page, dovecot: Dovecot, imap_account: tuple[str, str]
) -> None:
    began = time.monotonic()
    user, password = imap_account
    with SmtpReceiver() as smtp:
        page.goto(empty.printed_link())
        fill(page, "Your name", "Lena Hartmann")
        fill(page, "E-mail", "lena@eberfeld.example")
        fill(page, "Password", "eleven small boats")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
        fill(page, "Public name", "IT Service")
        press(page, "Back")
        expect(field(page, "Your name")).to_have_value("Lena Hartmann")
        press(page, "Next")
        expect(field(page, "Public name")).to_have_value("IT Service")
        press(page, "Begin")

        expect(page.get_by_role("heading", name="Its mailbox")).to_be_visible()
        fill(page, "Address of the desk", "help@eberfeld.example")
        fill(page, "User name", user)
        fill(page, "Password", "not this one")
        fill(page, "Incoming server (IMAP)", dovecot.host)
        fill_port(page, "imap", dovecot.port)
        press(page, "Check the mailbox")
        checked = page.locator("#mail-check")
        expect(checked).to_contain_text("does not take this user name and password")
        fill(page, "Password", password)
        press(page, "Check the mailbox")
        expect(checked).to_contain_text("Signed in.")
        press(page, "Connect and go on")

        expect(page.get_by_role("heading", name="Your colleagues")).to_be_visible()
        press(page, "Back", "link")
        expect(page.locator("main")).to_contain_text("help@eberfeld.example is connected.")
        press(page, "Skip this step", "link")
        fill(page, "Mail addresses of your colleagues", "ben@eberfeld.example")
        press(page, "Invite them")
        expect(page.locator("main")).to_contain_text("is ready")
        press(page, "Open the workspace", "link")
        expect(page.get_by_role("heading", name="First steps")).to_be_visible()
        assert time.monotonic() - began < TEN_MINUTES

        second_desk(page, empty, smtp)


def fill_port(page: Page, way: str, port: int) -> None:
    """The port, and no encryption: these servers stand on this very machine."""
    reach(page, page.locator(f"#id_{way}_port"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(str(port))
    page.keyboard.press("Tab")
    page.keyboard.type("No")


def second_desk(page: Page, empty: ServedEmpty, smtp: SmtpReceiver) -> None:
    """Within two minutes: made, its mail sent by a server that is found wrong first, its look, its own overview."""
    began = time.monotonic()
    page.goto(f"{empty.url}/agent/settings/desks/")
    fill(page, "Name", "Facilities")
    fill(page, "Public name", "House services")
    press(page, "Make the desk")
    expect(page.get_by_role("heading", name="Its mailbox")).to_be_visible()
    fill(page, "Address of the desk", "house@eberfeld.example")
    fill(page, "Outgoing server (SMTP)", "127.0.0.1")
    fill_port(page, "smtp", free_port())
    press(page, "Check the mailbox")
    checked = page.locator("#mail-check")
    expect(checked).to_contain_text("Nobody listens on 127.0.0.1")
    fill_port(page, "smtp", smtp.port)
    press(page, "Check the mailbox")
    expect(checked).to_contain_text("The server takes letters.")
    press(page, "Connect and go on")

    expect(page.get_by_role("heading", name="Teams and statuses")).to_be_visible()
    fill(page, "Teams", "Caretakers")
    press(page, "Save and go on")
    expect(page.get_by_role("heading", name="Your colleagues")).to_be_visible()
    press(page, "Skip this step", "link")
    expect(page.get_by_role("heading", name="Its look")).to_be_visible()
    fill(page, "Accent colour", "#803010")
    press(page, "Save and go on")
    press(page, "Open the workspace", "link")
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    assert time.monotonic() - began < 120

    page.keyboard.type("gd")  # Without a pause that would part them.
    menu = page.locator("#rail-desks")
    expect(menu).to_be_visible()
    expect(menu).to_contain_text("IT")
    page.goto(f"{empty.url}/new/facilities/")
    expect(page.locator("header")).to_contain_text("House services")
    shade = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--color-primary').trim()")
    assert shade == "#803010"
