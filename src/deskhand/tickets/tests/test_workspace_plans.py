"""How the database reads a list: an index of the desk in the list's own order, nothing sorted, nothing scanned."""

from __future__ import annotations

import pytest
from django.db import connection

from deskhand.kernel import clock
from deskhand.kernel.sqlite import statistics
from deskhand.tickets import built_in_views, listing, people, sorting
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
    described = listing._described(actor.person_id, listing.matching(actor, question))
    found = sorting.order_of(listing.DEFAULT_SORT, cast.it.pk).first(described)
    plan = found.values(*listing.COLUMNS)[: listing.PAGE].explain()
    assert f"USING INDEX {INDEXES[view.key]}" in plan
    assert "SCAN tickets_ticket" not in plan
    assert "TEMP B-TREE" not in plan or view is built_in_views.RESOLVED  # A week's tickets are few enough to sort.


@pytest.mark.sqlite
def test_the_counts_of_all_views_read_the_index_that_holds_them(cast: Cast):
    plan = built_in_views._grouped(cast.it.pk, clock.now()).explain()
    assert "USING INDEX ticket_counted (desk_id=?)" in plan
    assert "SCAN tickets_ticket" not in plan


@pytest.mark.sqlite
def test_an_index_that_came_with_a_new_version_is_measured_before_anybody_asks(cast: Cast):
    cast.ticket()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CREATE INDEX ticket_lately ON tickets_ticket (last_message_at)")
        statistics.refresh()
        cursor.execute("SELECT 1 FROM sqlite_stat1 WHERE idx = 'ticket_lately'")
        assert cursor.fetchone()


@pytest.mark.sqlite
def test_whom_a_desk_knows_is_asked_of_each_persons_own_rows(cast: Cast):
    plan = people.of_desks([cast.it.pk]).explain()
    assert "USING INDEX ticket_affected (affected_id=? AND desk_id=?)" in plan
    assert "USING INDEX ticket_requester (requester_id=?)" in plan
    assert "SCAN tickets_" not in plan
