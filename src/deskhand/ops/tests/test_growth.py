"""Modules that need each other: what comes along, what goes along, and in which order."""

from types import SimpleNamespace

import pytest

from deskhand.kernel import modules, slots
from deskhand.ops import growth


@pytest.fixture
def street(monkeypatch):
    """Approvals stands alone; the catalog needs it; orders need the catalog."""
    needs = {"approvals": (), "catalog": ("approvals",), "orders": ("catalog",)}
    made = [
        SimpleNamespace(
            label=label, title=label.title(), description="", icon="package", requires=requires, preset="", brings={}
        )
        for label, requires in needs.items()
    ]
    monkeypatch.setattr(modules, "installed", lambda: made)
    return made


def test_what_a_module_needs_comes_along(street):
    assert growth.fitting(set(), {"orders"}) == {"approvals", "catalog", "orders"}


def test_what_needs_a_module_goes_with_it(street):
    assert growth.fitting({"approvals", "catalog", "orders"}, {"catalog", "orders"}) == set()
    assert growth.fitting({"approvals", "catalog", "orders"}, {"approvals", "catalog"}) == {"approvals", "catalog"}


def test_a_module_that_nobody_knows_is_not_wanted(street):
    assert growth.fitting(set(), {"approvals", "nonsense"}) == {"approvals"}


def test_each_is_switched_on_behind_what_it_needs(street):
    assert growth.in_order({"orders", "approvals", "catalog"}) == ["approvals", "catalog", "orders"]


def test_the_page_says_what_a_module_adds(street, monkeypatch, db):
    filled = [slots.Contribution(object(), "catalog", 50), slots.Contribution(object(), "catalog", 50)]
    monkeypatch.setattr(
        slots, "all_slots", lambda: [slots.Slot("nav_entry", "", filled), slots.Slot("module_tells", "")]
    )
    found = {one.label: one for one in growth.rooms(1, ["catalog"])}
    assert (found["catalog"].adds, found["catalog"].requires) == ("2 menu entries", ("Approvals",))
    assert found["approvals"].is_pending and not found["orders"].is_pending
    assert found["approvals"].needed_by == ("Catalog",)
