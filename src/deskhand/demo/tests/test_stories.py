"""What a visitor of the demo desk finds: enough, various, consistent and dated in the past."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from deskhand.demo import cast, library, stories
from deskhand.demo.hours import ZONE
from deskhand.demo.script import Change, Message, TicketScript

NOW = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)
UNFINISHED = ("new", "open", "on_hold")
TIERS = {"service": 1, "workplace": 2, "network": 3}


@pytest.fixture(scope="module")
def desk() -> list[TicketScript]:
    return list(stories.make(1, 300, NOW))


def _visible(desk: list[TicketScript]) -> list[TicketScript]:
    return [ticket for ticket in desk if not ticket.is_spam and ticket.deleted_at is None]


def test_a_demo_desk_has_as_many_tickets_as_asked_for() -> None:
    assert [len(list(stories.make(1, count, NOW))) for count in (0, 1, 7, 40, 300)] == [0, 1, 7, 40, 300]


def test_the_same_seed_tells_the_same_tickets() -> None:
    assert list(stories.make(5, 60, NOW)) == list(stories.make(5, 60, NOW))
    assert list(stories.make(5, 60, NOW)) != list(stories.make(6, 60, NOW))


def test_every_status_is_on_the_desk_and_about_68_tickets_are_unfinished(desk: list[TicketScript]) -> None:
    counts: Counter[str] = Counter(ticket.category for ticket in _visible(desk))
    assert all(counts[category] for category in ("new", "open", "on_hold", "resolved", "closed", "cancelled"))
    assert 64 <= sum(counts[category] for category in UNFINISHED) <= 72
    assert any(ticket.is_spam for ticket in desk)
    assert any(ticket.deleted_at for ticket in desk)


def test_unfinished_tickets_are_mostly_of_the_last_ten_days(desk: list[TicketScript]) -> None:
    unfinished = [ticket for ticket in _visible(desk) if ticket.category in UNFINISHED]
    recent = [ticket for ticket in unfinished if ticket.created_at > NOW - timedelta(days=10)]
    assert len(recent) > 0.85 * len(unfinished)
    assert len([ticket for ticket in recent if ticket.created_at > NOW - timedelta(days=1)]) < len(recent) * 0.6


@pytest.mark.parametrize("now", [NOW, datetime(2027, 1, 2, 22, 5, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)])
def test_nothing_happens_in_the_future_or_out_of_order(now: datetime) -> None:
    for ticket in stories.make(3, 300, now):
        moments = [ticket.created_at, *(entry.at for entry in ticket.entries), ticket.updated_at]
        assert moments == sorted(moments), ticket.story
        assert moments[-1] <= now, ticket.story
        assert all(moment.tzinfo is UTC for moment in moments)


def test_the_desk_reaches_back_sixty_days_and_not_much_further(desk: list[TicketScript]) -> None:
    age = NOW - desk[0].created_at
    assert timedelta(days=55) < age < timedelta(days=64)
    assert [t.created_at for t in desk] == sorted(t.created_at for t in desk)


def test_agents_answer_in_working_hours(desk: list[TicketScript]) -> None:
    staff = {person.key for person in cast.load().agents}
    for ticket in desk:
        for message in ticket.messages:
            if message.author in staff:
                local = message.at.astimezone(ZONE)
                assert local.weekday() < 5, ticket.story
                assert 8 <= local.hour < 18, ticket.story


def test_history_and_final_state_agree(desk: list[TicketScript]) -> None:
    for ticket in desk:
        state = {
            "status": ticket.opening_status,
            "assignee": ticket.opening_assignee,
            "team": ticket.opening_team,
            "priority": str(ticket.opening_priority),
        }
        tags = list(ticket.opening_tags)
        for change in (entry for entry in ticket.entries if isinstance(entry, Change)):
            if change.field == "tag":
                tags.append(change.new)
                continue
            assert state[change.field] == change.old, (ticket.story, change)
            assert change.old != change.new, (ticket.story, change)
            state[change.field] = change.new
        final = {"status": ticket.status, "assignee": ticket.assignee, "team": ticket.team, "priority": ticket.priority}
        assert state == final, ticket.story
        assert tuple(tags) == ticket.tags
        assert library.STATUSES[ticket.status] == ticket.category


def test_resolved_and_closed_tickets_say_when(desk: list[TicketScript]) -> None:
    for ticket in desk:
        assert (ticket.category in ("closed", "cancelled")) == (ticket.closed_at is not None), ticket.story
        if ticket.category in UNFINISHED:
            assert ticket.resolved_at is None, ticket.story
        if ticket.category == "resolved":
            assert ticket.resolved_at is not None
            assert ticket.resolved_at > NOW - timedelta(days=7)


def test_a_higher_team_is_told_why_before_it_gets_the_ticket() -> None:
    for story in library.load():
        team = story.team
        for step in story.steps:
            for field, value in step.changes:
                if field == "team":
                    assert TIERS[value] <= TIERS[team] or step.kind == "note", story.key
                    team = value


def test_the_three_personas_have_something_to_look_at(desk: list[TicketScript]) -> None:
    personas = cast.load().personas
    mine = Counter(ticket.category for ticket in desk if ticket.requester == personas.requester)
    assert len(mine) >= 5
    todo = [t for t in desk if t.assignee == personas.agent and t.category in UNFINISHED]
    assert 5 <= len(todo) <= 20
    assert any(ticket.assignee == personas.administrator for ticket in desk)


def test_a_fifth_is_german_and_one_is_french(desk: list[TicketScript]) -> None:
    languages = Counter(ticket.lang for ticket in desk)
    assert 45 <= languages["de"] <= 90
    assert languages["fr"] == 1


def test_german_agents_are_formal(desk: list[TicketScript]) -> None:
    staff = {person.key for person in cast.load().agents}
    familiar = {" du ", " dich ", " dir ", " dein ", " deine ", " euch "}
    for ticket in (ticket for ticket in desk if ticket.lang == "de"):
        for message in ticket.messages:
            if message.author in staff and message.kind == "reply":
                assert not [word for word in familiar if word in message.text], ticket.story


def test_tickets_do_not_repeat_themselves(desk: list[TicketScript]) -> None:
    assert len({ticket.subject for ticket in desk}) >= 280
    first_words = Counter((ticket.requester, next(ticket.messages).text) for ticket in desk)
    assert first_words.most_common(1)[0][1] == 1
    assert len({ticket.story for ticket in desk}) >= 100


def test_nothing_is_left_unsaid(desk: list[TicketScript]) -> None:
    for ticket in desk:
        assert "{" not in ticket.subject, ticket.story
        for message in ticket.messages:
            assert message.text.strip(), ticket.story
            assert not set("{}\ue000\ue001") & set(message.text + message.html), (ticket.story, message.text)


def test_mail_replies_quote_what_they_answer(desk: list[TicketScript]) -> None:
    quoted = [message for ticket in desk for message in ticket.messages if message.quoted_text]
    assert len(quoted) > 40
    assert all("\n> " in message.quoted_text and "<blockquote>" in message.quoted_html for message in quoted)


def test_inline_images_have_their_file(desk: list[TicketScript]) -> None:
    shown = 0
    for ticket in desk:
        for message in ticket.messages:
            ids = {file.content_id for file in message.attachments if file.content_id}
            shown += len(ids)
            assert message.html.count("cid:") == len(ids), ticket.story
            assert all(f'src="cid:{content_id}"' in message.html for content_id in ids)
    assert shown >= 5


def test_the_ugly_cases_are_among_them(desk: list[TicketScript]) -> None:
    assert max(len(ticket.subject) for ticket in desk) >= 290
    assert max(len(word) for ticket in desk for word in ticket.subject.split()) >= 90
    assert any("عقد" in ticket.subject for ticket in desk)
    assert any("🎉" in message.text for ticket in desk for message in ticket.messages)
    assert any(message.html.count("<th>") > 20 for ticket in desk for message in ticket.messages)
    assert max(len(list(ticket.messages)) for ticket in desk) >= 12


def test_people_in_a_ticket_are_known_and_write_its_language(desk: list[TicketScript]) -> None:
    people = cast.load().people
    for ticket in desk:
        for entry in ticket.entries:
            assert isinstance(entry, Message) or not entry.actor or entry.actor in people
            if isinstance(entry, Message):
                assert {entry.author, *entry.cc} <= set(people)
        asker = people[ticket.requester]
        assert ticket.lang in asker.writes or not asker.writes or ticket.story.endswith("restore-angebote")


def test_many_tickets_share_their_files() -> None:
    files = [file for t in stories.make(1, 6_000, NOW) for m in t.messages for file in m.attachments]
    late = {file.key for file in files[len(files) // 2 :]}
    assert len(files) > 1_000
    assert len(late) < 400


def test_a_large_desk_does_not_drown_in_open_tickets() -> None:
    unfinished = sum(ticket.category in UNFINISHED for ticket in stories.make(2, 5_000, NOW))
    assert 100 < unfinished < 250


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next(stories.make(1, 1, datetime(2026, 1, 1)))  # noqa: DTZ001 (the mistake under test)
