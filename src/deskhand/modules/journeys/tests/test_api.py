"""Programs run journeys: the same verbs as the pages, the same walls."""

import json

import pytest

from deskhand.modules.journeys.tests.conftest import Ran, blueprint, in_days, own, started, step

pytestmark = pytest.mark.postgres

AT = "/api/v1/journeys/desks/hr"


@pytest.fixture
def call(on):
    def _call(method, path, body=None, by="hanna", scope="write", at=AT):
        more = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(on.client(), method)(f"{at}{path}", headers=on.bearer(by, scope), **more)

    return _call


def test_an_hr_system_starts_a_journey_once_moves_it_and_ends_it(on, call):
    row = blueprint(on, step("laptop"), own("rules"), own("tour", who="manager"))
    offered = call("get", "/blueprints", scope="read").json()["items"]
    assert [(one["id"], [two["code"] for two in one["questions"]]) for one in offered] == [
        (row.pk, ["phone", "salary"])
    ]
    new = {
        "blueprint": row.pk, "name": "Nora Feldkamp", "day": in_days(3).isoformat(), "key": "hr-4711",
        "manager": "huimin@kestrel.example", "answers": [{"question": "salary", "value": "forty-seven"}],
    }  # fmt: skip
    made = call("post", "/journeys", new)
    assert made.status_code == 201, made.content
    at = f"/journeys/{made.json()['id']}"
    assert made["Location"].endswith(at) and "forty-seven" not in made.content.decode()
    assert call("post", "/journeys", new).json()["id"] == made.json()["id"]
    on.work()
    assert [one["id"] for one in call("get", "/journeys").json()["items"]] == [made.json()["id"]]
    shown = {one["code"]: one for one in call("get", at).json()["activities"]}
    assert (shown["laptop"]["state"], shown["laptop"]["desk"], shown["laptop"]["ticket"]) == ("begun", "it", None)
    moved = call("patch", at, {"day": in_days(9).isoformat(), "person": "nora@kestrel.example", "place": "London"})
    assert (moved.json()["day"], moved.json()["place"]) == (in_days(9).isoformat(), "London")
    assert call("post", f"{at}/activities/rules/tick").json()["done"] == 1
    assert call("post", f"{at}/activities/rules/tick").status_code == 200, "twice is once"
    skipped = call("post", f"{at}/activities/tour/skip", {"reason": "She knows the house"})
    assert {one["code"]: one["state"] for one in skipped.json()["activities"]}["tour"] == "skipped"
    ended = call("post", f"{at}/end", {"outcome": "withdrawn", "reason": "Another job"})
    told = call("get", f"{at}/events?limit=3", scope="read").json()
    while told["next"]:
        more = call("get", f"{at}/events?limit=3&cursor={told['next']}", scope="read").json()
        told = {"items": told["items"] + more["items"], "next": more["next"]}
    hanna = on.people["hanna"].name
    assert [(one["code"], one["words"], one["reason"]) for one in told["items"]][-1] == (
        "journey.ended", f"{hanna} withdrew the journey: the person does not come", "Another job"
    )  # fmt: skip
    assert told["items"][0]["words"] == f"{hanna} started the journey"
    assert f"{hanna} went on without “Do tour”" in [one["words"] for one in told["items"]]
    assert len(told["items"]) > 3, "more than one page was read"
    assert (ended.json()["outcome"], ended.json()["ended_at"] is not None) == ("withdrawn", True)
    assert call("get", "/journeys").json()["items"] == []
    assert call("get", "/ready-on-day-one").json()["journeys"] == 0


def test_what_is_wrong_is_refused_and_says_what(on, call):
    row = blueprint(on, step("laptop"), own("rules"))
    ran = Ran(started(on, row))
    at = f"/journeys/{ran.journey.pk}"
    new = {"blueprint": row.pk, "name": "Nora", "day": in_days(3).isoformat(), "manager": "huimin@kestrel.example"}
    assert call("post", "/journeys", {**new, "manager": "nobody"}).status_code == 422
    assert call("post", "/journeys", {**new, "day": "3001-01-01"}).status_code == 422
    assert call("post", "/journeys", {**new, "blueprint": row.pk + 99}).status_code == 404
    assert call("post", "/journeys", {**new, "answers": [{"question": "phone", "value": "perhaps"}]}).status_code == 422
    assert call("post", f"{at}/activities/laptop/tick").status_code == 403, "a desk does this"
    assert call("post", f"{at}/activities/nothing/tick").status_code == 404
    assert call("post", f"{at}/activities/rules/skip", {"reason": " "}).status_code == 422
    assert call("post", f"{at}/end", {"outcome": "done"}).status_code == 422
    call("post", f"{at}/end", {"outcome": "cancelled"})
    assert call("post", f"{at}/end", {"outcome": "cancelled"}).status_code == 409
    assert call("patch", at, {"place": "London"}).status_code == 409


