"""Takes the pictures of modules that the page Grow shows: src/deskhand/modules/*/pictures/{light,dark}.webp.

`python -m tools.screenshots_grow` takes all; with labels behind it (`sla tasks`) only those.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from deskhand.ops.pictures import FOLDER, LOOKS, PICTURE_BYTES, PICTURE_SIZE
from tests.services.browser import launch_options
from tools import screenshots_knowledge as knowledge
from tools import screenshots_orders as orders
from tools.screenshots import DESKHAND, QUALITIES, ROOT, Demo, running_demo

MODULES = ROOT / "src" / "deskhand" / "modules"
SEEN: ViewportSize = {"width": 1200, "height": 750}
"""The window; the picture shows it smaller, at `PICTURE_SIZE`."""

TOLD = "announcements"
ENGLISH = "from deskhand.accounts.models import Person; Person.objects.filter(language='de').update(language='en')"


@dataclass(frozen=True)
class Room:
    """The picture of a module: the way to what it adds, and whose eyes."""

    label: str
    walk: Callable[[Page], None]
    persona: str = "agent"


def _portal(page: Page) -> None:
    page.goto("/")


def _fields(page: Page) -> None:
    page.goto("/agent/settings/it/fields/")


def _time(page: Page) -> None:
    page.goto("/agent/it/time/")


def _tasks(page: Page) -> None:
    page.goto("/agent/it/tasks/?whose=all")


def _promises(page: Page) -> None:
    page.goto("/agent/it/service-levels/")


def _case(page: Page) -> None:
    page.goto("/agent/hr/cases/")


def _journey(page: Page) -> None:
    page.goto("/agent/hr/journeys/")
    page.locator("main ul a[href^='/agent/hr/journeys/']").first.click()


ROOMS = (
    Room("announcements", _portal, "requester"),
    Room("approvals", orders.approval, orders.MANAGER),
    Room("cases", _case, "hr"),
    Room("catalog", orders.catalog, "requester"),
    Room("fields", _fields, "administrator"),
    Room("fulfilment", orders.course),
    Room("journeys", _journey, "hr"),
    Room("knowledge", knowledge.help_center, "requester"),
    Room("sla", _promises, "administrator"),
    Room("tasks", _tasks),
    Room("time", _time, "administrator"),
)


def take(browser: Browser, demo: Demo, room: Room) -> list[Path]:
    """Both looks of one module."""
    context = browser.new_context(
        base_url=demo.url, locale="en-GB", timezone_id="Europe/Berlin", viewport=SEEN, reduced_motion="reduce"
    )
    page = context.new_page()
    demo.sign_in(page, room.persona)
    if room.label != TOLD:
        _put_away(page)
    room.walk(page)
    files = []
    for look in LOOKS:
        page.emulate_media(color_scheme=look)
        page.wait_for_timeout(700)
        file = MODULES / room.label / FOLDER / f"{look}.webp"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(_fitting(page))
        files.append(file)
    context.close()
    return files


def _put_away(page: Page) -> None:
    """What is announced stands in one picture alone."""
    while (cross := page.locator("form[action*='/dismiss/'] button")).count():
        before = cross.count()
        cross.first.click()
        expect(cross).not_to_have_count(before)


def _fitting(page: Page) -> bytes:
    """The window, smaller, in the best quality that fits."""
    chromium = page.context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, **SEEN, "scale": PICTURE_SIZE[0] / SEEN["width"]}
    for quality in QUALITIES:
        answer = chromium.send("Page.captureScreenshot", {"format": "webp", "quality": quality, "clip": clip})
        content = base64.b64decode(answer["data"])
        if len(content) <= PICTURE_BYTES:
            return content
    raise ValueError(f"{page.url} does not fit into {PICTURE_BYTES} bytes")


def main(labels: list[str]) -> int:
    """The command line; the exit code."""
    wanted = [one for one in ROOMS if not labels or one.label in labels]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        with running_demo(",".join(one.label for one in ROOMS)) as demo:
            told = {**os.environ, "DESKHAND_DATA": demo.data}
            subprocess.run([str(DESKHAND), "manage", "shell", "-c", ENGLISH], env=told, check=True)
            for room in wanted:
                for file in take(browser, demo, room):
                    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
