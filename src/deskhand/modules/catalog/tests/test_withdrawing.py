"""Cancelling what was ordered: the item says until when, at every door."""

import pytest

from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import going_on
from deskhand.modules.catalog.models import OrderLine
from deskhand.modules.catalog.wishes import Wish
from deskhand.tickets import actions as tickets
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres


def ordered(shop, **item):
    wish = Wish(item=shop.item(**item), given={"model": "standard"})
    actions.order(actor=shop.cast.actor("mara"), wishes=[wish])
    return shop.line()


def withdraw(shop, line, verb="withdraw"):
    client, page = shop.cast.client("mara"), f"/requests/{line.ticket.number}/"
    shown = client.get(page).content.decode()
    told = client.post(f"{page}{verb}/", follow=True).content.decode()
    shop.cast.work()
    line.refresh_from_db()
    return shown, told, Ticket.objects.within(shop.cast.it).get(pk=line.ticket_id).category


def test_an_order_that_waits_for_approval_is_withdrawn_and_nobody_is_asked_any_more(shop, books):
    line = ordered(shop, approval="manager", plan="setup")
    _shown, _told, category = withdraw(shop, line)
    assert (line.state, category) == ("cancelled", "cancelled")
    assert line.key in books.stopped


def test_past_the_day_of_the_item_the_portal_says_why_and_no_door_withdraws(shop, books):
    line = ordered(shop, plan="setup")
    shown, told, category = withdraw(shop, line)
    assert "too late to withdraw this order" in shown and "/withdraw/" not in shown
    assert "too late to withdraw this order" in told
    assert (line.state, category) == ("work", "new")
    program = shop.cast.client("mara")
    refused = program.post(f"/requests/{line.ticket.number}/solved/", follow=True).content.decode()
    assert "not delivered yet" in refused
    assert books.stopped == []


def test_without_a_plan_it_is_too_late_when_somebody_has_taken_it_up(shop):
    line = ordered(shop)
    assert going_on.may_change(shop.cast.actor("mara"), line)
    tickets.assign(actor=shop.cast.actor("jana"), ticket=line.ticket, to=shop.cast.jana)
    line = OrderLine.objects.within(shop.cast.it).select_related("item", "ticket", "order").get(pk=line.pk)
    assert not going_on.may_change(shop.cast.actor("mara"), line)
    assert withdraw(shop, line)[2] != "cancelled"


def test_a_requester_says_themselves_that_it_is_there(shop):
    line = ordered(shop)
    assert withdraw(shop, line, "solved")[2] == "resolved"
    assert line.state == "delivered"
