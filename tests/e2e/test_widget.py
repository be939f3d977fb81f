"""The widget on a page of another site, with the strictest content policy that the documents ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import COLOURS, PHONE, RULES, violations
from tests.services.service import LOOPBACK

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]

FURNISH = """
from deskhand.accounts.models import Desk
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.actions.govern import set_audience
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.write import create_article
from deskhand.modules.knowledge.models import Rules
from deskhand.modules.knowledge.words import Words
from deskhand.modules.knowledge import widget
desk = Desk.objects.get(key="it")
Rules.objects.within(desk).update_or_create(desk=desk, defaults={"widget_origins": ["%s"]})
for title, audience in (("VPN drops in trains", "public"), ("VPN canaryword", "agents")):
    said = Words(title=title, resolution="<p>Restart the client.</p>")
    made = create_article(actor=SYSTEM, desk=desk, language="en", said=said)
    set_audience(actor=SYSTEM, article=made, audience=audience, is_confirmed=True)
    publish(actor=SYSTEM, translation=made.translations.get())
print(widget.snippet(desk))
"""
OPEN_ROOTS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };
"""
"""For the judge of accessibility alone: a closed root is closed to it as well."""


class Site(ThreadingHTTPServer):
    """A site of somebody else, whose one page embeds ``line`` under a policy that lets in ``ours`` alone."""

    ours = line = ""


@contextmanager
def another_site() -> Iterator[Site]:
    """That site, served."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ours, line = server.ours, server.line
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {ours}; frame-src {ours}")
            self.end_headers()
            words = '<main><h1>A shop</h1><p>Wares. <a href="#x">More</a></p></main>'
            self.wfile.write(f'<!doctype html><html lang="en"><title>Shop</title>{words}{line}</html>'.encode())

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    server = Site((LOOPBACK, 0), Page)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_somebody_is_helped_on_another_site_by_keyboard_and_nothing_is_kept(demo, browser):
    demo.run("module", "on", "knowledge", "--desk", "it")
    with another_site() as site:
        listed = f"http://localhost:{site.server_port}"
        site.ours = demo.url
        site.line = demo.run("manage", "shell", "-c", FURNISH % listed).stdout.decode().strip().splitlines()[-1]
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        try:
            _walk(demo, context, listed)
            _shut_out(context, site)
        finally:
            context.close()
            demo.run("module", "off", "knowledge", "--desk", "it")


def _walk(demo, context, listed):
    page, complaints, asked = context.new_page(), [], []
    page.add_init_script(OPEN_ROOTS)
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith(demo.url) else None)
    page.goto(listed)
    button = page.get_by_role("button", name="Help", exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    assert [one.rpartition("/")[2] for one in asked] == ["widget-1.js"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("searchbox")).to_be_focused()
    _judged(page)
    page.keyboard.type("vpn trains")
    page.keyboard.press("Enter")
    expect(inside.get_by_role("link", name="VPN drops in trains")).to_be_visible()
    expect(inside.locator("body")).not_to_contain_text("canaryword")
    inside.get_by_role("link", name="VPN drops in trains").press("Enter")
    expect(inside.locator("main")).to_contain_text("Restart the client.")
    _judged(page)
    inside.get_by_role("button", name="No", exact=True).press("Enter")
    expect(inside.get_by_label("Your e-mail address")).to_be_focused()
    expect(inside.get_by_label("What is it about?")).to_have_value("vpn trains")
    _judged(page)
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()
    page.set_viewport_size(PHONE)
    button.press("Enter")
    expect(inside.get_by_label("What is it about?")).to_have_value("vpn trains")
    page.get_by_role("button", name="Close help").press("Enter")
    assert context.cookies() == [] and not complaints, complaints
    # Some browsers shut storage to frames of other sites altogether: that is none as well.
    kept = "() => { try { return localStorage.length + sessionStorage.length } catch { return 0 } }"
    assert [frame.evaluate(kept) for frame in page.frames] == [0, 0]


def _judged(page):
    """No violation in the button and the panel, nor in the page within, by day and by night."""
    for frame in page.frames:
        assert not (found := violations(frame, RULES)), found
    page.emulate_media(color_scheme="dark")
    for frame in page.frames:
        assert not (found := violations(frame, COLOURS)), found
    page.emulate_media(color_scheme="light")


def _shut_out(context, site):
    """The same page under another name gets no button."""
    page = context.new_page()
    page.goto(f"http://{LOOPBACK}:{site.server_port}")
    page.wait_for_load_state("networkidle")
    expect(page.locator("deskhand-help")).to_have_count(0)
