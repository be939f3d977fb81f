"""Categories for programs."""

from __future__ import annotations

import pytest

from deskhand.kernel import switches
from deskhand.modules.knowledge.models import FormerSlug, Shelf
from deskhand.modules.knowledge.querysets import MODULE

pytestmark = pytest.mark.django_db


def test_a_program_builds_the_tree_and_makes_no_circle(call):
    made = call("post", "/desks/it/shelves", {"name": "Network", "names": {"de": "Netzwerk"}})
    assert made.status_code == 201, made.content
    top = made.json()["id"]
    assert made["Location"].endswith(f"/desks/it/shelves/{top}")
    inner = call("post", "/desks/it/shelves", {"name": "VPN", "parent": top}).json()
    last = call("post", "/desks/it/shelves", {"name": "Printers"}).json()["id"]
    assert (inner["depth"], inner["parent"]) == (1, top)
    listed = call("get", "/desks/it/shelves").json()["items"]
    assert [one["name"] for one in listed] == ["Network", "VPN", "Printers"]
    circle = call("put", f"/desks/it/shelves/{top}/place", {"parent": inner["id"]})
    assert circle.status_code == 422
    moved = call("put", f"/desks/it/shelves/{last}/place", {"parent": None, "after": None}).json()["items"]
    assert [one["name"] for one in moved] == ["Printers", "Network", "VPN"]
    changed = call("patch", f"/desks/it/shelves/{top}", {"name": "Networks"}).json()
    assert (changed["slug"], changed["names"]) == ("networks", {"de": "Netzwerk"})
    assert FormerSlug.objects.beyond_walls("looks").get().slug == "network"
    assert call("delete", f"/desks/it/shelves/{top}").status_code == 409
    assert call("delete", f"/desks/it/shelves/{inner['id']}").status_code == 204


def test_agents_read_categories_and_arrange_none_and_others_know_of_none(on, call):
    row = call("post", "/desks/it/shelves", {"name": "Network"}).json()["id"]
    assert call("get", f"/desks/it/shelves/{row}", by="jana").status_code == 200
    assert call("patch", f"/desks/it/shelves/{row}", {"name": "X"}, by="jana").status_code == 403
    for by in ("mara", "hanna"):
        assert call("get", f"/desks/it/shelves/{row}", by=by).status_code == 404
        assert call("post", "/desks/it/shelves", {"name": "X"}, by=by).status_code == 404
    switches.switch(MODULE, on.it.pk, False)
    assert call("get", "/desks/it/shelves").status_code == 404
    assert Shelf.objects.within(on.it).count() == 1
