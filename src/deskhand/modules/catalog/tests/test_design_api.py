"""Forms and sets of questions for programs: the same verbs as the designer's pages."""

import pytest

from deskhand.modules.catalog.actions import visits

pytestmark = pytest.mark.postgres
DESK = "/api/v1/catalog/desks/it"
SIZE = {"code": "size", "kind": "text", "label": "Size"}


def form_of(*questions):
    return {"form": {"steps": [{"title": "", "questions": list(questions)}]}}


def ask(shop, who, method, path, body=None):
    call = getattr(shop.cast.client(), method)
    return call(f"{DESK}{path}", body, content_type="application/json", headers=shop.cast.bearer(who))


def test_a_form_is_written_judged_published_compared_and_rolled_back(shop):
    item = shop.item(form=form_of(SIZE)["form"])
    there, versions = f"/items/{item.pk}/form", f"/items/{item.pk}/form-versions"
    wider = {**SIZE, "label": "Size in inches"}
    written = ask(shop, "priya", "put", there, form_of(wider)).json()
    assert (written["is_draft"], written["version"]) == (True, 1)
    assert written["differences"] == ["Size in inches: was called “Size”"]
    item.refresh_from_db()
    assert item.published.form["steps"][0]["questions"][0]["label"] == "Size"
    made = ask(shop, "priya", "post", versions, {"note": "In inches"})
    assert made.status_code == 201 and made.headers["Location"].endswith(f"{versions}/2")
    assert ask(shop, "priya", "get", f"{versions}/2?since=1").json()["differences"] == written["differences"]
    again = ask(shop, "priya", "post", f"{versions}/1/ask-again")
    assert (again.status_code, again.json()["number"]) == (201, 3)
    listed = ask(shop, "priya", "get", versions).json()["items"]
    assert [(one["number"], one["counts"]) for one in listed] == [(1, False), (2, False), (3, True)]
    ask(shop, "priya", "put", there, form_of(wider))
    assert ask(shop, "priya", "delete", there).json()["is_draft"] is False


def test_what_cannot_be_asked_is_told_with_its_place_and_not_written(shop):
    item = shop.item(form=form_of(SIZE)["form"])
    there = f"/items/{item.pk}/form"
    ring = [{**SIZE, "code": one, "show_if": {"of": other, "op": "set"}} for one, other in (("a", "b"), ("b", "a"))]
    for bad, place in (
        (form_of({**SIZE, "label": ""}), "steps.0.questions.0.label"),
        (form_of(*ring), "steps"),
        ({"form": {"steps": "no"}}, "steps"),
    ):
        judged = ask(shop, "priya", "post", f"{there}/validate", bad).json()
        assert (judged["valid"], list(judged["errors"])) == (False, [place])
        assert ask(shop, "priya", "put", there, bad).status_code == 422
    assert ask(shop, "priya", "post", f"{there}/validate", form_of(SIZE)).json() == {"valid": True, "errors": {}}
    assert ask(shop, "priya", "get", there).json()["is_draft"] is False


def test_only_who_designs_reads_and_writes_forms(shop):
    item = shop.item(form=form_of(SIZE)["form"])
    for path in (f"/items/{item.pk}/form", f"/items/{item.pk}/form-versions", "/question-sets"):
        assert [ask(shop, who, "get", path).status_code for who in ("priya", "jana", "hanna", "mara")] == [
            200,
            403,
            404,
            404,
        ]
    assert ask(shop, "jana", "put", f"/items/{item.pk}/form", form_of(SIZE)).status_code == 403


def test_where_people_stop_is_read_by_program(shop):
    item = shop.item(form=form_of(SIZE)["form"])
    visits.reach(actor=shop.cast.actor("mara"), version=item.published, key="one-page", code="size")
    told = ask(shop, "priya", "get", f"/items/{item.pk}/form-versions/1/stops").json()
    assert (told["opened"], told["ordered"]) == (1, 0)
    assert told["questions"] == [{"code": "size", "label": "Size", "came": 1, "stopped": 1, "percent": 100}]


def test_a_set_is_made_written_published_and_taken_up_by_program(shop):
    made = ask(shop, "priya", "post", "/question-sets", {"title": "Delivery"})
    there = f"/question-sets/{made.json()['id']}"
    assert made.status_code == 201 and made.headers["Location"].endswith(there)
    assert ask(shop, "priya", "put", f"{there}/draft", {"questions": [{"code": "x"}]}).status_code == 422
    assert ask(shop, "priya", "put", f"{there}/draft", {"questions": [SIZE]}).json()["version"] is None
    assert ask(shop, "priya", "post", f"{there}/publish").json()["questions"] == [SIZE]
    item = shop.item(form=form_of({**SIZE, "label": "Old", "of_set": "delivery"})["form"])
    assert ask(shop, "priya", "get", there).json()["used_by"] == [{"item": "laptop", "is_old": True}]
    assert ask(shop, "priya", "post", f"{there}/take-up", {"items": ["mouse"]}).status_code == 422
    assert ask(shop, "priya", "post", f"{there}/take-up", {"items": ["laptop"]}).json()["used_by"][0]["is_old"] is False
    item.refresh_from_db()
    assert item.published.number == 2 and item.published.sets == {"delivery": 1}
    assert ask(shop, "priya", "post", f"{there}/put-away").json()["put_away"] is True
    assert ask(shop, "priya", "post", f"{there}/bring-back").json()["put_away"] is False
    assert [one["code"] for one in ask(shop, "priya", "get", "/question-sets").json()["items"]] == ["delivery"]
