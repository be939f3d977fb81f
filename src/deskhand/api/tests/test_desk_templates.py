"""Templates of desks, by the API."""

from __future__ import annotations

from deskhand.accounts.models import Desk, Team
from deskhand.kernel import switches


def test_a_desk_begins_with_a_template(cast, call):
    lena = call("lena", "full")
    known = {one["key"]: one for one in lena.get("/desk_templates?language=de").json()["items"]}
    assert known["hr"]["title"] == "Personal" and known["hr"]["sections"]["teams"] == 3
    wanted = {"key": "people", "name": "People", "administrator": "hanna@eberfeld.example"}
    made = lena.post("/desks", {**wanted, "template": "hr", "language": "de", "switch_on": ["fields"]})
    assert made.status_code == 201 and made.json()["key"] == "people"
    desk = Desk.objects.get(key="people")
    assert desk.language == "de" and Team.objects.within(desk).filter(name="Entgeltabrechnung").exists()
    assert switches.is_on("fields", desk.pk) and not switches.is_on("catalog", desk.pk)


def test_what_cannot_be_is_refused_and_no_desk_is_left(cast, call):
    lena = call("lena", "full")
    for wrong, field in (({"template": "toys"}, "template"), ({"template": "hr", "language": "xx"}, "language")):
        refused = lena.post("/desks", {"key": "people", "name": "People", **wrong})
        assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == field
    assert lena.post("/desks", {"key": "hr", "name": "Again", "template": "hr"}).status_code == 409
    assert not Desk.objects.filter(key="people").exists()


def test_a_desk_that_there_is_gets_what_it_lacks_once(cast, call):
    lena = call("lena")
    wanted = {"template": "hr", "switch_on": ["approvals"]}
    done = lena.post("/desks/it/templates", wanted).json()
    assert done["made"]["teams"] == 3 and done["switched_on"] == ["approvals"]
    assert lena.post("/desks/it/templates", wanted).json() == {"made": {}, "switched_on": []}
    assert [call(one).post("/desks/it/templates", wanted).status_code for one in ("jana", "hanna")] == [403, 404]


def test_who_looks_after_no_desk_reads_of_no_template(cast, call):
    assert call("mara").get("/desk_templates").json()["items"] == []
    assert call("hanna").get("/desk_templates").json()["items"]
