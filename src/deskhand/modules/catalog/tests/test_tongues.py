"""Items and their questions in other languages."""

import hashlib

import pytest

from deskhand.accounts.models import Person
from deskhand.modules.catalog.tests.test_api import ask

pytestmark = pytest.mark.postgres
PAGE = "/catalog/items/it/laptop/"


def field(text):
    return f"t.{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def test_an_item_and_its_questions_are_read_in_the_language_of_the_reader(shop):
    item = shop.item(summary="For work")
    there = f"/agent/settings/it/catalog/items/{item.pk}/words/?language=de"
    priya = shop.cast.client("priya")
    assert "Why a lab model?" in priya.get(there).text
    given = {"title": "Klapprechner", field("Model"): "Modell", field("Lab"): "Labor"}
    assert shop.cast.client("jana").post(there, given).status_code == 403
    assert priya.post(there, given).status_code == 302
    assert 'value="Klapprechner"' in priya.get(there).text and 'value="Modell"' in priya.get(there).text
    mara = shop.cast.client("mara")
    assert "Modell" not in mara.get(PAGE).text
    Person.objects.filter(pk=shop.cast.mara.pk).update(language="de")
    page = shop.cast.client("mara").get(PAGE).text
    assert "Klapprechner" in page and "Modell" in page and "Labor" in page
    assert "For work" in page and "Why a lab model?" in page
    sent = shop.post("mara", "items/it/laptop/", {"q.model": "lab", "q.why": "Linsen", "then": "order", "version": "1"})
    assert sent.status_code == 302 and shop.line().answers["model"] == ["lab"]
    assert "Model: Lab" in shop.line().ticket.messages.get().text
    assert "Klapprechner" in shop.cast.client("mara").get("/catalog/?q=klapprech").text


def test_texts_of_other_languages_are_kept_by_program_and_too_long_ones_refused(shop):
    item = shop.item()
    there = f"/desks/it/items/{item.pk}/words/de"
    body = {"title": "Klapprechner", "form": {"Model": "Modell", "Not asked": "Nie gefragt"}}
    assert ask(shop, "jana", "put", there, body).status_code == 403
    kept = ask(shop, "priya", "put", there, body).json()["words"]
    assert kept == {"de": {"title": "Klapprechner", "form": {"Model": "Modell"}}}
    assert ask(shop, "priya", "put", there, {"form": {"Model": "M" * 201}}).status_code == 422
    assert ask(shop, "priya", "put", f"/desks/it/items/{item.pk}/words/xx", body).status_code == 422
    assert ask(shop, "mara", "get", f"/items/{item.pk}").json()["words"] == kept
    assert ask(shop, "priya", "put", there, {}).json()["words"] == {}
