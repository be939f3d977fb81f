"""The pages of approvals, catalog and fulfilment: accessible in both themes, at home on a phone, used without a mouse.
Whoever adds a page to one of them adds its address here."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import furnished
from tests.e2e.looking import PHONE, WIDE, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(500)]

PAGES = {
    "nobody": ["{link}", "{link}x/"],
    "requester": ["/approvals/", "/approvals/?show=decided", "/approvals/away/", "/catalog/", "/catalog/cart/"],
    "agent": ["/agent/tickets/{ticket}/approvals/{approval}/", "/agent/tickets/{ticket}/approvals/new/"],
    "administrator": [
        "/agent/it/approval-policies/",
        "/agent/it/approval-policies/new/",
        "/agent/it/approval-policies/{policy}/",
        "/agent/it/approval-policies/{policy}/try/?ticket={ticket}",
    ],
}


@pytest.fixture(scope="module")
def filled(demo):
    furnished.switched_on(demo)
    yield furnished.samples(demo)
    furnished.switched_off(demo)


@pytest.mark.long
@pytest.mark.parametrize("persona", PAGES)
def test_every_page_of_the_modules_is_accessible_by_day_and_night_and_fits_a_phone(visit, filled, persona):
    visits = visit(persona, viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    visits.expect_status(404, 422)
    found = []
    for template in PAGES[persona]:
        found += faults_of(visits, template.format(**filled))
    assert not found, "\n".join(found)


@pytest.mark.long
def test_a_manager_declines_with_the_keyboard_alone(visit, filled):
    visits = visit(viewport=PHONE)
    visits.keep_messages()
    page = visits.go(filled["link"])
    button = page.get_by_role("button", name="Decline")
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "remark":
            page.keyboard.type("Not this year.")
        if button.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("You declined it.")).to_be_visible()
    expect(page.get_by_text("Not this year.")).to_be_visible()
