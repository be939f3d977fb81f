"""The ways to the pictures of journeys."""

from __future__ import annotations

from playwright.sync_api import Page

MODULES = "fulfilment,journeys"

ENGLISH = "from deskhand.accounts.models import Person; Person.objects.filter(language='de').update(language='en')"
BEFORE = (("manage", "shell", "-c", ENGLISH),)
"""What is set up before: whoever runs the journeys reads English."""


def journeys(page: Page) -> None:
    """Whose journeys run, and how often people were ready on day one."""
    page.goto("/agent/hr/journeys/")


def journey(page: Page) -> None:
    """One of them: what each desk does, and how it stands."""
    journeys(page)
    page.locator("main ul a[href^='/agent/hr/journeys/']").first.click()
    page.get_by_role("heading", name="Before the first day").wait_for()


def figures(page: Page) -> None:
    """By month, and what takes longest."""
    page.goto("/agent/hr/journeys/figures/")
