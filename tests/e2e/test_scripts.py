"""Stored scripts: whatever somebody sends by mail, portal or API, no page of ours runs it."""

from __future__ import annotations

import pytest

from tests.e2e.letters import letter
from tests.services.service import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]

CALL = "window.__xss=(window.__xss||0)+1"
MARKUP = (
    f"<p>Look at this</p><script>{CALL}</script><img src=x onerror='{CALL}'><svg onload='{CALL}'>"
    f"<a href='javascript:{CALL}'>press</a><details open ontoggle='{CALL}'>d</details>"
    f"<iframe srcdoc='<script>parent.__xss=1</script>'></iframe>"
    f"<form action='javascript:{CALL}'><button>go</button></form><object data='data:text/html,<script>{CALL}</script>'>"
    f"<base href='//evil.example/'><meta http-equiv=refresh content='0;url=//evil.example'>"
    f"<div style='background:url(//evil.example/pixel)'>s</div><img src='//evil.example/pixel.png'>"
    f'<noscript><p title="</noscript><img src=x onerror={CALL}>"></noscript>'
    f'<math><mtext></table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={CALL}&gt;">'
)
WORDY = f"\"><script>{CALL}</script>'{{{{7*7}}}}<img src=x onerror={CALL}>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{CALL}"><script>{CALL}</script></svg>'.encode()
PAGE = f"<!doctype html><script>{CALL};opener&&(opener.__xss=1)</script>".encode()
ON_THE_PAGE = "performance.now() - performance.getEntriesByType('navigation')[0].responseStart"
"""Milliseconds since the server had written the page."""
SENDER = "mallory@kestrel.example"


def is_untouched(page) -> bool:
    """Neither a script ran, nor did the page go elsewhere."""
    return bool(page.evaluate("window.__xss === undefined") and page.url.startswith("http://127.0.0.1"))


LAID_OUT = f'<table width="600" bgcolor="#123456"><tr><td>{MARKUP}</td></tr></table>'
"""The same in a mail that is shown in a frame of its own."""


def hostile_letter(subject, html=MARKUP):
    """A letter whose every field is an attack, with a picture, a page and a plain file attached."""
    raw = letter(
        sender=SENDER, name=WORDY.replace('"', "'"), to="it@eberfeld.example", subject=subject, text=WORDY, html=html
    )
    raw.add_attachment(SVG, maintype="image", subtype="svg+xml", filename="<img src=x onerror=alert(1)>.svg")
    raw.add_attachment(PAGE, maintype="text", subtype="html", filename='"><script>alert(1)</script>.html')
    return raw.as_bytes()


@pytest.fixture(scope="module")
def attacked(demo):
    """The numbers of three tickets that attack: by mail, by the API as agent, and by the API as requester."""
    demo.mail(hostile_letter(f"Mail attack {WORDY}"))
    demo.mail(hostile_letter(f"Layout attack {WORDY}", LAID_OUT))
    numbers = {}
    with demo.api() as staff, demo.api("requester") as own:
        for name, api in (("agent", staff), ("requester", own)):
            made = api.post("/tickets", json={"subject": f"API attack {WORDY}", "body": MARKUP})
            assert made.status_code == 201, made.text
            numbers[name] = made.json()["number"]
            for file, content, media in (("a<b>.svg", SVG, "image/svg+xml"), ("c.html", PAGE, "text/html")):
                api.post(f"/tickets/{numbers[name]}/attachments", files={"file": (file, content, media)})
            api.post(f"/tickets/{numbers[name]}/messages", json={"body": MARKUP})
        staff.post(f"/tickets/{numbers['requester']}/messages", json={"body": MARKUP, "kind": "note"})
        staff.patch(f"/tickets/{numbers['agent']}", json={"tags": ["<script>x</script>"], "reason": WORDY})
        found: list[object] = []

        def arrived():
            listed = staff.get("/tickets?q=attack").json()["items"]
            found[:] = [one for word in ("Mail", "Layout") for one in listed if one["subject"].startswith(word)]
            return len(found) == 2

        wait_until(arrived, "the hostile letters")
        numbers["mail"], numbers["layout"] = (one["number"] for one in found)
    return numbers


