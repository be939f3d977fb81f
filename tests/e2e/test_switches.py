"""A module is switched while people work: on is there at once, off leaves no trace."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import judged
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
LIST = "/agent/it/announcements/"


@pytest.fixture
def switched_on(demo):
    demo.run("module", "on", "announcements", "--desk", "it")
    yield
    demo.run("module", "off", "announcements", "--desk", "it")


def answers(page, path, status):
    return lambda: page.request.get(path).status == status


def test_announcements_come_and_go_with_their_switch(visit, demo, switched_on):
    visits = visit("agent")
    visits.expect_status(404)
    page = visits.page
    wait_until(answers(page, f"{demo.url}{LIST}", 200), "the page of announcements")
    for path in (LIST, f"{LIST}new/"):
        assert not judged(visits.go(path)), path
    page = visits.go("/agent/it/tickets/")
    expect(page.locator(f"a[href='{LIST}']").first).to_be_attached()

    demo.run("module", "off", "announcements", "--desk", "it")
    wait_until(answers(page, f"{demo.url}{LIST}", 404), "the page's going")
    page = visits.go("/agent/it/tickets/")
    expect(page.locator(f"a[href='{LIST}']")).to_have_count(0)
    with demo.api() as api:
        assert api.get("/announcements").status_code == 404
        assert "/announcements" not in api.get("/openapi.json").text


def test_a_notice_reaches_agents_and_the_portal(visit, demo, switched_on):
    with demo.api() as api:
        words = {"title": "Mail is slow today", "text": "We know the cause.", "kind": "outage"}
        made = api.post("/announcements", json={"desk": "it", **words})
        assert made.status_code == 201, made.text
    for persona, path in (("agent", "/agent/it/tickets/"), ("requester", "/"), ("nobody", "/")):
        page = visit(persona).go(path)
        expect(page.locator("body")).to_contain_text("Mail is slow today")
