"""How the database reads a list: an index of the desk in the list's own order, nothing sorted, nothing scanned."""

from __future__ import annotations

import pytest

from deskhand.tickets import built_in_views, listing
from tests.cast import Cast

INDEXES = {
    "mine": "ticket_unfinished",
    "unassigned": "ticket_unfinished",
    "teams": "ticket_unfinished",
    "open": "ticket_unfinished",
    "hold": "ticket_category",
    "resolved": "ticket_resolved",
    "spam": "ticket_spam",
    "bin": "ticket_bin",
}


@pytest.mark.sqlite
@pytest.mark.parametrize("view", [*built_in_views.FIRST, *built_in_views.LAST], ids=lambda view: view.key)
def test_each_view_reads_its_index_in_order(cast: Cast, view: built_in_views.TicketView):
    actor = cast.actor("jana")
    question = listing.asked(actor, cast.it.pk, view.query)
    described = listing._described(actor, listing.matching(actor, question))
    found = listing._ordered(described, listing.DEFAULT_SORT, turned=False)
    plan = found.values(*listing.COLUMNS)[: listing.PAGE].explain()
    assert f"USING INDEX {INDEXES[view.key]}" in plan
    assert "SCAN tickets_ticket" not in plan
    assert "TEMP B-TREE" not in plan or view is built_in_views.RESOLVED  # A week's tickets are few enough to sort.


@pytest.mark.sqlite
def test_the_counts_of_all_views_read_indexes_only_of_this_desk(cast: Cast):
    actor = cast.actor("jana")
    teams = built_in_views.teams_of(actor, cast.it.pk)
    plan = built_in_views._groups(actor, cast.it.pk).explain()
    assert teams
    assert "SCAN tickets_ticket" not in plan
    assert "USING INDEX ticket_unfinished" in plan or "USING INDEX ticket_category (desk_id=? AND category=?)" in plan
