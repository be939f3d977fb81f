"""The catalog for programs."""

import pytest

from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import Entitled
from deskhand.modules.catalog.models import OrderLine

pytestmark = pytest.mark.postgres
CATALOG = "/api/v1/catalog"


def ask(shop, who, method, path, body=None):
    call = getattr(shop.cast.client(), method)
    return call(f"{CATALOG}{path}", body, content_type="application/json", headers=shop.cast.bearer(who))


def test_a_program_browses_orders_once_changes_and_cancels(shop):
    item = shop.item(cancel_until="delivery")
    found = ask(shop, "mara", "get", "/items").json()["items"]
    assert [(one["code"], one["price"]) for one in found] == [("laptop", "1240.00")]
    assert ask(shop, "mara", "get", f"/items/{item.pk}").json()["form"]["steps"]
    body = {"items": [{"item": item.pk, "answers": {"model": "standard", "pin": "4711"}}], "key": "a"}
    made = [ask(shop, "mara", "post", "/orders", body) for _time in range(2)]
    assert [one.status_code for one in made] == [201, 201] and OrderLine.objects.within(shop.cast.it).count() == 1
    line = made[0].json()["lines"][0]
    assert (line["state"], line["answers"]) == ("work", {"model": ["standard"]})
    there = f"/order-lines/{line['id']}"
    assert ask(shop, "oliver", "get", there).status_code == 404
    changed = ask(shop, "mara", "post", f"{there}/change", {"answers": {"model": "lab", "why": "Lenses"}})
    assert changed.json()["answers"]["model"] == ["lab"]
    assert ask(shop, "mara", "post", f"{there}/cancel").json()["state"] == "cancelled"
    assert [one["id"] for one in ask(shop, "mara", "get", "/order-lines").json()["items"]] == [line["id"]]


@pytest.mark.parametrize("answers", [{}, {"model": "lab"}, {"model": "gold"}, {"model": "standard", "else": "x"}])
def test_a_raw_order_skips_nothing_that_is_required_and_brings_nothing_that_is_not_asked(shop, answers):
    item = shop.item()
    assert ask(shop, "mara", "post", "/orders", {"items": [{"item": item.pk, "answers": answers}]}).status_code == 422
    assert not OrderLine.objects.within(shop.cast.it).exists()


def test_a_raw_order_of_what_one_is_not_entitled_to_finds_nothing(shop):
    item = shop.item()
    theirs = Entitled(whom="organization", organization=shop.cast.oliver.organization)
    actions.entitle(actor=shop.cast.actor("lena"), item=item, lines=[theirs])
    assert ask(shop, "mara", "get", "/items").json()["items"] == []
    assert ask(shop, "mara", "get", f"/items/{item.pk}").status_code == 404
    order = {"items": [{"item": item.pk, "answers": {"model": "standard"}}]}
    assert ask(shop, "mara", "post", "/orders", order).status_code == 404
    assert ask(shop, "oliver", "post", "/orders", order).status_code == 201


def test_a_lead_keeps_items_by_program(shop):
    body = {"code": "mouse", "title": "Mouse", "price": "12.50"}
    assert ask(shop, "jana", "post", "/desks/it/items", body).status_code == 403
    assert ask(shop, "hanna", "post", "/desks/it/items", body).status_code == 404
    made = ask(shop, "priya", "post", "/desks/it/items", body)
    there = f"/desks/it/items/{made.json()['id']}"
    assert made.status_code == 201 and made.headers["Location"].endswith(there)
    assert ask(shop, "priya", "post", f"{there}/status", {"status": "live"}).status_code == 422
    assert ask(shop, "priya", "post", f"{there}/publish").json()["version"] == 1
    assert ask(shop, "priya", "post", f"{there}/status", {"status": "live"}).json()["status"] == "live"
    assert ask(shop, "priya", "patch", there, {"price": "9.99"}).json()["price"] == "9.99"
    assert ask(shop, "priya", "post", "/desks/it/items", body).status_code == 409
    assert len(ask(shop, "jana", "get", "/desks/it/items").json()["items"]) == 1
