"""From help desk to service desk, in a browser: a requester orders a laptop for a new colleague on a phone, the manager
approves from the letter, IT and Workplace do their steps, and the requester sees each stage."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import furnished
from tests.e2e.looking import PHONE
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(900)]
A_WHILE = 180
LETTER = """
from deskhand.mail.models import OutboundMail
rows = OutboundMail.objects.beyond_walls("the test reads the manager's letters").filter(text__contains="Ida Berg")
found = rows.filter(text__contains="/approvals/by-mail/")
print("link", *found.order_by("-pk").values_list("text", flat=True)[:1])
"""


@pytest.fixture(scope="module")
def shop(demo):
    """The demo's catalog, its policies and its plan."""
    furnished.switched_on(demo)
    yield demo
    furnished.switched_off(demo)


def _link(shop) -> str:
    """The manager's link, once the letter is there."""

    links: list[str] = []

    def has_come() -> bool:
        told = shop.run("manage", "shell", "-c", LETTER).stdout.decode()
        links.extend(re.findall(r"http://[^/]+(/approvals/by-mail/\S+)", told))
        return bool(links)

    wait_until(has_come, "the manager's letter", A_WHILE)
    return links[0]


def _order(page: Page) -> None:
    """As somebody with one hand does."""
    page.get_by_role("link", name="Laptop").first.click()
    page.get_by_label("Who gets it?").fill("Ida Berg")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("radio", name="Lab, with a strong graphics card").check()
    page.get_by_label("What is the lab model for?").fill("Microscope pictures")
    page.get_by_role("button", name="Order now").click()
    page.wait_for_url(re.compile(r"/requests/\d+/"))


def _stage(page: Page, words: str) -> None:
    """The requester looks again until the line says where it stands."""
    now = page.get_by_role("list", name="Progress").locator("[aria-current=step]")

    def looked() -> bool:
        page.reload()
        return now.count() > 0 and words in now.inner_text()

    wait_until(looked, f"the stage {words}", A_WHILE)


def _does(agent: Page, request: str, task: str) -> None:
    """An agent resolves a task of the request's plan."""
    open_task = agent.get_by_role("link", name=task)

    def is_there() -> bool:
        agent.goto(request)
        return open_task.count() > 0

    wait_until(is_there, f"the task {task}", A_WHILE)
    open_task.first.click()
    expect(agent.get_by_role("heading", name=task)).to_be_visible()
    agent.get_by_role("button", name="Resolve").first.click()
    expect(agent.get_by_text("Resolved").first).to_be_visible()


def test_a_laptop_is_ordered_on_a_phone_approved_from_the_mail_and_brought_step_by_step(shop, visit):
    mara = visit("requester", viewport=PHONE).go("/catalog/")
    _order(mara)
    number = re.search(r"/requests/(\d+)/", mara.url)[1]
    _stage(mara, "Approval")

    visits = visit(viewport=PHONE)
    visits.keep_messages()
    manager = visits.go(_link(shop))
    expect(manager.get_by_text("1,240 €")).to_be_visible()
    _stage(mara, "Approval")  # Whoever only opens the link, as a scanner does, has decided nothing.
    manager.get_by_role("button", name="Approve").click()
    expect(manager.get_by_text("You approved it.")).to_be_visible()

    jana, request = visit("agent"), f"/agent/tickets/{number}/"
    page = jana.go(request)
    base = page.url.partition("/agent/")[0]
    for task, stage in (
        ("Order it from the vendor", "Being ordered"),
        ("Set it up", "Being set up"),
        ("Place dock and screen at the desk", "Being set up"),
        ("Hand it over", "Handed over"),
    ):
        _stage(mara, stage)
        _does(page, base + request, task)
    line = mara.get_by_role("list", name="Progress")

    def is_brought() -> bool:
        mara.reload()
        is_over = not line.locator("[aria-current=step]").count() and "Delivered" in line.inner_text()
        return is_over and mara.get_by_text("Solved").first.is_visible()

    wait_until(is_brought, "the delivery", A_WHILE)

    def is_told() -> bool:
        told = jana.go(request).locator("[aria-labelledby=history-title]").text_content() or ""
        return all(words in told for words in ("approved", "A step of the plan began", "The plan is done"))

    wait_until(is_told, "the history of the request", A_WHILE)
    assert mara.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_every_module_off_again_leaves_a_help_desk(shop, visit):
    furnished.switched_off(shop)
    mara = visit("requester", viewport=PHONE).go("/requests/")

    def is_plain() -> bool:
        mara.reload()
        return not mara.get_by_role("link", name="Catalog").count()

    wait_until(is_plain, "the catalog's being off", A_WHILE)
    gone = visit("agent")
    gone.expect_status(404)
    for address in ("/catalog/", "/approvals/"):
        expect(gone.go(address).get_by_text("Nothing here")).to_be_visible()
