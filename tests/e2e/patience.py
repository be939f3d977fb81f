"""Hands that wait for the page: a key or a click before its scripts have run would be lost.

Only a slow machine shows it.

Playwright waits for an element to be there, not for the script that listens to it. Scripts of the product are modules,
so they have run when the document's content is loaded; some places take the focus, and the browser goes to the place
that an address names, when all is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.services.fixtures import SOON

WAITING = (
    "click", "press", "press_sequentially", "check", "uncheck", "fill", "select_option", "set_checked", "tap", "focus",
    "hover", "drag_to",
)  # fmt: skip


@contextmanager
def patient_hands() -> Iterator[None]:
    """While open, every key and every deed on an element waits until its page is loaded, and whatever a new browser
    does may take as long as what is expected of a page."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("keyboard", "mouse"):
            patch.setattr(Page, name, property(_waited(vars(Page)[name].fget)))
        for name in WAITING:
            patch.setattr(Locator, name, _waited_on(getattr(Locator, name)))
        patch.setattr(Browser, "new_context", _patient(Browser.new_context))
        yield


def _waited(get: Any) -> Any:
    def hand(page: Page) -> Any:
        page.wait_for_load_state()
        return get(page)

    return hand


def _waited_on(act: Any) -> Any:
    def waited(element: Locator, *arguments: Any, **options: Any) -> Any:
        element.page.wait_for_load_state()
        return act(element, *arguments, **options)

    return waited


def _patient(make: Any) -> Any:
    def made(browser: Browser, **options: Any) -> BrowserContext:
        context: BrowserContext = make(browser, **options)
        context.set_default_timeout(SOON)
        return context

    return made
