"""Looking at a page as a checker does: accessible by day and by night, and as wide as its screen."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Frame, Page, ViewportSize

from tests.e2e.visits import Visits
from tests.house.source import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]
"""What the other theme could change."""
TABLET: ViewportSize = {"width": 820, "height": 1180}
PHONE: ViewportSize = {"width": 360, "height": 740}
WIDE: ViewportSize = {"width": 1440, "height": 900}

SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(changing.map((one) => one.finished));
}"""
"""Colours that are on their way from day to night are nobody's colours."""

JUDGED = "async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"
"""What passes is not described: that takes longer than judging."""


def faults_of(visits: Visits, path: str) -> list[str]:
    """What is wrong with a page, opened wide and by day, in words."""
    found = faults(visits.go(path)) + [f"blocked {one}" for one in visits.blocked()]
    return [f"{path}: {one}" for one in found]


def faults(page: Page) -> list[str]:
    """What is wrong with the page at hand, in words: for the checker, and for screens of three widths."""
    return judged(page) + too_wide(page)


def judged(page: Page) -> list[str]:
    """What the checker finds by day and by night, in words. The page is left by day."""
    found = [f"by day: {one}" for one in violations(page, RULES)]
    page.emulate_media(color_scheme="dark")
    found += [f"by night: {one}" for one in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> list[str]:
    """On which screens one would have to scroll sideways, in words. The page keeps its size."""
    found, before = [], page.viewport_size
    for size in (PHONE, TABLET, WIDE):
        page.set_viewport_size(size)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{over} pixels too wide at {size['width']}"] if over > 0 else []
    if before:
        page.set_viewport_size(before)
    return found


def violations(page: Page | Frame, rules: Sequence[str]) -> list[str]:
    """What the rules find on the page at hand, in words."""
    page.evaluate(AXE.read_text())
    page.evaluate(SETTLED)
    result = page.evaluate(JUDGED, rules)
    return [
        f"{one['id']} {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for one in result
        for node in one["nodes"][:3]
    ]
