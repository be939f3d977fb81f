"""The pictures of the knowledge base: how one gets to each page."""

from __future__ import annotations

from playwright.sync_api import Page

HERE = "/agent/it/knowledge"


def help_center(page: Page) -> None:
    page.goto("/help/it/")


def article(page: Page) -> None:
    page.goto("/help/it/?q=vpn+drops")
    page.get_by_role("main").get_by_role("link", name="VPN drops").first.click()


def offer(page: Page) -> None:
    """What may answer it stands there before it is sent."""
    page.goto("/new/it/")
    page.locator("[name=subject]").press_sequentially("VPN drops every ten minutes", delay=20)
    page.get_by_role("link", name="VPN drops").first.wait_for()
    page.locator("[name=subject]").evaluate("field => field.scrollIntoView({block: 'start'})")


def beside(page: Page) -> None:
    """The panel of a ticket, with what was used and what may help."""
    page.goto("/agent/it/tickets/?q=is%3Aopen+vpn")
    page.goto(page.locator("[data-open]").first.get_attribute("href") or "/agent/")
    page.locator("#knowledge-found li").first.wait_for()
    page.locator("#knowledge-found").evaluate("panel => panel.scrollIntoView({block: 'center'})")


def gaps(page: Page) -> None:
    page.goto(f"{HERE}/gaps/")


def measures(page: Page) -> None:
    page.goto(f"{HERE}/measures/?days=90")


def over_time(page: Page) -> None:
    page.goto(f"{HERE}/measures/over-time/")


def articles(page: Page) -> None:
    page.goto(f"{HERE}/")


def editor(page: Page) -> None:
    page.goto(f"{HERE}/?q=vpn+drops")
    page.locator("li.line-item a", has_text="VPN drops").first.click()
    page.locator("a[href$='/en/edit/']").first.click()
    page.locator("[contenteditable=true]").first.wait_for()


def categories(page: Page) -> None:
    page.goto("/agent/settings/it/knowledge/categories/")
