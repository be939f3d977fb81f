"""Switching the catalog. What holds for every module is in tests/house/test_modules.py."""

import json
from datetime import date, timedelta

import pytest
from django.core import serializers
from django.test import Client

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import Rhythm
from deskhand.modules.catalog.models import Entitlement, Favourite, FormDraft, Item, OrderLine, RecurringOrder, Shelf
from deskhand.modules.catalog.wishes import Wish
from deskhand.tickets import actions as tickets
from deskhand.tickets.events_of_orders import ApprovalDecided, PlanEnded
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres
EMPTY = {"steps": []}


def switch(shop, on):
    switch_module(actor=SYSTEM, desk=shop.cast.it, module="catalog", on=on)


def ordered(shop, code, **more):
    wish = Wish(item=shop.line_item(code), **more)
    actions.order(actor=shop.cast.actor("mara"), wishes=[wish])
    return shop.line()


def everything(shop):
    models = (Item, Shelf, Entitlement, Favourite, FormDraft, OrderLine, RecurringOrder)
    return [serializers.serialize("json", one.objects.within(shop.cast.it).order_by("pk")) for one in models]


def state(line):
    line.refresh_from_db()
    return line.state


def test_off_leaves_a_help_desk_and_on_again_everything_is_there_byte_for_byte(shop):
    shop.item("chair", EMPTY)
    line = ordered(shop, "chair")
    mara = shop.cast.actor("mara")
    actions.favour(actor=mara, item=line.item)
    actions.keep_draft(actor=mara, item=line.item, given={"answers": {}})
    rhythm = Rhythm(unit="months", every=1, starts_on=date(2030, 3, 4))
    with clock.frozen(clock.now().replace(year=2030, month=3, day=1)):
        actions.order_regularly(actor=mara, wish=Wish(item=line.item), rhythm=rhythm)
    client, lena, before = shop.cast.client("mara"), shop.cast.client("lena"), everything(shop)
    pages = [client.get("/catalog/orders/").content, client.get("/catalog/").content]
    switch(shop, False)
    for path in ("", "cart/", "orders/", "items/it/chair/", "items/it/chair/regular/"):
        assert client.get(f"/catalog/{path}").status_code == 404
    request = client.get(f"/requests/{line.ticket.number}/").content.decode()
    ticket = lena.get(f"/agent/tickets/{line.ticket.number}/").content.decode()
    assert "Where it stands" not in request and "/catalog/" not in request + ticket
    assert lena.get("/agent/settings/it/catalog/").status_code == 404
    assert not [one for one in json.loads(Client().get("/api/v1/openapi.json").content)["paths"] if "/catalog/" in one]
    assert client.get("/new/it/").status_code == 200
    switch(shop, True)
    shop.cast.work()
    assert everything(shop) == before
    assert ["Chair" in one.decode() for one in (client.get("/catalog/orders/").content, pages[0])] == [True, True]


def test_what_happened_to_tickets_approvals_and_plans_while_it_was_off_counts_when_it_is_on_again(shop, books):
    shop.item("chair", EMPTY)
    shop.item("phone", EMPTY, approval="manager")
    shop.item("car", EMPTY, plan="lease")
    solved, moved, reopened, later = (ordered(shop, "chair") for _each in range(4))
    approved, done = ordered(shop, "phone"), ordered(shop, "car")
    tickets.set_status(actor=shop.cast.actor("jana"), ticket=reopened.ticket, to=shop.cast.status("resolved"))
    shop.cast.work()
    OrderLine.objects.within(shop.cast.it).filter(pk=later.pk).update(ticket=None, state="planned")
    switch(shop, False)
    jana = shop.cast.actor("jana")
    tickets.set_status(actor=jana, ticket=solved.ticket, to=shop.cast.status("resolved"))
    tickets.set_status(actor=jana, ticket=reopened.ticket, to=shop.cast.status("open"))
    tickets.move(actor=shop.cast.actor("lena"), ticket=moved.ticket, to=shop.cast.hr)
    decided = ApprovalDecided(
        approval=1, ticket=approved.ticket_id, key=approved.key, outcome="approved", because="people"
    )
    emit(decided, actor=SYSTEM, desk_id=shop.cast.it.pk)
    emit(PlanEnded(run=1, ticket=done.ticket_id, key=done.key, outcome="done"), actor=SYSTEM, desk_id=shop.cast.it.pk)
    shop.cast.work()
    assert {state(one) for one in (solved, moved, approved, done)} == {"work", "approval"}
    switch(shop, True)
    shop.cast.work()
    assert [state(one) for one in (solved, moved, reopened)] == ["delivered", "cancelled", "work"]
    assert [state(one) for one in (approved, done, later)] == ["work", "delivered", "work"]
    assert later.ticket is not None


def test_an_order_for_a_day_that_passed_while_it_was_off_begins_when_it_is_on_again(shop):
    shop.item("chair", EMPTY)
    line = ordered(shop, "chair", starts_on=(clock.now() + timedelta(days=2)).date())
    switch(shop, False)
    with clock.frozen(clock.now() + timedelta(days=5)):
        shop.cast.work()
        assert not Ticket.objects.within(shop.cast.it).exists()
        switch(shop, True)
        shop.cast.work()
    assert state(line) == "work"


def test_a_ticket_that_comes_back_brings_its_order_on_and_unapproved_ones_wait_for_the_desk(shop, books):
    shop.item("chair", EMPTY)
    shop.item("phone", EMPTY, approval="manager")
    lines = [ordered(shop, "chair"), ordered(shop, "phone")]
    for line in lines:
        tickets.move(actor=shop.cast.actor("lena"), ticket=line.ticket, to=shop.cast.hr)
    shop.cast.work()
    assert [state(one) for one in lines] == ["cancelled", "cancelled"]
    assert "Went to another desk" in shop.cast.client("mara").get("/catalog/orders/").content.decode()
    for line in lines:
        ticket = Ticket.objects.within(shop.cast.hr).select_related("desk", "status").get(pk=line.ticket_id)
        tickets.move(actor=shop.cast.actor("hanna"), ticket=ticket, to=shop.cast.it)
    shop.cast.work()
    assert [state(one) for one in lines] == ["work", "stuck"]
    page = shop.cast.client("jana").get(f"/agent/tickets/{lines[1].ticket.number}/").content.decode()
    assert "came back to its desk" in page and "Go on without approval" in page
