"""Why a ticket is due when it is: each stretch with its cause, the policies that covered it, and the same at any past
instant."""

from datetime import datetime

import pytest

from deskhand.kernel import switches
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.tests.conftest import at, clocks, says, target
from deskhand.tickets import actions
from deskhand.tickets.models import Priority

HOUR = 3600


def ask(cast, ticket, path="", who="jana", **query):
    address = f"/api/v1/sla/tickets/{ticket.number}{path}"
    return cast.client().get(address, query, headers=cast.bearer(who))


def told(cast, ticket, **query):
    [one] = ask(cast, ticket, "/explain", **query).json()["clocks"]
    return one


def instant(hour, minute=0, day=2):
    return f"2026-03-{day:02}T{hour:02}:{minute:02}:00Z"


@pytest.fixture
def flipped(cast, promise):
    """Opened at 9 with 8 hours to resolve; urgent (4 hours) at 11; on hold from 12 until Mara writes at 14."""
    with at(8):
        promise(target("time_to_resolve", any=8, urgent=4), name="Everybody")
    with at(9):
        ticket = cast.ticket()
    with at(11):
        actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=Priority.URGENT, reason="The board waits")
    with at(12):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    with at(14):
        cast.writes(ticket)
    return ticket


def test_each_stretch_says_what_began_it_and_how_much_of_it_counted(cast, flipped):
    with at(14, 30):
        one = told(cast, flipped)
    parts = one["intervals"]
    assert [(part["state"], part["counted_seconds"] / HOUR, part["total_seconds"] / HOUR) for part in parts] == [
        ("running", 2, 2),
        ("running", 1, 3),
        ("paused", 0, 3),
        ("running", 0.5, 3.5),
    ]
    assert [part["because"] for part in parts] == [
        "Mara Lindqvist opened this on the portal",
        "Jana Vogt raised the priority from Normal to Urgent",
        "Jana Vogt changed the status from New to On hold",
        "Mara Lindqvist answered, so this went from On hold to Open on the portal",
    ]
    assert parts[1]["reason"] == "The board waits"
    assert parts[1]["changes"] == ["4 h instead of 8 h; 2 h had counted"]
    assert {part["calendar"] for part in parts} == {"around the clock"}
    assert one["sentence"] == (
        "“Time to resolve” is promised within 4 h of open time. 3 h 30 min have counted and 30 min are left, "
        "so it is due at 15:00."
    )


def test_the_api_says_the_instants_that_are_stored(cast, flipped):
    with at(14, 30):
        found = ask(cast, flipped).json()
    [row], [one] = clocks(flipped), found["clocks"]
    assert (one["due_at"], one["projected_due_at"]) == (instant(15), instant(15))
    assert datetime.fromisoformat(one["due_at"]) == row.due_at
    assert datetime.fromisoformat(one["soon_at"]) == row.soon_at
    assert (one["elapsed_seconds"], one["remaining_seconds"], one["paused_seconds"]) == (12600, 1800, 7200)
    assert [part["event"] for part in one["intervals"]] == [part.event_id for part in row.intervals.all()]


def test_a_paused_clock_says_when_it_would_be_due_if_it_went_on(cast, flipped):
    with at(14, 30):
        one = told(cast, flipped, at=instant(13))
    assert (one["state"], one["due_at"], one["projected_due_at"]) == ("paused", None, instant(14))
    assert "it stopped at 12:00, when 3 h had counted, and 1 h are left" in one["sentence"]
    assert "If it went on at once, it would be due at 14:00." in one["sentence"]


@pytest.mark.parametrize(("hour", "due"), [(10, 17), (11, 13), (15, 15)])
def test_any_past_instant_can_be_asked(cast, flipped, hour, due):
    with at(16):
        one = told(cast, flipped, at=instant(hour))
    assert one["due_at"] == instant(due)


def test_an_instant_before_the_ticket_or_to_come_is_refused_in_words(cast, flipped):
    with at(16):
        early, late = ask(cast, flipped, at=instant(8, 30)), ask(cast, flipped, at=instant(17))
    assert (early.status_code, late.status_code) == (422, 422)
    assert "was not there yet" in early.json()["detail"] and "not to come" in late.json()["detail"]


def test_policies_that_do_not_count_say_which_part_of_their_query_fails(cast, promise):
    with at(8):
        promise(target(any=1), name="Network", query='priority:urgent team:"Network & Access" channel:portal')
        promise(target(any=8), name="Everybody")
        promise(target(any=9), name="Never reached")
        promise(target(urgent=2), name="Between teams", level="ola")
    with at(9):
        ticket = cast.ticket()
    with at(10):
        found = ask(cast, ticket, "/explain").json()["policies"]
    said = {one["policy"]["name"]: (one["verdict"], one["missed"]) for one in found}
    assert said["Everybody"] == ("counts", [])
    assert said["Never reached"] == ("shadowed", [])
    assert said["Between teams"][0] == "silent"
    assert said["Network"] == (
        "failed",
        [
            {"part": "priority:urgent", "instead": "Normal"},
            {"part": 'team:"Network & Access"', "instead": "none"},
        ],
    )


def test_a_ticket_that_came_from_another_desk_tells_no_names_of_it(cast, promise):
    switches.switch("sla", cast.hr.pk, True)
    with at(8):
        promise(target(any=8), name="Everybody")
        policies.save_policy(
            actor=cast.actor("hanna"), desk_id=cast.hr.pk, name="Secret leave", said=says(target(any=6))
        )
    with at(9):
        ticket = cast.ticket(desk="hr")
    with at(10):
        actions.move(actor=cast.actor("hanna"), ticket=ticket, to=cast.it)
    with at(11):
        answer = ask(cast, ticket, "/explain")
        before = ask(cast, ticket, "/explain", at=instant(9, 30))
    assert answer.status_code == 200 and "Secret" not in answer.content.decode()
    assert [one["due_at"] for one in answer.json()["clocks"] if one["state"]] == [instant(17)]
    assert before.json()["policies"] == [] and "Secret" not in before.content.decode()
    assert [one["policy"] for one in before.json()["clocks"]] == [None]


def test_a_clock_with_many_pauses_is_explained_with_few_questions(cast, flipped, django_assert_max_num_queries):
    hold, go = cast.status("on_hold"), cast.status("open")
    for minute in range(15):
        with at(14, minute * 2 + 1):
            actions.set_status(actor=cast.actor("jana"), ticket=flipped, to=go if minute % 2 else hold)
    headers = cast.bearer("jana")
    with at(16), django_assert_max_num_queries(30):
        answer = cast.client().get(f"/api/v1/sla/tickets/{flipped.number}/explain", headers=headers)
    [one] = answer.json()["clocks"]
    assert len(one["intervals"]) == 19
    assert one["elapsed_seconds"] == sum(part["counted_seconds"] for part in one["intervals"])


def test_nobody_else_learns_of_the_clocks(cast, flipped):
    with at(15):
        assert [
            ask(cast, flipped, path, who).status_code for path in ("", "/explain") for who in ("mara", "hanna")
        ] == [
            404,
            404,
            404,
            404,
        ]
        assert ask(cast, flipped, who="arno").status_code == 200
