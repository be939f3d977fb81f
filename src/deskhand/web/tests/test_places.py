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


class Panel:
    """A panel of these words."""

    def __init__(self, title, draw):
        self.title, self.render = title, draw


def test_a_panel_stands_under_its_title(filled):
    filled(Panel("Assets", lambda request, ticket: Markup("<p>KB-NB-0417</p>")))
    shown = places.render("test_place", SimpleNamespace(desk_id=None), request=None)
    assert "Assets" in shown
    assert "<p>KB-NB-0417</p>" in shown


def test_a_panel_that_breaks_says_so_quietly_and_the_next_is_there(filled):
    filled(Panel("Assets", lambda request, ticket: 1 / 0), lambda request, ticket: Markup("<p>next</p>"))
    shown = places.render("test_place", SimpleNamespace(desk_id=None), request=None)
    assert "Could not be shown just now." in shown
    assert "<p>next</p>" in shown


def test_who_has_nothing_to_say_takes_no_room(filled):
    filled(Panel("Assets", lambda request, ticket: None))
    assert places.render("test_place", SimpleNamespace(desk_id=None), request=None) == ""


def test_one_that_is_slow_three_times_rests_and_is_asked_again_later(filled, monkeypatch, caplog):
    now, takes = [0.0], [3.0]
    monkeypatch.setattr(places, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(places, "SLOW_SECONDS", 1.0)

    def dawdle(request, ticket):
        now[0] += takes[0]
        return Markup("<p>KB-NB-0417</p>")

    filled(Panel("Assets", dawdle))

    def shown():
        return "KB-NB-0417" in places.render("test_place", SimpleNamespace(desk_id=None), request=None)

    assert shown() and shown()
    takes[0] = 0.1
    assert shown(), "two slow ones and a quick one: the machine was busy"
    takes[0] = 3.0
    assert shown() and shown()
    assert "rests" not in caplog.text
    assert shown()
    assert "took 3.0 s and rests for 60 s" in caplog.text
    before = now[0]
    assert not shown() and now[0] == before, "nobody waits for it once more"
    now[0] += places.REST_SECONDS
    assert shown() and not shown(), "slow again, it rests again at once"
