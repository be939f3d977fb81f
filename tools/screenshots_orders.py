"""The pictures of catalog, approvals and plans: how one gets to each page."""

from __future__ import annotations

from playwright.sync_api import Page

MODULES = "approvals,catalog,fulfilment"
MANAGER = "anneke.de.vries@kestrel.example"
"""Who decides for the demo's requester."""

SETTINGS = "/agent/settings/it"


def catalog(page: Page) -> None:
    page.goto("/catalog/")


def item(page: Page) -> None:
    """The second step of a laptop's questions, with the one that its model brings."""
    catalog(page)
    page.get_by_role("link", name="Laptop").first.click()
    page.get_by_label("Who gets it?").fill("Ida Berg")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("radio", name="Lab, with a strong graphics card").check()
    page.get_by_label("What is the lab model for?").fill("Microscope pictures")


def orders(page: Page) -> None:
    page.goto("/catalog/orders/")


def approvals(page: Page) -> None:
    page.goto("/approvals/")


def approval(page: Page) -> None:
    approvals(page)
    page.get_by_role("main").get_by_role("link", name="Laptop").first.click()


def policy(page: Page) -> None:
    page.goto("/agent/it/approval-policies/")
    page.get_by_role("main").get_by_role("link", name="above 1,000").first.click()


def questions(page: Page) -> None:
    """The designer of a form."""
    page.goto(f"{SETTINGS}/catalog/")
    page.get_by_role("main").get_by_role("link", name="Laptop").first.click()
    page.get_by_role("link", name="Its questions").click()


def plan(page: Page) -> None:
    """The designer of a plan."""
    page.goto(f"{SETTINGS}/plans/")
    page.get_by_role("main").get_by_role("link", name="New laptop").first.click()


def course(page: Page) -> None:
    """A ticket's plan as far as it went."""
    page.goto("/agent/it/tickets/?q=kind%3Atask+is%3Aopen")
    page.goto(page.locator("[data-open]").last.get_attribute("href") or "/agent/")
    page.locator("a[href*='/plan-runs/']").first.click()
