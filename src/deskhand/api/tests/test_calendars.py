"""Business calendars by the API."""

import json
from datetime import UTC, datetime

import pytest

from deskhand.accounts.actions import save_location
from deskhand.calendars.actions import create_calendar
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM

PATH = "/api/v1/calendars"


@pytest.fixture
def ask(cast, client):
    """Ask as somebody: method, path, body."""

    def ask(method, path, body=None, by="lena", scope="write"):
        content = json.dumps(body) if body is not None else ""
        headers = cast.bearer(by, scope)
        return client.generic(method, path, content, content_type="application/json", headers=headers)

    return ask


def test_a_program_makes_changes_and_puts_away_a_calendar(cast, ask):
    made = ask("POST", PATH, {"desk": "it", "name": "Berlin", **OFFICE})
    assert made.status_code == 201, made.text
    path = f"{PATH}/{made.json()['id']}"
    assert made.json()["public_holidays"][f"{clock.now().year}-12-25"] == "Christmas Day"
    changed = ask("PATCH", path, {"breaks": [["12:00", "12:30"]], "name": "Office"}).json()
    assert (changed["name"], changed["breaks"], changed["country"]) == ("Office", [["12:00", "12:30"]], "DE")
    assert changed["valid_from"]
    assert [one["name"] for one in ask("GET", f"{PATH}?desk=it").json()["items"]] == ["Office"]
    assert ask("PUT", "/api/v1/desks/it/calendar", {"calendar": made.json()["id"]}).json()["items"][0]["team"] is None
    assert ask("DELETE", path).status_code == 409
    assert ask("PUT", "/api/v1/desks/it/calendar", {"calendar": None}).json()["items"] == []
    assert ask("DELETE", path).status_code == 204
    assert ask("GET", path).json()["is_active"] is False
    assert ask("POST", f"{path}/restore").json()["is_active"] is True


def test_it_computes_by_the_rules_that_counted_at_each_instant(cast, ask):
    with clock.frozen(datetime(2026, 11, 20, 8, tzinfo=UTC)):
        row = create_calendar(actor=SYSTEM, desk=cast.it, name="Berlin", given=OFFICE)
    question = {"start": "2026-11-20T12:00:00+01:00", "seconds": 8 * 3600}
    answer = ask("POST", f"{PATH}/{row.pk}/due", question, scope="write").json()
    assert answer["due"] == "2026-11-23T11:00:00Z"
    span = {"start": "2026-11-20T12:00:00+01:00", "end": "2026-11-23T12:00:00+01:00"}
    assert ask("POST", f"{PATH}/{row.pk}/between", span).json() == {"seconds": 28800}


def test_what_was_planned_is_told_and_dropped(cast, ask):
    row = create_calendar(actor=SYSTEM, desk=cast.it, name="Berlin", given=OFFICE)
    planned = {"region": "BY", "valid_from": "2099-01-01T00:00:00Z"}
    changed = ask("PATCH", f"{PATH}/{row.pk}", planned).json()
    assert (changed["region"], changed["planned"]) == ("BE", ["2099-01-01T00:00:00Z"])
    assert ask("DELETE", f"{PATH}/{row.pk}/planned").status_code == 204
    assert ask("GET", f"{PATH}/{row.pk}").json()["planned"] == []


def test_decisions_name_teams_and_organizations(cast, ask):
    row = create_calendar(actor=SYSTEM, desk=None, name="Everybody", given=OFFICE)
    cast.ticket()
    ask("PUT", "/api/v1/desks/it/calendar", {"calendar": row.pk, "team": cast.network.name})
    found = ask("PUT", "/api/v1/desks/it/calendar", {"calendar": row.pk, "organization": "Kestrel Biotech"}).json()
    assert {(one["team"], one["organization"]) for one in found["items"]} == {
        (cast.network.name, None),
        (None, "Kestrel Biotech"),
    }


def test_a_location_may_have_a_calendar_also_once_it_is_put_away(cast, ask):
    row, lena = create_calendar(actor=SYSTEM, desk=None, name="Everybody", given=OFFICE), cast.actor("lena")
    hamburg = save_location(actor=lena, desk=cast.it, name="Hamburg")
    path = "/api/v1/desks/it/calendar"
    (found,) = ask("PUT", path, {"calendar": row.pk, "location": "HAMBURG"}).json()["items"]
    assert (found["team"], found["location"]) == (None, "Hamburg")
    assert ask("PUT", path, {"calendar": row.pk, "location": "Nowhere"}).status_code == 422
    save_location(actor=lena, desk=cast.it, location=hamburg, name="Hamburg", is_active=False)
    assert ask("PUT", path, {"calendar": None, "location": "Hamburg"}).json()["items"] == []


def test_wrong_rules_are_told_with_their_place(cast, ask):
    answer = ask("POST", PATH, {"desk": "it", "name": "Berlin", **OFFICE, "hours": {"mon": [["09:00", "09:00"]]}})
    assert answer.status_code == 422
    assert "hours.mon" in answer.text


def test_calendars_of_the_installation_are_read_by_who_may_choose_them_and_changed_by_site_administrators(cast, ask):
    row = create_calendar(actor=SYSTEM, desk=None, name="Everybody", given=OFFICE)
    theirs = create_calendar(actor=SYSTEM, desk=cast.it, name="Berlin", given=OFFICE)
    assert ask("GET", f"{PATH}/{row.pk}", by="hanna").json()["desk"] is None
    assert ask("PATCH", f"{PATH}/{row.pk}", {"name": "Mine"}, by="hanna").status_code == 403
    assert ask("GET", f"{PATH}/{theirs.pk}", by="hanna").status_code == 404
    assert ask("GET", f"{PATH}/{row.pk}", by="jana").status_code == 404
