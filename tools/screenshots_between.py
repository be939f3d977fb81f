"""The ways to the pictures of several desks, and of a ticket that goes from one to another."""

from __future__ import annotations

from playwright.sync_api import Page

BOTH = (("user", "role", "jana.vogt@eberfeld.example", "agent", "--desk", "facilities"),)
"""What is set up before: the agent of IT serves Facilities as well."""


def all_desks(page: Page) -> None:
    """One list over all desks."""
    page.goto("/agent/desks/tickets/?show=open&sort=desk")


def move(page: Page) -> None:
    """What a move does, and what stays: the first ticket of the list that has an internal note."""
    page.goto("/agent/it/tickets/?q=is:open")
    numbers = page.locator("tr[data-row]").evaluate_all("rows => rows.map(one => one.dataset.row)")
    for number in numbers:
        page.goto(f"/agent/it/move/?tickets={number}&to=facilities")
        if page.locator("input[name=keep]").count() > 1:
            break
    page.locator("input[name=keep]").first.check()
    page.get_by_role("button", name="Move", exact=True).scroll_into_view_if_needed()
