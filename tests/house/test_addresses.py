"""Addresses do not stand in each other's way."""

from __future__ import annotations

import re

import pytest

from deskhand.accounts.actions.desks import RESERVED
from tests.isolation import routes

WORKSPACE = "agent/"
TOO_LARGE = str(10**25)
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")


def test_no_desk_can_have_a_key_with_which_another_address_of_the_workspace_begins():
    inside = [route.path.removeprefix(WORKSPACE) for route in routes.pages() if route.path.startswith(WORKSPACE)]
    words = {path.split("/")[0] for path in inside if path and not path.startswith("<")}
    assert "settings" in words and "palette" in words
    assert words <= set(RESERVED)


@pytest.mark.postgres
def test_a_number_that_no_database_holds_names_nothing(cast):
    lena, told = cast.client("lena"), {}
    lena.raise_request_exception = False
    for route in routes.pages():
        if "<int:" in route.path and not route.path.startswith("api/"):
            address = "/" + PARAMETER.sub(lambda found: TOO_LARGE if found[1] == "int" else "it", route.path)
            status = lena.get(address).status_code
            told[address] = lena.post(address).status_code if status == 405 else status
    assert len(told) > 40
    assert not {address: status for address, status in told.items() if status not in (302, 404, 422)}
