"""Places that modules fill: in order, and never at the price of the page."""

from types import SimpleNamespace

import pytest
from markupsafe import Markup

from deskhand.kernel import slots
from deskhand.web import places


@pytest.fixture
def filled(monkeypatch):
    """Put these items into a place of the test's own."""

    def fill(*items):
        contributions = [slots.Contribution(item, "", 50) for item in items]
        monkeypatch.setitem(slots._slots, "test_place", slots.Slot("test_place", "", contributions))

    return fill


def panel(title, draw):
    return SimpleNamespace(title=title, render=draw)


def test_a_panel_stands_under_its_title(filled):
    filled(panel("Assets", lambda request, ticket: Markup("<p>KB-NB-0417</p>")))
    shown = places.render("test_place", SimpleNamespace(desk_id=None), request=None)
    assert "Assets" in shown
    assert "<p>KB-NB-0417</p>" in shown


def test_a_panel_that_breaks_says_so_quietly_and_the_next_is_there(filled):
    filled(panel("Assets", lambda request, ticket: 1 / 0), lambda request, ticket: Markup("<p>next</p>"))
    shown = places.render("test_place", SimpleNamespace(desk_id=None), request=None)
    assert "Could not be shown just now." in shown
    assert "<p>next</p>" in shown


def test_who_has_nothing_to_say_takes_no_room(filled):
    filled(panel("Assets", lambda request, ticket: None))
    assert places.render("test_place", SimpleNamespace(desk_id=None), request=None) == ""
