"""Categories, entitlements, services, pictures and the cart for programs: the same verbs and walls as the pages."""

import pytest

from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import Entitled
from deskhand.modules.catalog.models import Entitlement, OrderLine, Shelf
from deskhand.modules.catalog.tests.test_api import CATALOG, ask
from deskhand.modules.catalog.tests.test_pictures import picture
from deskhand.tickets.actions import save_service
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres
CATEGORIES = "/desks/it/item-categories"


def refused(answer):
    return [one["field"] for one in answer.json()["errors"]]


def test_a_program_keeps_categories_and_lists_those_with_something_in_them(shop):
    body = {"code": "hardware", "title": "Hardware", "words": {"de": {"title": "Geräte"}}}
    assert ask(shop, "jana", "post", CATEGORIES, body).status_code == 403
    assert ask(shop, "hanna", "post", CATEGORIES, body).status_code == 404
    first = ask(shop, "priya", "post", CATEGORIES, body).json()
    inner = {"code": "laptops", "title": "Laptops", "parent": "hardware"}
    assert ask(shop, "priya", "post", CATEGORIES, inner).json()["parent"] == "hardware"
    assert refused(ask(shop, "priya", "post", CATEGORIES, inner | {"code": "x", "parent": "gone"})) == ["parent"]
    assert ask(shop, "priya", "post", CATEGORIES, inner).status_code == 409
    assert ask(shop, "mara", "get", "/categories").json() == {"items": []}
    shop.item(shelf=Shelf.objects.within(shop.cast.it).get(code="laptops"))
    found = ask(shop, "mara", "get", "/categories").json()["items"]
    assert [(one["code"], one["parent"], one["items"]) for one in found] == [
        ("hardware", None, 1),
        ("laptops", "hardware", 1),
    ]
    there = f"{CATEGORIES}/{first['id']}"
    assert refused(ask(shop, "priya", "patch", there, {"parent": "laptops"})) == ["parent"]
    assert ask(shop, "priya", "patch", there, {"title": "Things"}).json()["title"] == "Things"
    assert ask(shop, "priya", "delete", there).status_code == 204
    assert [one["parent"] for one in ask(shop, "jana", "get", CATEGORIES).json()["items"]] == [None]


def test_an_administrator_says_by_program_who_may_order_and_asks_who_may(shop):
    item = shop.item()
    there = f"/desks/it/items/{item.pk}/entitlements"
    lines = [
        {"rule": "may", "whom": "organization", "who": shop.cast.mara.organization.name},
        {"rule": "may_not", "whom": "person", "who": "mara@kestrel.example"},
        {"rule": "may", "whom": "role", "who": "Agent"},
    ]
    assert ask(shop, "priya", "put", there, {"items": lines}).status_code == 403
    assert ask(shop, "hanna", "get", there).status_code == 404
    assert refused(ask(shop, "lena", "put", there, {"items": [{"whom": "team", "who": "Nobody"}]})) == ["items.0.who"]
    assert len(ask(shop, "lena", "put", there, {"items": lines}).json()["items"]) == 3
    asked = f"/desks/it/items/{item.pk}/may-order?person="
    mara, jana, oliver = (
        ask(shop, "lena", "get", f"{asked}{who}").json()
        for who in ("mara@kestrel.example", shop.cast.jana.email, "oliver@nordwind.example")
    )
    assert (mara["may"], [one["rule"] for one in mara["because"]]) == (False, ["may_not"])
    assert (jana["may"], jana["because"][-1]) == (True, {"rule": "may", "whom": "role", "who": "agent"})
    assert (oliver["may"], oliver["because"]) == (False, [])
    assert refused(ask(shop, "lena", "get", f"{asked}no@body.example")) == ["person"]
    page = (
        shop.cast.client("lena").get(f"/agent/settings/it/catalog/items/{item.pk}/who/?who=mara@kestrel.example").text
    )
    assert "Mara Lindqvist may not order it." in page
    assert ask(shop, "mara", "get", f"/items/{item.pk}").status_code == 404
    ask(shop, "lena", "put", there, {"items": []})
    assert not Entitlement.objects.within(shop.cast.it).exists()


