"""Whoever writes a story learns at once, and in words, what is wrong with it."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from deskhand.demo import cast, course, library
from deskhand.demo.library import StoryError, read_story
from deskhand.demo.parts import Parts, words_for
from deskhand.demo.variation import slots


def _story(**more: Any) -> dict[str, Any]:
    return {"key": "k", "subject": "A subject", "step": [{"by": "requester", "body": "Hello"}], **more}


def test_at_least_a_hundred_stories_are_written() -> None:
    assert len(library.load()) >= 100


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (_story(colour="red"), "unknown key colour"),
        (_story(kind="wish"), "kind is 'wish'"),
        (_story(step=[{"by": "requester", "status": "open"}]), "first step"),
        (_story(step=[{"by": "requester", "body": "a", "note": "b"}]), "one thing"),
        (_story(step=[{"by": "requester", "body": "Hi {oops"}]), "not closed"),
        (_story(step=[{"by": "requester", "body": "a", "after": "soon"}]), "25m, 3h or 2d"),
        (_story(step=[{"by": "requester", "body": "a", "status": "sleeping"}]), "'sleeping' does not exist"),
    ],
)
def test_a_mistake_in_a_story_is_named(table: dict[str, Any], words: str) -> None:
    with pytest.raises(StoryError, match=words) as error:
        read_story(table)
    assert "story k" in str(error.value)


def test_every_slot_of_every_story_is_known() -> None:
    desk = cast.load()
    for story in library.load():
        rng = random.Random(1)
        words = words_for(story, Parts(story, desk, rng), datetime(2026, 11, 26, 9, tzinfo=UTC), rng)
        phrases = [*story.subject, *(entry for entries in story.lists.values() for entry in entries)]
        phrases += [line for step in story.steps for file in step.files for line in (file.name, *file.says)]
        phrases += [step.body.tokens for step in story.steps if step.body]
        for phrase in phrases:
            for name in slots(phrase):
                assert words[name], f"{story.key}: {name}"


def test_every_repeated_story_comes_to_an_end() -> None:
    for story in library.load():
        if not story.is_once or (story.fresh is None and not story.is_spam and not story.is_deleted):
            assert course.points(story)[-1].category in ("resolved", "closed", "cancelled"), story.key


def test_every_person_tag_and_team_in_a_story_exists() -> None:
    desk = cast.load()
    known = {"requester", "agent", "other_agent", "colleague", *desk.people}
    teams = {team.key for team in desk.teams}
    for story in library.load():
        assert {story.requester or "requester", story.agent or "agent"} <= known, story.key
        assert set(story.tags) <= set(desk.tags), story.key
        assert story.team in teams
        for step in story.steps:
            assert {step.by, *step.cc} <= known, story.key
            assert all(value in desk.tags for field, value in step.changes if field == "tag"), story.key
            assert all(value in teams for field, value in step.changes if field == "team"), story.key


def test_the_cast_is_complete() -> None:
    desk = cast.load()
    assert (len(desk.agents), len(desk.requesters), len(desk.teams), len(desk.organizations)) == (8, 40, 3, 4)
    assert sum(person.is_vip for person in desk.requesters) == 2
    assert len(desk.canned_replies) == 10
    assert len(desk.announcements) == 2
    assert {status.key: status.category for status in desk.statuses} == dict(library.STATUSES)
    emails = [person.email for person in desk.people.values()]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(".example") for email in emails)
    assert all(not person.manager or person.manager in desk.people for person in desk.people.values())
    for person in desk.requesters:
        if person.key != "monitoring":
            assert all((person.title, person.department, person.location, person.phone, person.zone)), person.key
