"""Every kind of page: accessible in both themes, at home on a phone, and without a word to other hosts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import httpx
import pytest

from tests.e2e.looking import AXE, PHONE, WIDE, faults, faults_of
from tests.house.source import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(420)]
LINK_OF_SETTINGS = re.compile(r'<a\b[^>]*?\bhref="(/agent/settings/[^"]*)"')
FIRST_LOAD_LIMIT = 100 * 1024
"""Bytes, gzipped, of the ticket list with all that it loads."""

PAGES = {
    "nobody": ["/", "/new/", "/new/it/", "/sign-in/", "/password/reset/", "/nothing/here/", "/api/v1/docs"],
    "requester": ["/", "/new/it/", "/requests/", "{own}", "/me/"],
    "agent": [
        "/agent/it/tickets/",
        "/agent/it/tickets/?q=nothingwillbefound",
        "/agent/it/tickets/?q=wrong%3Aword",
        "{ticket}",
        "{long}",
        "/agent/it/new/",
        "/agent/it/people/",
        "{person}",
        "/agent/it/organizations/",
        "/agent/it/overview/",
        "{verbs}",
        "/agent/it/macros/",
        "/agent/it/macros/new/",
        "/agent/it/replies/",
        "/agent/it/replies/new/",
        "/agent/it/bulk/",
        "/agent/snooze-times/",
        "/agent/notifications/",
        "/me/notifications/",
        "/me/",
    ],
    "administrator": ["{settings}"],
}

VERBS = ("merge", "split", "links", "children", "macros")
"""Pages of what is done to a ticket."""
MOST_SETTINGS = 80
"""More pages of settings than that are none that one looks through."""


@pytest.fixture(scope="session")
def addresses(demo):
    """What stands for the names in braces: a ticket, the longest one, a person, one's own request, every setting."""
    with demo.api() as api, demo.api("requester") as own:
        items = api.get("/tickets?q=is:open&limit=50").json()["items"]
        longest = max(items, key=lambda one: len(api.get(f"/tickets/{one['number']}/messages").json()["items"]))
        person = api.get(f"/people?q={demo.people['requester']}").json()["items"][0]["id"]
        mine = own.get("/tickets").json()["items"][0]["number"]
    return {
        "{ticket}": [f"/agent/tickets/{items[0]['number']}/"],
        "{long}": [f"/agent/tickets/{longest['number']}/"],
        "{person}": [f"/agent/it/people/{person}/"],
        "{verbs}": [f"/agent/tickets/{longest['number']}/{verb}/" for verb in VERBS],
        "{own}": [f"/requests/{mine}/"],
    }


@pytest.fixture(scope="session")
def settings_pages(demo, browser, signed_in):
    """Every address of the settings' own list, and the forms behind them."""
    context = browser.new_context(base_url=demo.url, storage_state=signed_in["administrator"])
    found: list[str] = []
    waiting = ["/agent/settings/"]
    while waiting and len(found) < MOST_SETTINGS:
        path = waiting.pop(0)
        found.append(path)
        links = LINK_OF_SETTINGS.findall(context.request.get(path).text())
        shapes = {_shape(one) for one in (*found, *waiting)}
        waiting += [
            one.split("?")[0]
            for one in dict.fromkeys(links)
            if _shape(one) not in shapes and not one.endswith(("/raw", "/raw/", ".ics"))
        ]
        waiting = list({_shape(one): one for one in waiting if "/it/" in one or one.count("/") < 5}.values())
    context.close()
    assert not waiting, f"{len(waiting)} pages were not looked at"
    return found


def _shape(path: str) -> str:
    """An address without its numbers, and without the kinds and languages of letters: one page of a kind is enough."""
    plain = re.sub(r"/words/[^/]+/[^/]+/", "/words/#/#/", path.split("?", maxsplit=1)[0])
    return "/".join("#" if part.isdecimal() else part for part in plain.split("/"))


def paths_of(persona, addresses, settings_pages):
    for path in PAGES[persona]:
        yield from settings_pages if path == "{settings}" else addresses.get(path, [path])


@pytest.mark.parametrize(
    "persona", [pytest.param(one, marks=(pytest.mark.long,) if one == "administrator" else ()) for one in PAGES]
)
def test_every_page_is_accessible_by_day_and_night_and_fits_a_phone(visit, addresses, settings_pages, persona):
    visits = visit(persona, viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    visits.expect_status(404, 422)
    found = []
    for path in paths_of(persona, addresses, settings_pages):
        found += faults_of(visits, path)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("key", "name"), [("Control+k", "palette"), ("?", "sheet of keys")])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_a_key_opens_is_accessible_by_day_and_night(visit, key, name, size):
    page = visit("agent", viewport=size, color_scheme="light", reduced_motion="reduce").go("/agent/it/tickets/")
    page.locator("[data-open]").first.wait_for()
    page.keyboard.press(key)
    page.get_by_role("dialog").wait_for()
    assert not faults(page), name


def test_the_ticket_list_loads_light(demo, visit):
    visits = visit("agent")
    seen: list[str] = []
    visits.page.on("response", lambda answer: seen.append(answer.url))
    visits.go("/agent/it/tickets/")
    visits.page.wait_for_load_state("networkidle")
    cookies = {one["name"]: one["value"] for one in visits.page.context.cookies()}
    first_load = [url for url in dict.fromkeys(seen) if "/live" not in url]
    sizes = {url: len(_compressed(url, cookies)) for url in first_load}
    assert sum(sizes.values()) < FIRST_LOAD_LIMIT, sizes


def _compressed(url: str, cookies: dict[str, str]) -> bytes:
    answer = httpx.get(url, cookies=cookies, headers={"Accept-Encoding": "gzip"}, timeout=120)
    return gzip.compress(answer.content, 6)


def test_the_portal_works_without_javascript(visit, demo):
    visits = visit("requester", java_script_enabled=False)
    page = visits.go("/new/it/")
    page.locator("input[name=subject]").fill("No scripts here")
    page.locator("textarea").first.fill("The form is enough.")
    with page.expect_navigation():
        page.locator("main form:has(textarea) button[type=submit]").first.click()
    page = visits.go("/requests/")
    page.get_by_role("link", name="No scripts here").first.click()
    page.locator("textarea").first.fill("And an answer, too.")
    with page.expect_navigation():
        page.locator("main form:has(textarea) button[type=submit]").first.click()
    assert "And an answer, too." in page.content()


def test_axe_is_the_one_of_the_lock_file():
    assert AXE.is_file(), "run npm ci"
    assert Path(ROOT / "package-lock.json").read_text().count("axe-core") >= 1
