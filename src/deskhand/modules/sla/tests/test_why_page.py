"""The page that says why a ticket is due when it is."""

import re
from pathlib import Path

import pytest

from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.sla.explain import words
from deskhand.modules.sla.tests.conftest import at, clocks, target
from deskhand.modules.sla.tests.test_explain import flipped, told  # noqa: F401 (a fixture)
from deskhand.tickets import actions

OFFICE = {"zone": "UTC", "hours": {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed")}}


def page(cast, ticket, who="jana", **query):
    return cast.client(who).get(f"/agent/tickets/{ticket.number}/service-levels/why/", query)


def text(answer):
    """The words of the page, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:code|bdi)[^>]*>", "", answer.content.decode())))


def test_the_page_says_the_instant_that_is_stored_and_links_each_cause_to_the_history(cast, flipped):  # noqa: F811
    with at(14, 30):
        answer = page(cast, flipped)
        ticket = cast.client("jana").get(f"/agent/tickets/{flipped.number}/").content.decode()
    [row] = clocks(flipped)
    said = text(answer)
    assert f"Why is {flipped.number} due at 15:00?" in said
    assert "4 h instead of 8 h; 2 h had counted" in said and "Still to count until it is due" in said
    linked = re.findall(r"#fact-(\d+)", answer.content.decode())
    assert linked == [str(one.event_id) for one in row.intervals.all()]
    assert all(f'id="fact-{one}"' in ticket for one in linked)


def test_the_example_of_the_guide_is_what_is_said(cast, flipped):  # noqa: F811
    guide = (Path(__file__).parents[5] / "docs/agent/service-levels.md").read_text()
    lines = re.findall(r"^\| (\d\d:\d\d) \| (\S+) \| (.+?) \| (.+?) \| (.+?) \|$", guide, re.M)
    with at(14, 30):
        parts, said = told(cast, flipped)["intervals"], text(page(cast, flipped))
    assert lines == [
        (
            part["began_at"][11:16],
            part["ended_at"][11:16] if part["ended_at"] else "now",
            ": ".join([part["because"], *part["changes"]]),
            words(part["counted_seconds"]) if part["state"] == "running" else "paused",
            words(part["total_seconds"]),
        )
        for part in parts
    ]
    assert all(words(part["total_seconds"]) in said and part["because"] in said for part in parts)


def test_the_drawing_shows_openings_what_counted_and_what_stood_still(cast, promise):
    with at(7):
        calendar = create_calendar(actor=SYSTEM, desk=cast.it, name="Office", given=OFFICE)
        choose_calendar(actor=SYSTEM, desk=cast.it, calendar=calendar)
        promise(target("time_to_resolve", any=8), calendar={"of": "ticket"})
    with at(10):
        ticket = cast.ticket()
    with at(14):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    with at(9, day=3):
        cast.writes(ticket)
    with at(10, day=3):
        answer = page(cast, ticket)
    markup, said = answer.content.decode(), text(answer)
    assert "4 h have counted and 4 h are left, so it is due at 15:00." in said
    for title in ("10:00 to 12:00: counted", "14:00 to 00:00: paused", "09:00 to 10:00: counted"):
        assert f"<title>{title}" in markup
    assert "13:00 to 15:00: still to count" in markup and "08:00 to 12:00: open" in markup
    assert said.count("Calendar: Office") == 3 and "due 15:00" in said and "began 10:00" in said


def test_a_past_instant_shows_the_page_as_it_was(cast, flipped):  # noqa: F811
    with at(16):
        then, now = page(cast, flipped, at="2026-03-02T13:00"), page(cast, flipped)
    assert "If it went on at once, it would be due at 14:00." in text(then)
    assert f"Why was {flipped.number} due at 15:00?" in text(now)


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01T00:00", "2026-03-09T00:00", "2026-03-01T00:00", "9" * 400])
def test_an_instant_that_cannot_be_shown_is_refused_in_words_and_kept(cast, flipped, typed):  # noqa: F811
    with at(16):
        answer = page(cast, flipped, at=typed)
    assert answer.status_code == 422
    assert typed[:60] in answer.content.decode() and "data-error" in answer.content.decode()


def test_a_ticket_without_a_promise_says_which_part_of_the_query_is_not_true(cast, promise):
    promise(target(any=1), name="Urgent ones", query="priority:urgent")
    ticket = cast.ticket()
    said = text(page(cast, ticket))
    assert "No promise is made for this ticket" in said
    assert "priority:urgent is not true: it is Normal" in said


def test_a_kept_promise_is_told_and_can_be_opened(cast, promise):
    promise(target(any=4), target("time_to_resolve", any=40))
    ticket = cast.ticket()
    cast.reply(ticket)
    assert "Other clocks of this ticket" in text(page(cast, ticket))
    assert "It was kept: it ended" in text(page(cast, ticket, clock="sla.first_response.1"))


def test_where_the_module_is_off_and_for_others_there_is_no_such_page(cast, flipped):  # noqa: F811
    assert [page(cast, flipped, who).status_code for who in ("mara", "hanna", "arno")] == [404, 404, 200]
    switches.switch("sla", cast.it.pk, False)
    assert page(cast, flipped).status_code == 404


def test_the_page_asks_as_much_for_many_clocks_as_for_few(cast, promise, django_assert_max_num_queries):
    promise(target(any=4), target("next_response", any=4), target("time_to_resolve", any=40))
    ticket = cast.ticket()
    for _turn in range(4):
        cast.reply(ticket)
        cast.writes(ticket)
    client = cast.client("jana")
    with django_assert_max_num_queries(45):
        client.get(f"/agent/tickets/{ticket.number}/service-levels/why/")
