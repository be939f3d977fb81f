"""Bundles: what they are made of, checked when it is kept."""

import pytest

from deskhand.modules.catalog import actions
from deskhand.modules.catalog.models import Item, OrderLine
from deskhand.modules.catalog.tests.test_api import ask
from deskhand.modules.catalog.wishes import Wish

pytestmark = pytest.mark.postgres
SCREENS = [{"code": code, "label": code} for code in ("none", "27")]
ASKED = [
    {"code": "machine", "kind": "choice", "label": "Machine", "options": [{"code": "standard", "label": "Standard"}]},
    {"code": "screen", "kind": "choice", "label": "Screen", "options": SCREENS},
]
SIZE = {"code": "size", "kind": "choice", "label": "Size", "options": SCREENS[1:], "required": True}
BIG = {"of": "screen", "op": "is", "values": ["27"]}


@pytest.fixture
def bundle(shop):
    shop.item()
    shop.item("screen", {"steps": [{"title": "", "questions": [SIZE]}]}, most=2)
    return shop.item("starter", {"steps": [{"title": "", "questions": ASKED}]}, kind="bundle", price=None)


def there(item):
    return f"/agent/settings/it/catalog/items/{item.pk}/parts/"


def kept(shop):
    return Item.objects.within(shop.cast.it).get(code="starter").parts


def test_a_bundle_is_put_together_in_the_browser_and_ordered(shop, bundle):
    priya = shop.cast.client("priya")
    assert "No parts yet" in priya.get(there(bundle)).text
    assert "Which answers it gets" in priya.get(f"{there(bundle)}?add=laptop").text
    assert kept(shop) == []
    given = {
        "part": ["screen", "laptop"],
        "screen.place": "2",
        "screen.of": "screen",
        "screen.op": "is",
        "screen.values": "27",
        "screen.quantity": "2",
        "screen.after": ["laptop"],
        "screen.answers.size": "screen",
        "laptop.place": "1",
        "laptop.answers.model": "machine",
        "laptop.quantity": "1",
    }
    assert shop.cast.client("jana").post(there(bundle), given).status_code == 403
    assert priya.post(there(bundle), given).status_code == 302
    laptop, screen = kept(shop)
    assert (laptop["item"], laptop["answers"], laptop["when"]) == ("laptop", {"model": "machine"}, None)
    assert (screen["when"], screen["after"], screen["quantity"]) == (BIG, ["laptop"], 2)
    page = priya.get(there(bundle)).text
    assert "Screen is 27" in page and "checked" in page
    assert 'name="screen.values" value="27"' in page and 'name="laptop.values" value=""' in page
    wish = Wish(item=shop.line_item("starter"), given={"machine": "standard", "screen": "27"})
    actions.order(actor=shop.cast.actor("mara"), wishes=[wish])
    lines = {one.item.code: one for one in OrderLine.objects.within(shop.cast.it).select_related("item")}
    assert (lines["screen"].answers, lines["screen"].quantity) == ({"size": ["27"]}, 2)
    assert (lines["laptop"].state, lines["screen"].state) == ("work", "planned")
    priya.post(there(bundle), given | {"screen.drop": "on"})
    assert [one["item"] for one in kept(shop)] == ["laptop"]


LAPTOP = {"item": "laptop", "answers": {"model": "machine"}}
SCREEN = {"item": "screen", "answers": {"size": "screen"}}


REFUSED = [
    ([{"item": "starter"}], "parts.0", "no other bundle"),
    ([LAPTOP, LAPTOP], "parts.0", "each once"),
    ([{"item": "laptop"}], "parts.0.answers", "needs an answer to “Model”"),
    ([LAPTOP | {"answers": {"model": "gone"}}], "parts.0.answers", "does not ask “gone”"),
    ([LAPTOP | {"answers": {"colour": "machine"}}], "parts.0.answers", "does not ask “colour”"),
    ([SCREEN | {"when": {"of": "gone", "op": "set", "values": []}}], "parts.0.when", "no question here"),
    ([SCREEN | {"when": BIG | {"values": ["99"]}}], "parts.0.when", "no such choice"),
    ([SCREEN | {"when": BIG | {"op": "more"}}], "parts.0.when", "cannot be compared"),
    ([SCREEN | {"when": {"all": []}}], "parts.0.when", "compares nothing"),
    ([SCREEN | {"quantity": 3}], "parts.0.quantity", "From 1 to 2."),
    ([SCREEN | {"after": ["laptop"]}], "parts.0.after", "not in the bundle"),
    ([LAPTOP | {"after": ["screen"]}, SCREEN | {"after": ["laptop"]}], "parts", "ring: Laptop → Screen"),
]


def test_what_could_never_be_ordered_is_refused_in_words(shop, bundle):
    for parts, field, words in REFUSED:
        answer = ask(shop, "priya", "put", f"/desks/it/items/{bundle.pk}/parts", {"parts": parts})
        assert answer.status_code == 422, words
        assert any(one["field"] == field and words in one["detail"] for one in answer.json()["errors"]), answer.text
    assert kept(shop) == []


def test_a_program_keeps_the_parts_of_a_bundle_and_only_of_a_bundle(shop, bundle):
    body = {"parts": [LAPTOP, SCREEN | {"when": {"all": [BIG, BIG]}, "after": ["laptop"]}]}
    address = f"/desks/it/items/{bundle.pk}/parts"
    assert ask(shop, "jana", "put", address, body).status_code == 403
    assert ask(shop, "hanna", "put", address, body).status_code == 404
    assert [one["item"] for one in ask(shop, "priya", "put", address, body).json()["parts"]] == ["laptop", "screen"]
    assert "deeper than can be picked" in shop.cast.client("priya").get(there(bundle)).text
    laptop = shop.line_item("laptop")
    assert ask(shop, "priya", "put", f"/desks/it/items/{laptop.pk}/parts", body).status_code == 422
    assert shop.cast.client("priya").get(there(laptop)).headers["Location"].endswith(f"/items/{laptop.pk}/")
    actions.set_item_status(actor=shop.cast.actor("lena"), item=laptop, status="draft")
    assert "not live" in shop.cast.client("priya").get(there(bundle)).text
