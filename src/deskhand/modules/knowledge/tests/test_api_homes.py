"""Homes for programs, and what search engines read of them."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from deskhand.accounts.models import OrganizationEntry
from deskhand.kernel import clock, switches
from deskhand.modules.knowledge.models import Home
from deskhand.modules.knowledge.querysets import MODULE

pytestmark = pytest.mark.django_db
HOMES = "/desks/it/homes"


@pytest.fixture
def kestrel(on):
    """Mara's organization, which the desk IT knows."""
    OrganizationEntry.objects.create(desk=on.it, organization=on.mara.organization, since=clock.now())
    return on.mara.organization


def test_a_program_makes_changes_deletes_and_puts_back_a_home(kestrel, call):
    shelf = call("post", "/desks/it/shelves", {"name": "Network"}).json()["id"]
    way = {"way": "phone", "value": "+49 30 1234"}
    body = {"name": "Kestrel", "organizations": [kestrel.pk], "shelves": [shelf], "contacts": [way], "word": "kestrel"}
    made = call("post", HOMES, body)
    assert made.status_code == 201, made.content
    row = made.json()
    assert made["Location"].endswith(f"{HOMES}/{row['id']}") and row["url"] == "/help/it/home/kestrel/"
    assert [one["name"] for one in row["organizations"]] == [kestrel.name] and "search" in row["parts"]
    one = f"{HOMES}/{row['id']}"
    changed = call("patch", one, {"parts": ["loose", "search"], "others": {"de": {"heading": "Hilfe"}}}).json()
    assert (changed["parts"], changed["shelves"]) == (["loose", "search"], [shelf])
    assert changed["others"] == {"de": {"heading": "Hilfe", "words": ""}} and changed["word"] == "kestrel"
    assert call("delete", one).status_code == 204
    assert [one["is_deleted"] for one in call("get", HOMES).json()["items"]] == [True]
    call("post", HOMES, {"name": "Other", "word": "kestrel"})
    assert call("post", f"{one}/restore").status_code == 409


def test_whoever_asks_reads_the_home_that_they_meet(kestrel, call):
    assert call("get", "/desks/it/home", by="mara").status_code == 404
    call("post", HOMES, {"name": "Kestrel", "organizations": [kestrel.pk], "words": "Call us"})
    met = call("get", "/desks/it/home", by="mara").json()
    assert (met["name"], met["words"]) == ("Kestrel", "Call us")
    assert call("get", "/desks/it/home", by="oliver").status_code == 404


def test_a_logo_is_put_on_and_taken_off(on, call):
    row = call("post", HOMES, {"name": "Aurora", "word": "aurora"}).json()["id"]
    url, headers = f"/api/v1/knowledge{HOMES}/{row}/logo", on.bearer("lena")
    for content, status in ((png(), 200), (b"no picture", 422)):
        sent = {"file": SimpleUploadedFile("logo.png", content)}
        body = on.client().post(url, sent, headers=headers)
        assert body.status_code == status, body.content
    assert Home.objects.within(on.it).get().logo is not None
    assert call("delete", f"{HOMES}/{row}/logo").json()["has_logo"] is False


def png():
    file = BytesIO()
    Image.new("RGB", (40, 20), "#0b5c7a").save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"word": "Not a word!"}, "word"),
        ({"accent": "red"}, "accent"),
        ({"organizations": [99999]}, "organizations"),
        ({"shelves": [99999]}, "shelves"),
        ({"parts": ["everything"]}, "parts"),
        ({"contacts": [{"way": "mail", "value": "nobody"}]}, "value_0"),
    ],
    ids=["word", "accent", "organizations", "shelves", "parts", "contacts"],
)
def test_what_cannot_be_taken_names_its_field_and_nothing_is_made(on, call, wrong, field):
    answer = call("post", HOMES, {"name": "Aurora", **wrong})
    assert answer.status_code == 422 and field in answer.content.decode()
    assert not Home.objects.within(on.it).exists()


def test_only_administrators_of_the_desk_know_of_homes(on, call):
    row = call("post", HOMES, {"name": "Aurora", "word": "aurora"}).json()["id"]
    assert call("get", HOMES, by="jana").status_code == 403
    assert call("patch", f"{HOMES}/{row}", {"name": "X"}, by="jana").status_code == 403
    for by in ("mara", "hanna"):
        assert call("get", f"{HOMES}/{row}", by=by).status_code == 404
    switches.switch(MODULE, on.it.pk, False)
    assert call("get", HOMES).status_code == 404
    assert Home.objects.within(on.it).get().name == "Aurora"


def test_search_engines_read_a_public_home_and_its_search(on, call):
    call("post", HOMES, {"name": "Aurora </script>", "word": "aurora", "words": "We help."})
    page = on.client().get("/help/it/home/aurora/").content.decode()
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])
    assert (told["@type"], told["name"], told["description"]) == ("WebSite", "Aurora </script>", "We help.")
    assert told["url"].endswith("/help/it/home/aurora/")
    assert told["potentialAction"]["target"]["urlTemplate"].endswith("/help/it/home/aurora/?q={search_term_string}")
    assert "ld+json" not in on.client("mara").get("/help/it/home/aurora/").content.decode()