def test_what_is_stuck_is_tried_again_and_a_tick_is_taken_back(on, call):
    ran = Ran(started(on, blueprint(on, step("laptop"), own("rules"), accepted=False)))
    at = f"/journeys/{ran.journey.pk}/activities"
    assert call("post", f"{at}/rules/tick").status_code == 200
    opened = call("post", f"{at}/rules/untick")
    assert {one["code"]: one["state"] for one in opened.json()["activities"]} == {"laptop": "stuck", "rules": "waiting"}
    assert call("post", f"{at}/rules/untick").status_code == 200, "twice is once"
    assert call("post", f"{at}/laptop/untick").status_code == 403, "a desk does this"
    assert call("post", f"{at}/rules/try-again").status_code == 409, "it is not stuck"
    again = call("post", f"{at}/laptop/try-again")
    assert {one["code"]: one["state"] for one in again.json()["activities"]}["laptop"] == "waiting"
    on.work()
    assert (ran.row("laptop").state, ran.row("laptop").problem) == ("stuck", "not_set_up")


def test_the_administrator_of_a_desk_answers_what_it_is_asked(on, call):
    ran = Ran(started(on, blueprint(on, step("laptop", tells=("phone",)), own("rules"), accepted=False)))
    it = "/api/v1/journeys/desks/it"
    asked = call("get", "/journey-parts", by="lena", scope="read", at=it).json()["items"]
    assert [(one["asked_by"], one["state"]) for one in asked] == [("hr", "asked")]
    (activity,) = asked[0]["activities"]
    assert (activity["activity"], activity["tells"], activity["way"]) == ("laptop", ["Needs a phone"], None)
    part = f"/journey-parts/{asked[0]['id']}"
    way = {"activity": "laptop", "team": on.service_desk.pk, "note": "From the shelf"}
    for by, status in (("jana", 404), ("priya", 404), ("hanna", 404), ("mara", 404)):
        assert call("get", part, by=by, at=it).status_code == status, by
        assert call("post", f"{part}/accept", {"does": [way]}, by=by, at=it).status_code == status, by
        assert call("get", "/journey-parts", by=by, at=it).status_code == status, by
    assert call("post", f"{part}/accept", {"does": []}, by="lena", at=it).status_code == 422
    wrong = {**way, "team": on.service_desk.pk + 999}
    assert call("post", f"{part}/accept", {"does": [wrong]}, by="lena", at=it).status_code == 422
    done = call("post", f"{part}/accept", {"does": [way]}, by="lena", at=it).json()
    assert (done["state"], done["activities"][0]["way"]) == ("accepted", {**way, "plan": ""})
    on.work()
    assert (ran.row("laptop").state, ran.ticket("laptop").team) == ("begun", on.service_desk)
    assert call("post", f"{part}/refuse", by="lena", at=it, scope="read").status_code == 403
    assert call("post", f"{part}/refuse", by="lena", at=it).json()["state"] == "refused"


def test_nobody_else_learns_that_there_is_a_journey(on, call):
    ran = Ran(started(on, blueprint(on, step("laptop"))))
    at = f"/journeys/{ran.journey.pk}"
    for by in ("jana", "lena", "priya", "huimin", "mara"):
        for method, path, body in (
            ("get", "/journeys", None), ("get", "/blueprints", None), ("get", "/ready-on-day-one", None),
            ("get", "/journey-figures", None), ("get", f"{at}/events", None),
            ("get", at, None), ("patch", at, {"place": "x"}), ("post", f"{at}/end", {"outcome": "cancelled"}),
            ("post", f"{at}/activities/laptop/tick", None),
            ("post", f"{at}/activities/laptop/skip", {"reason": "x"}),
        ):  # fmt: skip
            assert call(method, path, body, by=by).status_code == 404, (by, path)
        assert call("get", at, by=by, at="/api/v1/journeys/desks/it").status_code == 404
    assert call("post", f"{at}/end", {"outcome": "cancelled"}, scope="read").status_code == 403
    assert ran.states() == {"laptop": "begun"}
