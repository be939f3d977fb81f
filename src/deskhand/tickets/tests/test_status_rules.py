"""The rules of the status, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from deskhand.tickets import status
from deskhand.tickets.models.choices import Category

NOW = datetime(2026, 11, 26, 10, 42, tzinfo=UTC)

AGENT = [
    ("new", "open"),
    ("open", "open"),
    ("on_hold", "on_hold"),
    ("resolved", "resolved"),
    ("closed", "closed"),
    ("cancelled", "cancelled"),
]

REQUESTER = [
    # category, resolved days ago, what follows, is it a follow-up
    ("new", None, "new", False),
    ("open", None, "open", False),
    ("on_hold", None, "open", False),
    ("resolved", 0, "open", False),
    ("resolved", 14, "open", False),
    ("resolved", 14.0001, "resolved", True),
    ("closed", 1, "closed", True),
    ("cancelled", None, "cancelled", True),
]

ALLOWED = {
    "new": {"new", "open", "on_hold", "resolved", "cancelled"},
    "open": {"open", "on_hold", "resolved", "cancelled"},
    "on_hold": {"on_hold", "open", "resolved", "cancelled"},
    "resolved": {"resolved", "open", "closed"},
    "closed": {"closed", "open"},
    "cancelled": {"cancelled", "open"},
}


@pytest.mark.parametrize(("before", "after"), AGENT)
def test_an_agents_answer_takes_up_what_was_new_and_leaves_the_rest(before, after):
    assert status.after_agent_reply(before) == after


@pytest.mark.parametrize(("before", "days", "after", "is_follow_up"), REQUESTER)
def test_a_requesters_answer_wakes_reopens_or_makes_a_follow_up(before, days, after, is_follow_up):
    resolved_at = None if days is None else NOW - timedelta(days=days)
    found = status.after_requester_reply(before, resolved_at=resolved_at, now=NOW, reopen_days=14)
    assert (found.category, found.is_follow_up) == (after, is_follow_up)


@pytest.mark.parametrize("old", Category.values)
@pytest.mark.parametrize("new", Category.values)
def test_only_the_listed_changes_are_allowed(old, new):
    assert status.may_follow(old, new) == (new in ALLOWED[old])


@pytest.mark.parametrize(
    ("category", "silent_days", "close_days", "closes"),
    [
        ("resolved", 7, 7, True),
        ("resolved", 6.99, 7, False),
        ("resolved", 400, 0, False),
        ("open", 400, 7, False),
        ("closed", 400, 7, False),
    ],
)
def test_a_resolved_ticket_closes_after_its_days_of_silence(category, silent_days, close_days, closes):
    then = NOW - timedelta(days=silent_days)
    found = status.closes(category, last_message_at=then, resolved_at=then, now=NOW, close_days=close_days)
    assert found == closes


def test_a_message_after_the_resolution_starts_the_silence_again():
    found = status.closes(
        "resolved",
        last_message_at=NOW - timedelta(days=1),
        resolved_at=NOW - timedelta(days=30),
        now=NOW,
        close_days=7,
    )
    assert not found


REOPENABLE = [
    # days to reopen, days of silence, days after the resolution somebody wrote last, until how many days after it
    (14, 7, 0, 7),
    (14, 7, 3, 10),
    (14, 7, 9, 14),
    (14, 30, 0, 14),
    (14, 0, 0, 14),
    (7, 14, -2, 7),
]


@pytest.mark.parametrize(("reopen_days", "close_days", "wrote", "until"), REOPENABLE)
def test_a_requester_is_told_the_day_on_which_silence_closes_if_that_comes_first(reopen_days, close_days, wrote, until):
    found = status.reopens_until(
        NOW, last_message_at=NOW + timedelta(days=wrote), reopen_days=reopen_days, close_days=close_days
    )
    assert found == NOW + timedelta(days=until)
