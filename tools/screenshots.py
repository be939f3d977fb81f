"""Takes the pictures of the documents: starts a demo in a folder of its own and walks through it in Chromium.

`python -m tools.screenshots` writes docs/images/*.webp; with names behind it (`list ticket`) only those.
"""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.services.browser import launch_options
from tests.services.service import LOOPBACK, answers, free_port, wait_until
from tools import screenshots_between as between
from tools import screenshots_journeys as trips
from tools import screenshots_knowledge as knowledge
from tools import screenshots_orders as orders

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
DESKHAND = Path(sys.executable).with_name("deskhand")

MOST_BYTES = 80 * 1024
"""Size of a picture in bytes; the quality goes down until it fits."""

QUALITIES = (82, 74, 66, 58, 50, 42, 34)
START_SECONDS = 60.0
USUAL = "sla"
"""Modules that are on in most pictures."""

MOST_WORK = 90_000.0
"""Milliseconds for which a picture waits for a worker."""

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}


@dataclass(frozen=True)
class Picture:
    """A picture of the documents: whose eyes (a persona, or somebody's address), how they look, the way to the
    page, which modules are on, and the commands that are given before."""

    name: str
    walk: Callable[[Page], None]
    persona: str = "agent"
    size: tuple[tuple[str, int], ...] = tuple(WIDE.items())
    scheme: str = "light"
    modules: str = USUAL
    before: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Demo:
    """A demo that runs: its address, its folder and the addresses of its personas."""

    url: str
    data: str
    personas: dict[str, str]

    def sign_in(self, page: Page, persona: str) -> None:
        """By a fresh link, as people do."""
        command = [str(DESKHAND), "user", "link", self.personas.get(persona, persona), "--data", self.data]
        link = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        page.goto(f"{self.url}/in/{link.rstrip('/').rpartition('/')[2]}/")
        page.locator("main button[type=submit]").first.click()
        page.wait_for_load_state("networkidle")


def _list(page: Page) -> None:
    page.goto("/agent/it/tickets/?view=open")
    page.wait_for_load_state("networkidle")
    for key in ("j", "j", "x", "j", "x"):
        page.keyboard.press(key)


def _search(page: Page) -> None:
    page.goto("/agent/it/tickets/?view=open")
    page.keyboard.press("/")
    page.keyboard.press("Delete")
    page.keyboard.type("is:open priority:>=high assignee:", delay=30)
    page.wait_for_timeout(700)


def _ticket(page: Page) -> None:
    page.goto("/agent/it/tickets/?q=is%3Aopen+assignee%3Ame+vpn")
    page.goto(page.locator("[data-open]").first.get_attribute("href") or "/agent/")
    page.wait_for_load_state("networkidle")


def _new(page: Page) -> None:
    page.goto("/agent/it/new/")
    page.get_by_label("Subject").fill("Screen stays black after the update")
    page.get_by_label("Text", exact=True).fill(
        "Since the restart this morning; the fan runs. She is in Building B until four."
    )
    page.get_by_role("combobox", name="For whom").click()
    page.keyboard.type("mar", delay=60)
    page.wait_for_timeout(900)


def _overview(page: Page) -> None:
    page.goto("/agent/it/overview/")


def _palette(page: Page) -> None:
    _ticket(page)
    page.keyboard.press("Control+k")
    page.wait_for_timeout(700)
    page.keyboard.type("ass", delay=60)
    page.wait_for_timeout(700)


def _person(page: Page) -> None:
    page.goto("/agent/it/people/?q=mara")
    page.get_by_role("link", name="Mara Lindqvist").first.click()


def _notifications(page: Page) -> None:
    page.goto("/me/notifications/")


def _first_steps(page: Page) -> None:
    page.goto("/agent/it/overview/")


def _health(page: Page) -> None:
    page.goto("/agent/settings/installation/")


def _security(page: Page) -> None:
    page.goto("/me/security/")


