"""Orders in lists of tickets and in the palette."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.modules.catalog import actions
from deskhand.modules.catalog.columns import columns
from deskhand.modules.catalog.wishes import Wish

pytestmark = pytest.mark.postgres


def order(shop, item, **more):
    actions.order(actor=shop.cast.actor("mara"), wishes=[Wish(item=item, given={"model": "standard"}, **more)])
    return shop.line().ticket


def test_a_list_tells_what_was_ordered_where_it_stands_and_who_pays_with_one_query(shop):
    one = order(shop, shop.item(most=3, cost_centre_rule="fixed", cost_centre="4711"), quantity=2)
    other = shop.cast.ticket()
    columns(shop.cast.it.pk, [one.pk, other.pk])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = {column.label: dict(column.words) for column in columns(shop.cast.it.pk, [one.pk, other.pk])}
    assert len(asked) == 1
    stands = {"Item": "2 × Laptop", "Order": "Being worked on", "Cost centre": "4711"}
    assert found == {label: {one.pk: words} for label, words in stands.items()}
    assert columns(shop.cast.it.pk, [other.pk]) == columns(shop.cast.hr.pk, [one.pk]) == []
    assert "2 × Laptop" in shop.cast.client("jana").get("/agent/it/tickets/?q=item:laptop").text


def test_the_palette_orders_items_and_acts_on_the_order_at_hand(shop):
    ticket = order(shop, shop.item(approval="manager"))
    words = {who: shop.cast.client(who).get(f"/agent/palette?ticket={ticket.number}").text for who in ("jana", "priya")}
    for one in ("Order: Laptop", "New order", "Go on without approval", "Change the order"):
        assert one in words["jana"], one
    assert "New item of the catalog" in words["priya"] and "New item of the catalog" not in words["jana"]
    assert "Go on without approval" not in shop.cast.client("arno").get(f"/agent/palette?ticket={ticket.number}").text