def test_services_and_the_rule_for_whom_are_kept_by_program(shop):
    service = save_service(actor=shop.cast.actor("lena"), desk=shop.cast.it, name="Workplace")
    there = f"/desks/it/services/{service.pk}"
    assert ask(shop, "priya", "patch", there, {"hours": "Mornings"}).json()["hours"] == "Mornings"
    found = {one["service"]: one for one in ask(shop, "jana", "get", "/desks/it/services").json()["items"]}
    assert (found["Workplace"]["hours"], found["Workplace"]["status"]) == ("Mornings", "live")
    assert ask(shop, "hanna", "get", "/desks/it/services").status_code == 404
    assert ask(shop, "priya", "put", "/desks/it/rules", {"for_whom": "all"}).status_code == 403
    assert ask(shop, "lena", "put", "/desks/it/rules", {"for_whom": "all"}).json() == {"for_whom": "all"}
    assert ask(shop, "jana", "get", "/desks/it/rules").json() == {"for_whom": "all"}


def test_a_program_fills_changes_and_orders_the_cart_and_skips_nothing(shop):
    laptop, mouse = shop.item(), shop.item("mouse", {"steps": []}, most=3)
    wrong = ask(shop, "mara", "post", "/cart-lines", {"item": laptop.pk, "answers": {"model": "lab"}})
    assert refused(wrong) == ["q.why"]
    first = ask(shop, "mara", "post", "/cart-lines", {"item": laptop.pk, "answers": {"model": "standard"}}).json()
    ask(shop, "mara", "post", "/cart-lines", {"item": mouse.pk, "quantity": 2})
    there = f"/cart-lines/{first['id']}"
    better = {"item": laptop.pk, "answers": {"model": "lab", "why": "Lenses"}}
    assert ask(shop, "oliver", "put", there, better).status_code == 404
    assert ask(shop, "mara", "put", there, {"item": mouse.pk}).status_code == 404
    assert ask(shop, "mara", "put", there, better).json()["answers"]["model"] == ["lab"]
    assert [one["code"] for one in ask(shop, "mara", "get", "/cart").json()["items"]] == ["laptop", "mouse"]
    assert ask(shop, "oliver", "get", "/cart").json() == {"items": []}
    theirs = Entitled(whom="organization", organization=shop.cast.oliver.organization)
    actions.entitle(actor=shop.cast.actor("lena"), item=laptop, lines=[theirs])
    assert refused(ask(shop, "mara", "post", "/cart/order", {"key": "a"})) == [f"line.{first['id']}"]
    assert not Ticket.objects.within(shop.cast.it).exists()
    assert ask(shop, "mara", "delete", there).status_code == 204
    made = [ask(shop, "mara", "post", "/cart/order", {"key": "a"}).json() for _time in range(2)]
    assert made[0] == made[1] and made[0]["lines"][0]["quantity"] == 2
    assert OrderLine.objects.within(shop.cast.it).count() == 1
    assert ask(shop, "mara", "post", "/cart/order", {"key": "b"}).status_code == 422


def test_pictures_come_and_go_by_program(shop):
    item = shop.item()
    there, bearer = f"{CATALOG}/desks/it/items/{item.pk}/picture", shop.cast.bearer
    sent = shop.cast.client().post(there, {"picture": picture(), "words": "Grey"}, headers=bearer("priya"))
    assert sent.json() == {"has_picture": True, "words": "Grey"}
    got = ask(shop, "mara", "get", f"/items/{item.pk}/picture")
    assert got["Content-Type"] == "image/webp" and got.content[8:12] == b"WEBP"
    assert ask(shop, "jana", "delete", f"/desks/it/items/{item.pk}/picture").status_code == 403
    assert ask(shop, "priya", "delete", f"/desks/it/items/{item.pk}/picture").status_code == 204
    assert ask(shop, "mara", "get", f"/items/{item.pk}/picture").status_code == 404
