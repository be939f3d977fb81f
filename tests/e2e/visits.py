"""A tab that watches what its pages do wrong."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request

WATCH = """
window.__blocked = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__blocked.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
"""

KEEP = """
document.addEventListener("readystatechange", () => {
  for (const card of document.querySelectorAll("[data-toast]")) card.dataset.stays = "3600000";
});
"""
"""Runs before the scripts of a page, which would else take its messages away after some seconds."""


def kept(page: Page) -> Page:
    """The page, whose messages stay until they are closed, however slow the reader is."""
    page.add_init_script(KEEP)
    return page


class Visits:
    """A tab of somebody's browser. ``complaints`` are errors, blocked content and requests to other hosts."""

    def __init__(self, page: Page, own: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = ()
        self._own = own
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: self._complain(f"threw {error}"))
        page.on("console", self._read)
        page.on("request", self._look)

    def go(self, path: str, *, settled: bool = True) -> Page:
        """Open a path of the product and wait until it is at rest."""
        self.page.goto(path)
        if settled:
            self.page.wait_for_load_state("load")
        return self.page

    def keep_messages(self) -> None:
        """What pages tell stays there until it is closed, however slow the reader is."""
        kept(self.page)

    def expect_status(self, *codes: int) -> None:
        """The browser logs answers like 404; these are wanted."""
        self.expected = tuple(f"status of {code}" for code in codes)

    def blocked(self) -> list[str]:
        """What the content policy of the page at hand refused."""
        found: list[str] = self.page.evaluate("window.__blocked ?? []")
        return found

    def _read(self, line: ConsoleMessage) -> None:
        is_wanted = any(words in line.text for words in self.expected)
        if line.type == "error" and not is_wanted:
            self._complain(line.text)

    def _look(self, request: Request) -> None:
        if not request.url.startswith((self._own, "data:", "blob:", "about:")):
            self._complain(f"asked {request.url[:200]}")

    def _complain(self, words: str) -> None:
        self.complaints.append(f"{self.page.url}: {words}"[:400])
