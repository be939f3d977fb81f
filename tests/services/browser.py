"""The machine's own Chromium, driven by Playwright; Playwright's download of a browser is not used.

Tests take pytest-playwright's `page` and `new_context`, which `tests.services.fixtures` points here. The class is for
programs of their own: `python -m tests.services.browser ADDRESS FILE.png` takes a picture of a page.
"""

import os
import shutil
import sys
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.services.service import Service

CANDIDATES = ("chromium", "chromium-browser", "google-chrome")

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
"""Flags without which Chromium calls its maker's servers, or needs more shared memory than a container has."""


def chromium() -> str:
    """The path of the browser; raises FileNotFoundError saying what to do."""
    for name in CANDIDATES:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError("Chromium is not installed: run make test-setup")


def launch_options() -> dict[str, Any]:
    """Arguments for Playwright's `chromium.launch()`. As root Chromium runs only without its sandbox."""
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    return {"executable_path": chromium(), "args": flags, "headless": True}


class ChromiumBrowser(Service):
    """One browser; every `context()` is a person with cookies of their own."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def start(self) -> None:
        """Launch with a fresh profile."""
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(**launch_options())

    def stop(self) -> None:
        """Close every page and the browser."""
        if self._browser is not None:
            self._browser.close()
            self._browser = None
        if self._playwright is not None:
            self._playwright.stop()
            self._playwright = None

    def context(self, **options: Any) -> BrowserContext:
        """A new person: `viewport`, `locale`, `color_scheme`, `timezone_id` and so on as Playwright names them."""
        if self._browser is None:
            raise RuntimeError("The browser is not running: call start() first")
        return self._browser.new_context(**options)

    def page(self, **options: Any) -> Page:
        """A page of a new person."""
        return self.context(**options).new_page()


def main(arguments: list[str]) -> int:
    """Take a picture of a page; the exit code."""
    if len(arguments) != 2:
        print("usage: python -m tests.services.browser ADDRESS FILE.png", file=sys.stderr)
        return 2
    address, file = arguments
    with ChromiumBrowser() as browser:
        page = browser.page(viewport={"width": 1440, "height": 900})
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
