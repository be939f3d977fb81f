"""Addresses do not stand in each other's way."""

from __future__ import annotations

from deskhand.accounts.actions.desks import RESERVED
from tests.isolation import routes

WORKSPACE = "agent/"


def test_no_desk_can_have_a_key_with_which_another_address_of_the_workspace_begins():
    inside = [route.path.removeprefix(WORKSPACE) for route in routes.pages() if route.path.startswith(WORKSPACE)]
    words = {path.split("/")[0] for path in inside if path and not path.startswith("<")}
    assert "settings" in words and "palette" in words
    assert words <= set(RESERVED)
