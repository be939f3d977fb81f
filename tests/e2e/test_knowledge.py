"""The knowledge base as people meet it: an answer before the request is sent, and articles in the flow of a ticket."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import PHONE, WIDE, faults, faults_of
from tests.house.source import ROOT
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
HANDBOOK = ROOT / "src" / "deskhand" / "modules" / "knowledge" / "demo_articles"
DESK = "/knowledge/desks/it"
EDITOR = "form[data-composer] [contenteditable=true]"
WORKSPACE = (
    "/agent/it/knowledge/",
    "/agent/it/knowledge/?q=nothingwillbefound",
    "/agent/it/knowledge/new/",
    "{article}",
    "{article}en/edit/",
    "{article}en/versions/",
    "{article}audience/",
    "{article}details/",
    "/agent/it/knowledge/gaps/",
    "/agent/it/knowledge/gaps/tickets/",
    "/agent/it/knowledge/gaps/decided/",
    "/agent/it/knowledge/mending/",
    "/agent/it/knowledge/measures/",
    "/agent/it/knowledge/article-imports/",
    "{import}",
)
"""Pages of the section; ``{article}`` and ``{import}`` stand for one of each."""
HELP = ("/help/it/", "/help/it/?q=vpn", "{read}")


def packed() -> bytes:
    """The demo's handbook, as somebody would hand it over."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for path in sorted(HANDBOOK.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(HANDBOOK).as_posix())
    return kept.getvalue()


@pytest.fixture(scope="module")
def handbook(demo):
    """The module is on, and the handbook imported by program; the address of the import."""
    demo.run("module", "on", "knowledge", "--desk", "it")
    with demo.api("administrator") as api:
        wait_until(lambda: api.get(f"{DESK}/articles").status_code == 200, "the module")
        made = api.post(f"{DESK}/article-imports", files={"file": ("handbook.zip", packed())}).json()
        address = f"{DESK}/article-imports/{made['id']}"
        wait_until(lambda: api.get(address).json()["stage"] == "read", "reading")
        more = {"audience": "agents", "is_published": True, "keeps_audiences": True}
        assert api.post(f"{address}/start", json=more).status_code == 200
        wait_until(lambda: api.get(address).json()["stage"] == "done", "importing")
    yield f"/agent/it/knowledge/article-imports/{made['id']}/"
    demo.run("module", "off", "knowledge", "--desk", "it")


def test_vpn_drops_is_answered_in_german_before_it_is_sent_and_no_ticket_comes(visit, demo, handbook):
    before = numbers_of(demo)
    page = visit("requester", viewport=PHONE, color_scheme="light", reduced_motion="reduce").go("/new/it/")
    page.locator("[name=subject]").press_sequentially("VPN drops")
    offered = page.get_by_role("link", name=re.compile("VPN drops")).first
    expect(offered).to_be_visible()
    assert not faults(page)
    with page.context.expect_page() as opened:
        offered.click()
    article = opened.value
    article.wait_for_load_state()
    article.get_by_role("article").get_by_role("link", name="Deutsch").click()
    expect(article.get_by_role("heading", level=1)).to_have_attribute("lang", "de")
    assert not faults(article)
    article.close()
    page.locator("button[name=article]").first.click()
    page.wait_for_url("**/articles/solved/**")
    assert numbers_of(demo) == before
    with demo.api("administrator") as api:
        assert api.get(f"{DESK}/measures").json()["counts"]["confirmed"] == 1


def test_an_article_goes_into_the_answer_while_one_writes_and_a_new_one_comes_in_two_clicks(visit, demo, handbook):
    with demo.api("administrator") as api:
        said = {"language": "en", "title": "Zeppelin does not dock", "resolution": "<p>Turn the <b>ring</b>.</p>"}
        pk = api.post(f"{DESK}/articles", json=said).json()["id"]
        assert api.post(f"{DESK}/articles/{pk}/translations/en/publish", json={}).status_code == 200
        number = api.post("/tickets", json={"subject": "Please help", "body": "<p>x</p>"}).json()["number"]
    page = visit("agent").go(f"/agent/tickets/{number}/")
    page.locator(EDITOR).click()
    page.keyboard.type("Is it that the zeppelin does not dock? ")
    suggested = page.locator("#knowledge-found li", has_text="Zeppelin does not dock")
    expect(suggested).to_be_visible()
    suggested.get_by_role("button", name="Insert text").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("The requester may not read")
    expect(page.locator(EDITOR)).not_to_contain_text("ring")
    asked.get_by_role("button", name="Put it in").click()
    expect(page.locator(EDITOR)).to_contain_text("Turn the ring")
    expect(page.locator(EDITOR)).to_contain_text("does not dock?")
    expect(page.locator("#knowledge-used")).to_contain_text("Zeppelin does not dock")
    with demo.api() as api:
        used = api.get(f"/knowledge/tickets/{number}/articles").json()["items"]
    assert [one["article"] for one in used] == [pk]
    page.get_by_role("link", name="New article from this ticket").click()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(re.compile(f"/agent/tickets/{number}/"))
    expect(page.locator("#knowledge-used")).to_contain_text("written from the ticket")


@pytest.mark.long
def test_every_page_of_the_knowledge_base_is_accessible_by_day_and_night_and_fits_a_phone(visit, demo, handbook):
    with demo.api("administrator") as api:
        one = next(one for one in api.get(f"{DESK}/articles?q=vpn").json()["items"] if one["audience"] == "public")
    here = {"{article}": f"/agent/it/knowledge/articles/{one['id']}/", "{import}": handbook}
    found = looked_at(
        visit("administrator", viewport=WIDE, color_scheme="light", reduced_motion="reduce"), WORKSPACE, here
    )
    here = {"{read}": f"/help/it/articles/{one['id']}-x/"}
    found += looked_at(visit("nobody", viewport=WIDE, color_scheme="light", reduced_motion="reduce"), HELP, here)
    assert not found, "\n".join(found)


def looked_at(visits, paths, here):
    """What is wrong with these pages."""
    found = []
    for path in paths:
        address = re.sub(r"\{\w+\}", lambda met: here[met[0]], path)
        found += faults_of(visits, address)
    return found


def numbers_of(demo):
    """The requester's own tickets."""
    with demo.api("requester") as own:
        return {one["number"] for one in own.get("/tickets?limit=100").json()["items"]}
