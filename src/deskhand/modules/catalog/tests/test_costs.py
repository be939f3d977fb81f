"""What was ordered for which cost centre."""

from decimal import Decimal

import pytest

from deskhand.accounts.models import Person
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.tests.test_api import ask
from deskhand.modules.catalog.wishes import Wish

pytestmark = pytest.mark.postgres
THERE = "/agent/settings/it/catalog/costs/"
YEAR = "since=2020-01-01&until=2021-12-31"


def order(shop, item, who="mara", **more):
    actions.order(actor=shop.cast.actor(who), wishes=[Wish(item=item, given={}, **more)])
    return shop.line()


@pytest.fixture
def ordered(shop):
    """Three screens for 4711, one of them cancelled; a phone by the month; a mouse for a name like a formula."""
    asked = {"cost_centre_rule": "asked", "most": 5, "cancel_until": "delivery"}
    screen = shop.item("screen", {"steps": []}, price=Decimal("89.10"), **asked)
    phone = shop.item("phone", {"steps": []}, price=Decimal("32"), price_every="month", **asked)
    order(shop, screen, quantity=2, cost_centre="4711")
    gone = order(shop, screen, cost_centre="4711")
    actions.cancel_line(actor=shop.cast.actor("mara"), line=gone)
    order(shop, phone, cost_centre="4711")
    order(shop, screen, "oliver", cost_centre="=1+1")
    return shop


def rows(shop, query=""):
    first = shop.line().ordered_at.date().replace(month=1, day=1)
    asked = f"since={first}&until={first.replace(month=12, day=31)}{query}"
    answer = ask(shop, "priya", "get", f"/desks/it/costs?{asked}")
    return {
        (one["key"], one["price_every"]): (one["pieces"], one["ordered"], one["delivered"])
        for one in answer.json()["items"]
    }


def test_sums_by_cost_centre_item_and_month_leave_out_what_was_cancelled(ordered):
    shop = ordered
    assert rows(shop) == {
        ("4711", "once"): (2, "178.20", "0.00"),
        ("4711", "month"): (1, "32.00", "0.00"),
        ("=1+1", "once"): (1, "89.10", "0.00"),
    }
    assert rows(shop, "&by=item&cost_centre=4711") == {
        ("screen", "once"): (2, "178.20", "0.00"),
        ("phone", "month"): (1, "32.00", "0.00"),
    }
    month = shop.line().ordered_at.date().replace(day=1).isoformat()
    assert rows(shop, "&by=month&item=screen") == {(month, "once"): (3, "267.30", "0.00")}
    page = shop.cast.client("priya").get(THERE).text
    assert "4711" in page and "178.20" in page and "32\N{NO-BREAK SPACE}€ a month" in page


def test_the_file_has_every_line_and_no_formula(ordered):
    sent = ordered.cast.client("priya").get(f"{THERE}file/")
    text = sent.getvalue().decode()
    assert text.startswith("\ufeffOrdered on,") and text.count("\n") == 5
    assert "'=1+1" in text and "Cancelled" in text and "178.20" in text


def test_costs_are_for_those_who_lead_the_desk(ordered):
    for who, status in (("jana", 403), ("hanna", 404), ("mara", 404)):
        assert ask(ordered, who, "get", f"/desks/it/costs?{YEAR}").status_code == status, who
        assert ordered.cast.client(who).get(THERE).status_code == status, who
    assert ordered.cast.client("priya").get(f"{THERE}?from=2026-02-01&to=2026-01-01").status_code == 422
    assert ask(ordered, "priya", "get", "/desks/it/costs?since=2020-01-01&until=2023-01-01").status_code == 422
    assert "Nothing was ordered" in ordered.cast.client("priya").get(f"{THERE}?from=2020-01-01&to=2020-02-01").text


def test_the_form_begins_with_the_department_and_then_with_what_paid_last(shop):
    item = shop.item("screen", {"steps": []}, cost_centre_rule="asked")
    Person.objects.filter(pk=shop.cast.mara.pk).update(department="Optics")
    mara = shop.cast.client("mara")
    assert 'value="Optics"' in mara.get("/catalog/items/it/screen/").text
    order(shop, item, cost_centre="4711")
    assert 'value="4711"' in mara.get("/catalog/items/it/screen/").text
