"""A case of HR and the site administrator, who looks after everything and reads nothing of it: before, while and after
the glass is broken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.looking import faults
from tests.e2e.served import ServedDemo
from tests.e2e.visits import kept
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served"), pytest.mark.timeout(900)]
SITE, DESK = "/agent/settings/break-glass/", "/agent/settings/hr/break-glass/"
HISTORIES = ("/agent/settings/hr/history/ops-desk-glass/", "/agent/settings/installation/history/ops-glass/")
REASON = "Sabine is in hospital, and the hearing is at noon today."
NOTHING = 99_999_999
A_WHILE = 180

CASES = """
import json
from deskhand.modules.cases import demo
from deskhand.tickets.models import Ticket
demo.furnish(None, None)
case = Ticket.objects.beyond_walls("the demo's").filter(subject="Shifts that change overnight").latest("pk")
print("CASE", json.dumps({"number": case.number, "words": case.subject, "is_confidential": case.is_confidential}))
"""
LETTERS = """
import json
from deskhand.mail.models import OutboundMail
told = OutboundMail.objects.beyond_walls("the test's").filter(to_email={address!r}, subject__contains="lass")
print("TOLD", json.dumps(list(told.order_by("pk").values_list("subject", flat=True))))
"""
AGAIN = """
from deskhand.accounts.actions import ask_for_glass, second_glass
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import Channel
asker, other = (Person.objects.get(email=one) for one in ({asker!r}, {other!r}))
hr = Desk.objects.get(key="hr")
glass = ask_for_glass(actor=actor_for(asker, Channel.WEB), desk=hr, reason={reason!r})
second_glass(actor=actor_for(other, Channel.WEB), glass=glass)
"""
OVER = """
from deskhand.accounts.models import BreakGlass
from deskhand.kernel import clock, switches
open = BreakGlass.objects.beyond_walls("its time is over").filter(until__gt=clock.now(), ended_at=None)
open.update(until=clock.now())
switches.touch()
"""
"""The time of all that is open is over."""

SEND = """async (address) => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of [["kind", "note"], ["body", "<p>I was here</p>"]]) body.append(name, value);
  return (await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } })).status;
}"""


def _told(demo: ServedDemo, word: str, script: str) -> object:
    lines = demo.run("manage", "shell", "-c", script).stdout.decode().splitlines()
    return json.loads(next(one for one in lines if one.startswith(f"{word} ")).removeprefix(f"{word} "))


@pytest.fixture
def case(demo: ServedDemo) -> Iterator[dict[str, object]]:
    """A confidential case of the demo's HR, read by its administrator alone."""
    demo.run("module", "on", "cases", "--desk", "hr")
    found = _told(demo, "CASE", CASES)
    assert isinstance(found, dict) and found["is_confidential"]
    with demo.api("hr") as api:
        api.patch("/me", json={"language": "en"}).raise_for_status()
        yield found
        api.patch("/me", json={"language": "de"}).raise_for_status()
    demo.run("manage", "shell", "-c", OVER)
    demo.run("module", "off", "cases", "--desk", "hr")