def test_no_script_runs_on_any_page_that_shows_it(visit, attacked):
    pages = {
        "agent": [
            "/agent/it/tickets/?q=attack",
            *(f"/agent/tickets/{number}/" for number in attacked.values()),
            "/agent/it/people/?q=mallory",
            "/agent/it/overview/",
            "/agent/notifications/",
        ],
        "requester": ["/requests/", f"/requests/{attacked['requester']}/"],
        "administrator": ["/agent/settings/it/mail/received/", "/agent/settings/it/mail/sent/"],
    }
    for persona, paths in pages.items():
        visits = visit(persona)
        visits.page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
        for path in paths:
            page = visits.go(path)
            page.wait_for_load_state("networkidle")
            for summary in page.locator("main summary, main [data-remote]").all()[:5]:
                if summary.is_visible():
                    summary.click()
            assert is_untouched(page), path
            assert page.locator("main script:not([src]):not([type='application/json'])").count() == 0, path
            assert page.locator("main [onerror], main [onload], main iframe:not([sandbox])").count() == 0, path
            assert not [one for one in visits.blocked() if "script" in one], path


def test_a_hostile_file_is_handed_over_and_never_shown_as_a_page(visit, demo, attacked):
    with demo.api() as staff:
        files = [
            file
            for number in attacked.values()
            for message in staff.get(f"/tickets/{number}/messages").json()["items"]
            for file in message["attachments"]
        ]
    assert files
    page = visit("agent").go(f"/agent/tickets/{attacked['mail']}/")
    links = page.eval_on_selector_all("a[href^='/files/']", "all => all.map(a => a.href)")
    assert links
    for link in links:
        answer = page.request.get(link)
        disposition = answer.headers.get("content-disposition", "")
        is_harmless = answer.headers["content-type"].split(";")[0] in ("image/png", "image/jpeg", "text/plain")
        assert disposition.startswith("attachment") or is_harmless, (link, answer.headers)
        assert answer.headers.get("x-content-type-options") == "nosniff"


def test_a_hostile_form_on_the_portal_stays_text(visit, demo):
    visits = visit()
    page = visits.go("/new/it/")
    page.locator("input[name=email]").fill("stranger@nordwind.example")
    if page.locator("input[name=name]").count():
        page.locator("input[name=name]").fill(WORDY[:60])
    page.locator("input[name=subject]").fill(f"Portal attack {WORDY}"[:200])
    page.locator("textarea").first.fill(MARKUP)
    # What is sent sooner was not written by a person.
    wait_until(lambda: page.evaluate(ON_THE_PAGE) > 2_500, "two seconds on the page")
    with page.expect_navigation():
        page.locator("main form:has(textarea) button[type=submit]").first.click()
    assert is_untouched(page)
    with demo.api() as staff:
        wait_until(lambda: bool(staff.get("/tickets?q=Portal attack").json()["items"]), "the form's ticket")
        number = staff.get("/tickets?q=Portal attack").json()["items"][0]["number"]
    agent = visit("agent").go(f"/agent/tickets/{number}/")
    agent.wait_for_load_state("networkidle")
    assert is_untouched(agent)
    assert "<script>" in agent.locator("main").inner_text()


def test_no_script_runs_in_the_frame_of_a_mail_with_its_layout(visit, attacked):
    page = visit("agent").go(f"/agent/tickets/{attacked['layout']}/")
    frame = page.locator("iframe[data-mail-frame]")
    frame.scroll_into_view_if_needed()
    wait_until(lambda: frame.evaluate("one => one.style.height !== ''"), "the frame's height")
    active = "script, form, iframe, object, style, svg, [onerror], [onload], [ontoggle], [href^='javascript:']"
    assert frame.evaluate("(one, active) => one.contentDocument.querySelectorAll(active).length", active) == 0
    assert "Look at this" in frame.evaluate("one => one.contentDocument.body.innerText")
    assert is_untouched(page)
