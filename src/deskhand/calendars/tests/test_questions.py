"""Questions about business time as lines of JSON: worked cases of four projects, and lines that are broken."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.calendars.hours import Hours
from deskhand.calendars.openings import SECOND, instant_of
from deskhand.calendars.questions import LONGEST_LINE, answered

CASES = json.loads((Path(__file__).parent / "business_time_cases.json").read_text())
OFFICE = {"tz": "Europe/Berlin", "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
ALWAYS = {"tz": "Europe/Berlin", "hours": "24x7"}


def ask(**case: Any) -> Any:
    """The result, or a failed test with the error."""
    told = json.loads(answered(json.dumps({"id": 7, **case}).encode()))
    assert set(told) == {"id", "result"}, told
    return told["result"]


def refused(**case: Any) -> str:
    """The sentence with which a question is refused."""
    told = json.loads(answered(json.dumps({"id": 7, **case}).encode()))
    assert set(told) == {"id", "error"} and told["id"] == 7
    return told["error"]


def the_same(calendar: Any, stamp: str) -> str:
    """An expected instant as it is answered: a stamp without a zone is in the calendar's."""
    zone = Hours.read(calendar).zone_info
    instant = instant_of(datetime.fromisoformat(stamp), zone) // SECOND
    return datetime.fromtimestamp(instant, tz=Hours().zone_info).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_case_has_the_answer_that_it_had_elsewhere(case):
    told = json.loads(answered(json.dumps(case).encode()))
    wanted = case["expected"]
    assert told == {
        "id": case["id"],
        "result": the_same(case["calendar"], wanted) if isinstance(wanted, str) else wanted,
    }


@pytest.mark.parametrize(
    ("start", "minutes", "reached"),
    [
        ("2026-03-02 16:00", 60, "2026-03-02T16:00:00Z"),  # The closing, not the next opening.
        ("2026-03-02 16:00", 61, "2026-03-03T08:01:00Z"),
        ("2026-03-27 16:30", 60, "2026-03-30T07:30:00Z"),  # Over the weekend on which summer time begins.
        ("2026-03-07 12:00", 0, "2026-03-07T11:00:00Z"),  # Nothing is due at once, on a closed day, too.
    ],
)
def test_a_promise_is_due_at_the_first_instant_by_which_the_time_has_passed(start, minutes, reached):
    assert ask(op="due", calendar=OFFICE, start=start, minutes=minutes) == reached


@pytest.mark.parametrize(
    ("window", "day", "seconds"),
    [
        (["01:30", "02:30"], "2026-03-29", 3600),  # 02:30 is skipped, and read as 03:30.
        (["02:00", "03:00"], "2026-03-29", 0),  # Both ends are the same instant.
        (["02:30", "03:00"], "2026-03-29", 0),  # It would end before it begins.
        (["01:00", "04:00"], "2026-03-29", 2 * 3600),
        (["01:00", "04:00"], "2026-10-25", 4 * 3600),
        (["02:30", "03:00"], "2026-10-25", 5400),  # From the earlier 02:30.
        (["01:00", "02:30"], "2026-10-25", 5400),  # Until the earlier 02:30.
        (["00:00", "24:00"], "2026-10-25", 25 * 3600),
        (["22:00", "06:00"], "2026-03-28", 7 * 3600),
    ],
)
def test_a_window_on_the_day_on_which_the_clock_changes_is_as_long_as_it_really_is(window, day, seconds):
    calendar = {"tz": "Europe/Berlin", "hours": {}, "shifts": {day: [window]}}
    assert ask(op="between", calendar=calendar, start="2026-01-01", end="2027-01-01") == seconds


def test_a_shift_is_worked_on_a_holiday_and_a_night_that_began_before_one_is_worked_to_its_end():
    calendar = {
        "tz": "UTC",
        "hours": {"thu": [["22:00", "06:00"]], "fri": [["09:00", "17:00"]]},
        "holidays": ["*-12-25"],
        "shifts": {"2026-12-26": [["10:00", "11:00"]]},
    }
    span = {"start": "2026-12-24 12:00", "end": "2026-12-27"}
    assert ask(op="between", calendar=calendar, **span) == 9 * 3600
    assert ask(op="between", calendar=calendar | {"holidays": ["*-12-25", "2026-12-26"]}, **span) == 9 * 3600
    assert ask(op="between", calendar=calendar | {"shifts": {"2026-12-24": []}}, **span) == 0


def test_breaks_cut_windows_on_every_day_and_once():
    calendar = OFFICE | {"breaks": [["12:00", "12:30"], ["2026-03-02 16:00", "2026-03-03 10:00"]]}
    assert ask(op="between", calendar=calendar, start="2026-03-02", end="2026-03-04") == (6.5 + 6.5) * 3600
    assert ask(op="next_open", calendar=calendar, start="2026-03-02 12:00") == "2026-03-02T11:30:00Z"
    assert ask(op="is_open", calendar=calendar, start="2026-03-03 09:59:59") is False


