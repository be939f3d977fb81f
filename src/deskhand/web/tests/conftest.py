"""A browser on pages of our own: no other app's views are needed to prove what the islands promise."""

import pytest

from deskhand.web.tests import pages

KEEP = """
document.addEventListener("readystatechange", () => {
  const card = document.getElementById("tpl-toast")?.content.querySelector("[data-toast]");
  if (card) card.dataset.stays = "3600000";
});
"""
"""Runs before the scripts of a page: what it tells stays there, however slow the reader is."""


@pytest.fixture
def server(settings):
    """The pretended server, fresh; its addresses are the only ones."""
    settings.ROOT_URLCONF = "deskhand.web.tests.pages"
    settings.DEBUG = True
    pages.SERVER.forget()
    return pages.SERVER


@pytest.fixture
def visit(server, live_server, page):
    """Open a path; a page that breaks its content policy or throws fails the test."""
    complaints = []
    page.add_init_script(KEEP)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)

    def go(path):
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        return page

    yield go
    assert complaints == []