def _settings(page: Page) -> None:
    page.goto("/agent/settings/it/general/")


def _mailbox(page: Page) -> None:
    page.goto("/agent/settings/it/mail/mailboxes/")
    page.get_by_role("link", name="it@").first.click()


def _portal(page: Page) -> None:
    page.goto("/")


def _request(page: Page) -> None:
    page.goto("/requests/?q=vpn+drops")
    page.get_by_role("link", name="VPN drops").first.click()


def _form(page: Page) -> None:
    page.goto("/new/it/")


def _promises(page: Page) -> None:
    page.goto("/agent/it/tickets/?q=is:open&sort=due")


def _promised_ticket(page: Page) -> None:
    page.goto("/agent/it/tickets/?q=is:open%20sla:running%20organization:%22Nordwind%20Logistik%22&sort=due")
    page.goto(page.locator("[data-open]").first.get_attribute("href") or "/agent/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Why").first.scroll_into_view_if_needed()


def _why(page: Page) -> None:
    _promised_ticket(page)
    page.get_by_role("link", name="Why").first.click()


def _promises_overview(page: Page) -> None:
    page.goto("/agent/it/service-levels/")


def _policies(page: Page) -> None:
    page.goto("/agent/settings/it/service-levels/")


def _policy(page: Page) -> None:
    _policies(page)
    page.get_by_role("link", name="Nordwind Logistik").first.click()


def _simulation(page: Page) -> None:
    """Faster answers, tried over what was: simulated by the desk's own worker while the camera waits."""
    _policy(page)
    page.wait_for_load_state("networkidle")
    page.locator("input[name$=any]").first.fill("1h")
    page.get_by_role("button", name="Try it on the past").click()
    page.get_by_role("heading", name="would have fared otherwise").wait_for()
    page.locator("#progress").wait_for(state="detached", timeout=MOST_WORK)
    page.reload()


def _agreements(page: Page) -> None:
    page.goto("/agent/it/service-levels/agreements/")


def _agreement(page: Page) -> None:
    _agreements(page)
    page.get_by_role("link", name="IT support for Nordwind Logistik").first.click()


def _review(page: Page) -> None:
    page.goto("/agent/it/service-levels/reviews/")
    page.get_by_role("link", name="Nordwind Logistik").first.click()


