"""One served demo for all tests of a worker, and people who are signed in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.patience import patient_hands
from tests.e2e.served import PERSONAS, ServedDemo
from tests.e2e.visits import Visits


@pytest.fixture(scope="session", autouse=True)
def _patient_hands() -> Iterator[None]:
    """Keys and clicks wait for the page that they are meant for, from the first sign-in on."""
    with patient_hands():
        yield


@pytest.fixture(scope="session")
def demo() -> Iterator[ServedDemo]:
    """The demo desk, served."""
    with ServedDemo() as served:
        yield served


@pytest.fixture(scope="session")
def signed_in(demo: ServedDemo, browser: Browser) -> dict[str, Any]:
    """Cookies of each persona, got through a printed link and its button."""
    states: dict[str, Any] = {"nobody": None}
    for persona in PERSONAS:
        context = browser.new_context()
        page = context.new_page()
        page.goto(demo.link(persona))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/in/" not in url)
        states[persona] = context.storage_state()
        context.close()
    return states


@pytest.fixture
def visit(demo: ServedDemo, browser: Browser, signed_in: dict[str, Any]) -> Iterator[Callable[..., Visits]]:
    """Open the product as somebody: `visit("agent", viewport=...)`. A page that throws, breaks its content policy,
    logs an error or asks another host fails the test."""
    contexts: list[BrowserContext] = []
    opened: list[Visits] = []

    def go(persona: str = "nobody", **options: Any) -> Visits:
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = browser.new_context(base_url=demo.url, storage_state=signed_in[persona], **options)
        contexts.append(context)
        opened.append(Visits(context.new_page(), demo.url))
        return opened[-1]

    yield go
    for context in contexts:
        context.close()
    complaints = [one for visits in opened for one in visits.complaints]
    assert not complaints, "\n".join(complaints)