@pytest.fixture
def just_signed_in(demo: ServedDemo, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Somebody who has just signed in: asking and agreeing want that."""
    opened: list[BrowserContext] = []

    def come(persona: str) -> Page:
        context = browser.new_context(base_url=demo.url, viewport={"width": 1440, "height": 900}, locale="en")
        opened.append(context)
        page = kept(context.new_page())
        link = demo.run("user", "link", demo.people[persona]).stdout.decode().strip()
        page.goto(re.sub(r"^https?://[^/]+", demo.url, link))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/in/" not in url)
        return page

    yield come
    for context in opened:
        context.close()


def learned(demo: ServedDemo, page: Page, case: dict[str, object]) -> list[str]:
    """Where the site administrator is told something of the case: by reading, counting and finding."""
    number, words = str(case["number"]), str(case["words"])
    lists = ["/agent/hr/tickets/", "/agent/hr/tickets/?view=all", "/agent/hr/overview/", "/agent/hr/people/"]
    finds = [f"/agent/it/tickets/?q={number}", "/agent/it/tickets/?q=overnight", "/agent/palette?q=overnight", "/"]
    pages = ["/agent/it/overview/", "/agent/notifications/", "/agent/settings/background-work/", SITE]
    found = [one for one in (*lists, *finds, *pages) if words in page.request.get(one).text()]
    found += [one for one in lists if page.request.get(one).status != 404]
    for part in ("", "readers/", "live/", "move/", "thread"):
        answers = [page.request.get(f"/agent/tickets/{one}/{part}") for one in (number, NOTHING)]
        found += [f"/{part}"] if answers[0].status != 404 or answers[0].status != answers[1].status else []
    return found + learned_by_script(demo, case)


def learned_by_script(demo: ServedDemo, case: dict[str, object]) -> list[str]:
    """The same with the person's token."""
    number = case["number"]
    with demo.api("administrator") as api:
        ways = (f"/tickets/{number}", f"/tickets/{number}/messages", f"/tickets/{number}/events")
        found = [one for one in ways if api.get(one).status_code != 404]
        lists = ("/search?q=overnight", "/tickets?q=overnight", "/search?q=shifts", "/tickets?limit=100")
        return found + [one for one in lists if str(case["words"]) in api.get(one).text]


def accessible(page: Page, path: str) -> None:
    page.goto(path)
    assert not faults(page), path


def test_a_case_is_closed_to_the_site_administrator_but_through_glass_that_everybody_hears_of(
    demo: ServedDemo, case: dict[str, object], just_signed_in: Callable[[str], Page]
) -> None:
    number, words = case["number"], str(case["words"])
    ticket = f"/agent/tickets/{number}/"
    chief, owner = just_signed_in("administrator"), just_signed_in("hr")
    assert owner.request.get(ticket).status == 200
    assert learned(demo, chief, case) == []

    accessible(chief, SITE)
    chief.get_by_label("Desk", exact=True).select_option("hr")
    chief.get_by_label("Why it cannot wait").fill(REASON)
    chief.get_by_role("button", name="Ask to break glass").click()
    expect(chief.locator("body")).to_contain_text("Nothing is open until a second person agrees.")
    assert learned(demo, chief, case) == [], "asking opens nothing"

    accessible(owner, DESK)
    expect(owner.locator("main")).to_contain_text(REASON)
    owner.locator("form[action$='/second/'] button").click()
    expect(owner.locator("form[action$='/second/']")).to_have_count(0)

    wait_until(lambda: chief.request.get("/agent/hr/tickets/").status == 200, "the glass", A_WHILE)
    demo.noticed()
    chief.goto("/agent/hr/tickets/?view=all")
    expect(chief.locator("[data-glass]")).to_contain_text("under broken glass until")
    chief.get_by_role("link", name=re.compile(words)).first.click()
    chief.get_by_role("button", name="Note it and read").click()
    expect(chief.locator("main")).to_contain_text("My shifts were changed twice this week")
    expect(chief.locator("form[data-composer]")).to_have_count(0)
    assert chief.evaluate(SEND, f"{ticket}send") == 422
    assert chief.evaluate(SEND, f"{ticket}readers/") == 403
    accessible(chief, ticket)
    expect(chief.locator("main")).not_to_contain_text("I was here")
    assert learned_by_script(demo, case) == [], "a token carries no glass"
    chief.locator("[data-glass]").get_by_role("button", name="End now").click()
    expect(chief.locator("[data-glass]")).to_have_count(0)
    assert learned(demo, chief, case) == [], "it was ended"

    people = {"asker": demo.people["administrator"], "other": demo.people["hr"], "reason": REASON}
    demo.run("manage", "shell", "-c", AGAIN.format(**people))
    wait_until(lambda: chief.request.get("/agent/hr/tickets/").status == 200, "the glass again", A_WHILE)
    demo.noticed()
    demo.run("manage", "shell", "-c", OVER)
    wait_until(lambda: chief.request.get("/agent/hr/tickets/").status == 404, "its end", A_WHILE)
    demo.noticed()
    assert learned(demo, chief, case) == [], "its time is over"

    _every_step_is_told(demo, chief, owner, number)


def _every_step_is_told(demo: ServedDemo, chief: Page, owner: Page, number: object) -> None:
    """In the audit of the desk and of the installation, at the owner's bell, and by letter; but not to the owner that
    she agreed herself."""
    for page, history in zip((owner, chief), HISTORIES, strict=True):
        page.goto(history)
        for step in ("asked to break glass", "agreed to break glass", "read under broken glass", "ended broken glass"):
            expect(page.locator("main")).to_contain_text(step)
    owner.goto(DESK)
    expect(owner.locator("main")).to_contain_text(f"Read: #{number}")
    for step in ("asks to break glass", "read records under broken glass", "does not read under broken glass any more"):

        def is_at_the_bell(step: str = step) -> bool:
            return step in owner.request.get("/agent/notifications/").text()

        wait_until(is_at_the_bell, f"the owner's bell: {step}", A_WHILE)
    script = LETTERS.format(address=demo.people["hr"])
    wanted = ("Somebody asks to break glass", "Read under broken glass", "Glass is closed")
    told: list[str] = []

    def is_in_the_letters() -> bool:
        found = _told(demo, "TOLD", script)
        assert isinstance(found, list)
        told[:] = found
        return all(any(one.startswith(words) for one in told) for words in wanted)

    wait_until(is_in_the_letters, f"the owner's letters: {wanted}", A_WHILE)
    assert all("Shifts" not in one for one in told), "a subject says nothing of the case"