PICTURES = (
    Picture("list", _list),
    Picture("search", _search),
    Picture("ticket", _ticket),
    Picture("ticket-night", _ticket, scheme="dark"),
    Picture("ticket-phone", _ticket, size=tuple(PHONE.items())),
    Picture("new-ticket", _new),
    Picture("overview", _overview),
    Picture("palette", _palette),
    Picture("person", _person),
    Picture("notifications", _notifications),
    Picture("first-steps", _first_steps, persona="administrator"),
    Picture("health", _health, persona="administrator"),
    Picture("settings", _settings, persona="administrator"),
    Picture("mailbox", _mailbox, persona="administrator"),
    Picture("portal", _portal, persona="requester"),
    Picture("request", _request, persona="requester"),
    Picture("security", _security, persona="requester"),
    Picture("form", _form, persona=""),
    Picture("promises-list", _promises),
    Picture("promises-ticket", _promised_ticket),
    Picture("promises-why", _why),
    Picture("promises-overview", _promises_overview, persona="administrator"),
    Picture("policies", _policies, persona="administrator"),
    Picture("policy", _policy, persona="administrator"),
    Picture("simulation", _simulation, persona="administrator"),
    Picture("agreements", _agreements, persona="administrator"),
    Picture("agreement", _agreement, persona="administrator"),
    Picture("review", _review, persona="administrator"),
    Picture("help-center", knowledge.help_center, persona="requester", modules="knowledge"),
    Picture("help-article", knowledge.article, persona="requester", modules="knowledge"),
    Picture("help-offer", knowledge.offer, persona="requester", modules="knowledge"),
    Picture("articles", knowledge.articles, persona="administrator", modules="knowledge"),
    Picture("article-editor", knowledge.editor, persona="administrator", modules="knowledge"),
    Picture("articles-beside", knowledge.beside, modules="knowledge"),
    Picture("articles-to-write", knowledge.gaps, modules="knowledge"),
    Picture("article-measures", knowledge.measures, persona="administrator", modules="knowledge"),
    Picture("article-trends", knowledge.over_time, persona="administrator", modules="knowledge"),
    Picture("article-categories", knowledge.categories, persona="administrator", modules="knowledge"),
    Picture("catalog", orders.catalog, persona="requester", modules=orders.MODULES),
    Picture("catalog-item", orders.item, "requester", size=tuple(PHONE.items()), modules=orders.MODULES),
    Picture("orders", orders.orders, persona="requester", modules=orders.MODULES),
    Picture("approvals", orders.approvals, persona=orders.MANAGER, modules=orders.MODULES),
    Picture("approval", orders.approval, orders.MANAGER, size=tuple(PHONE.items()), modules=orders.MODULES),
    Picture("approval-policy", orders.policy, persona="administrator", modules=orders.MODULES),
    Picture("order-questions", orders.questions, persona="administrator", modules=orders.MODULES),
    Picture("plan", orders.plan, persona="administrator", modules=orders.MODULES),
    Picture("all-desks", between.all_desks, modules="", before=between.BOTH),
    Picture("move", between.move, modules="", before=between.BOTH),
    Picture("plan-course", orders.course, modules=orders.MODULES),
    Picture("journeys", trips.journeys, "hr", modules=trips.MODULES, before=trips.BEFORE),
    Picture("journey", trips.journey, "hr", modules=trips.MODULES, before=trips.BEFORE),
    Picture("journey-figures", trips.figures, "hr", modules=trips.MODULES, before=trips.BEFORE),
)


@contextmanager
def running_demo(modules: str = USUAL) -> Iterator[Demo]:
    """A demo with these modules, on a private port, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="deskhand-pictures-") as folder:
        port = free_port()
        url, data = f"http://{LOOPBACK}:{port}", str(Path(folder) / "demo")
        command = [str(DESKHAND), "demo", "--data", data, "--no-serve", "--json", "--modules", modules]
        made = subprocess.run(command, capture_output=True, text=True, check=True)
        server = subprocess.Popen([str(DESKHAND), "serve", "--data", data, "--bind", f"{LOOPBACK}:{port}"])
        try:
            wait_until(lambda: answers(port), "The demo", START_SECONDS)
            yield Demo(url, data, json.loads(made.stdout))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def take(browser: Browser, demo: Demo, picture: Picture) -> Path:
    """Walk to the page and keep what is seen."""
    options: dict[str, Any] = {"viewport": dict(picture.size), "color_scheme": picture.scheme}
    context = browser.new_context(base_url=demo.url, locale="en-GB", timezone_id="Europe/Berlin", **options)
    page = context.new_page()
    for words in picture.before:
        subprocess.run([str(DESKHAND), *words, "--data", demo.data], check=True)
    if picture.persona:
        demo.sign_in(page, picture.persona)
    picture.walk(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    file = FOLDER / f"{picture.name}.webp"
    file.write_bytes(fitting(page))
    context.close()
    return file


def fitting(page: Page) -> bytes:
    """The page as WebP, in the best quality that fits. Playwright itself writes no WebP, Chromium does."""
    chromium = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        answer = chromium.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        content = base64.b64decode(answer["data"])
        if len(content) <= MOST_BYTES:
            return content
    raise ValueError(f"{page.url} does not fit into {MOST_BYTES} bytes")


def main(names: list[str]) -> int:
    """The command line; the exit code."""
    wanted = [one for one in PICTURES if not names or one.name in names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for modules in sorted({one.modules for one in wanted}):
            with running_demo(modules) as demo:
                for picture in (one for one in wanted if one.modules == modules):
                    file = take(browser, demo, picture)
                    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