def test_no_time_counts_in_a_pause_and_one_that_lasts_is_never_over():
    pauses = [["2026-03-02 10:00", "2026-03-02 11:00"], ["2026-03-02 10:30", "2026-03-02T11:00:00Z"]]
    case = {"calendar": OFFICE, "start": "2026-03-02 09:00", "pauses": pauses}
    assert ask(op="due", minutes=90, **case) == "2026-03-02T11:30:00Z"
    assert ask(op="between", end="2026-03-02 13:00", **case) == 2 * 3600
    assert ask(op="next_open", **case | {"start": "2026-03-02 10:15"}) == "2026-03-02T11:00:00Z"
    lasting = case | {"pauses": [["2026-03-02 10:00", None]]}
    assert ask(op="due", minutes=60, **lasting) == "2026-03-02T09:00:00Z"
    assert "400 years" in refused(op="due", minutes=61, **lasting)


@pytest.mark.parametrize("hours", [{}, {"mon": []}, {"mon": [["09:00", "09:00"]]}])
def test_a_calendar_that_never_opens_says_so(hours):
    never = {"calendar": {"tz": "UTC", "hours": hours}, "start": "2026-03-02"}
    assert "400 years" in refused(op="due", seconds=1, **never)
    assert "400 years" in refused(op="next_open", **never)
    assert ask(op="is_open", **never) is False
    assert ask(op="between", end="2027-03-02", **never) == 0


def test_the_first_and_the_last_year_can_be_counted_and_no_others():
    for year in ("0001", "9999"):
        first, last = f"{year}-01-01", f"{year}-12-31"
        assert ask(op="between", calendar=ALWAYS | {"tz": "UTC"}, start=first, end=last) == 364 * 86_400
    assert "1 to 9999" in refused(op="is_open", calendar=ALWAYS, start="0001-01-01 00:00:00")
    assert "400 years" in refused(op="due", calendar=ALWAYS, start="9999-12-31 12:00", seconds=86_400)
    assert ask(op="is_open", calendar=ALWAYS, start="9999-12-31T23:59:59.999999Z") is True


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"calendar": None}, "calendar"),
        ({"calendar": {"tz": "Mars/Olympus", "hours": {}}}, "tz: “Mars/Olympus”"),
        ({"calendar": {"tz": "UTC", "hours": {"mon": [["09:00", "25:00"]]}}}, "hours.mon.0: “25:00”"),
        ({"calendar": {"tz": "UTC", "hours": {"monday": []}}}, "hours.monday"),
        ({"calendar": OFFICE | {"holiday": []}}, "holiday: "),
        ({"calendar": OFFICE | {"holidays": ["2026-02-30"]}}, "holidays.0: “2026-02-30”"),
        ({"calendar": OFFICE | {"holidays": ["*-02-30"]}}, "holidays.0"),
        ({"calendar": OFFICE | {"shifts": {"2026-12-24": [["9", "12"]]}}}, "shifts.2026-12-24.0: “9”"),
        ({"calendar": OFFICE | {"breaks": [["2026-03-02", "noon"]]}}, "breaks.0: “noon”"),
        ({"start": "soon"}, "start: “soon”"),
        ({"seconds": "60"}, "as a number"),
        ({"seconds": True}, "as a number"),
        ({"seconds": -1}, "not below 0"),
        ({"seconds": 1e300}, "400 years"),
        ({"pauses": [["2026-03-02"]]}, "pauses"),
        ({"op": "overdue"}, "due, between, next_open, is_open"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(changes, place):
    good = {"op": "due", "calendar": OFFICE, "start": "2026-03-02", "seconds": 60}
    assert place in refused(**good | changes)


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b"\xff", b'{"id": NaN}', b'{"id": []}', b"[" * 50_000, b" " * (LONGEST_LINE + 1)]
)
def test_a_line_that_is_no_question_gets_an_error(line):
    told = json.loads(answered(line))
    assert told["id"] is None and len(told["error"]) > 10


any_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(["id", "op", "calendar", "start", "end", "seconds", "pauses"]), any_json)
def test_whatever_stands_in_a_question_it_has_one_line_of_answer(key, value):
    case = {"id": 1, "op": "due", "calendar": OFFICE, "start": "2026-03-02", "end": "2026-03-03", "seconds": 1}
    answer = answered(json.dumps(case | {key: value}).encode())
    assert "\n" not in answer and json.loads(answer).keys() <= {"id", "result", "error"}


def test_rules_are_written_as_they_are_read():
    rules = {
        "tz": "Asia/Kathmandu",
        "hours": {"mon": [["22:00", "24:00"], ["09:00:30", "02:00"]]},
        "holidays": ["*-02-29", "2026-05-01"],
        "shifts": {"2026-12-24": [], "2026-12-31": [["09:00", "12:00"]]},
        "breaks": [["12:00", "12:30"], ["2026-03-02 12:00:00", "2026-03-03 00:00:00"]],
    }
    assert Hours.read(rules).written() == rules
    assert hash(Hours.read(rules)) == hash(Hours.read(Hours.read(rules).written()))
    assert Hours.read(ALWAYS) == Hours.around_the_clock("Europe/Berlin")
