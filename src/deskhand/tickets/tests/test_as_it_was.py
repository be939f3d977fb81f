"""A ticket's story tells what was true after each of its facts, and what happened."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.actions import save_location
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.errors import DeskhandError
from deskhand.kernel.events import Fact
from deskhand.kernel.query import Env, QueryError, parse, predicate
from deskhand.kernel.reactions import Reaction, _together
from deskhand.tickets import actions
from deskhand.tickets.as_it_was import FactRow, Snapshot, Story, stories_of, story_of, told
from deskhand.tickets.bodies import composed
from deskhand.tickets.changes import CODES
from deskhand.tickets.models import MessageKind, Status, Tag, Ticket
from deskhand.tickets.query_fields import ticket_fields
from deskhand.tickets.query_past import history_fields
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _now(ticket: Ticket) -> Ticket:
    found: Ticket = Ticket.objects.beyond_walls("a test").get(pk=ticket.pk)
    return found


def _story(ticket: Ticket) -> Story:
    return story_of(_now(ticket))


def _last_words(ticket: Ticket) -> set[str]:
    return set(_story(ticket).moments[-1].words)


@pytest.fixture
def waiting(cast: Cast) -> Status:
    """A status of IT in which promises stand still."""
    found: Status = cast.status("on_hold")
    found.pauses = True
    found.save(update_fields=["pauses"])
    return found


def test_a_new_ticket_begins_its_story(cast: Cast) -> None:
    ticket = cast.ticket()
    (moment,) = _story(ticket).moments
    assert (set(moment.words), moment.code, moment.after.category) == ({"created"}, "ticket.created", "new")
    assert moment.at.tzinfo is UTC


def _retags(cast: Cast, ticket: Ticket) -> None:
    actions.tag(actor=cast.actor("jana"), ticket=ticket, add=["vpn"])


def _assigns(cast: Cast, ticket: Ticket, to: str = "ben") -> None:
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.people[to] if to else None)


def _sets(cast: Cast, ticket: Ticket, key: str) -> None:
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status(key))


def _given_on(cast: Cast, ticket: Ticket) -> None:
    actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.service_desk)


def _of_oliver(cast: Cast, ticket: Ticket) -> None:
    actions.change_requester(actor=cast.actor("jana"), ticket=ticket, to=cast.oliver)


def _for_kestrel(cast: Cast, ticket: Ticket) -> None:
    kestrel = cast.mara.organization
    actions.change_organization(actor=cast.actor("jana"), ticket=ticket, to=None if ticket.organization_id else kestrel)


def _spam(cast: Cast, ticket: Ticket) -> None:
    actions.mark_spam(actor=cast.actor("jana"), ticket=ticket, block=False)


def _serviced(cast: Cast, ticket: Ticket) -> None:
    service = actions.save_service(actor=cast.actor("lena"), desk=cast.it, name="VPN")
    actions.change_service(actor=cast.actor("jana"), ticket=ticket, to=service)


def _located(cast: Cast, ticket: Ticket) -> None:
    location = save_location(actor=cast.actor("lena"), desk=cast.it, name="Hamburg")
    actions.change_location(actor=cast.actor("jana"), ticket=ticket, to=location)


WORDS: list[tuple[Callable[[Cast, Ticket], Any], set[str]]] = [
    (lambda cast, ticket: cast.writes(ticket), {"requester_replied"}),
    (lambda cast, ticket: cast.note(ticket), {"noted"}),
    (lambda cast, ticket: _sets(cast, ticket, "on_hold"), {"status_changed", "on_hold"}),
    (lambda cast, ticket: _sets(cast, ticket, "open"), {"status_changed", "taken_up"}),
    (lambda cast, ticket: cast.reply(ticket), {"agent_replied"}),
    (lambda cast, ticket: _sets(cast, ticket, "resolved"), {"status_changed", "resolved"}),
    (lambda cast, ticket: _sets(cast, ticket, "closed"), {"status_changed", "closed"}),
    (lambda cast, ticket: _sets(cast, ticket, "open"), {"status_changed", "reopened"}),
    (lambda cast, ticket: _sets(cast, ticket, "cancelled"), {"status_changed", "cancelled"}),
    (lambda cast, ticket: _sets(cast, ticket, "open"), {"status_changed", "reopened"}),
    (_assigns, {"assigned"}),
    (lambda cast, ticket: _assigns(cast, ticket, ""), {"unassigned"}),
    (_given_on, {"team_changed"}),
    (
        lambda cast, ticket: actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=4),
        {"priority_changed"},
    ),
    (
        lambda cast, ticket: actions.change_kind(actor=cast.actor("jana"), ticket=ticket, to="question"),
        {"kind_changed"},
    ),
    (_of_oliver, {"requester_changed", "organization_changed"}),
    (_for_kestrel, {"organization_changed"}),
    (
        lambda cast, ticket: actions.change_affected(actor=cast.actor("jana"), ticket=ticket, to=cast.huimin),
        {"affected_changed"},
    ),
    (_serviced, {"service_changed"}),
    (_located, {"location_changed"}),
    (_retags, {"tagged"}),
    (_spam, {"spam"}),
    (lambda cast, ticket: actions.unmark_spam(actor=cast.actor("jana"), ticket=ticket), {"unspam"}),
    (lambda cast, ticket: actions.delete(actor=cast.actor("lena"), ticket=ticket), {"deleted"}),
    (lambda cast, ticket: actions.restore(actor=cast.actor("lena"), ticket=ticket), {"restored"}),
]
"""What somebody does to a ticket, one after the other, and the words for it."""


def test_each_deed_has_its_words_and_each_moment_what_the_row_said(cast: Cast, waiting: Status) -> None:
    ticket = cast.ticket()
    seen = [_story(ticket).now]
    for deed, words in WORDS:
        deed(cast, _now(ticket))
        story = _story(ticket)
        assert set().union(*(one.words for one in story.moments[len(seen) :])) == words
        seen.append(story.now)
    assert [one.after for one in _story(ticket).moments] == seen
    assert [(one.at, one.event_id) for one in story.moments] == sorted((one.at, one.event_id) for one in story.moments)


def test_an_answer_that_takes_a_ticket_up_is_two_moments(cast: Cast) -> None:
    ticket = cast.ticket()
    cast.reply(ticket)
    *_before, answered, taken = _story(ticket).moments
    assert (set(answered.words), answered.after.category, answered.after.last_side) == (
        {"agent_replied"},
        "new",
        "agent",
    )
    assert (set(taken.words), taken.after.category, taken.actor_id) == ({"status_changed"}, "open", cast.jana.pk)


def test_a_ticket_that_an_agent_opens_with_an_answer_was_answered_from_the_start(cast: Cast) -> None:
    for kind, words in (("reply", {"created", "agent_replied"}), ("note", {"created"})):
        new = actions.NewTicket(
            desk=cast.it,
            subject="Your laptop",
            body=composed("<p>It is ready.</p>"),
            requester=cast.mara,
            side="agent",
            message_kind=MessageKind(kind),
        )
        (moment,) = _story(actions.create(actor=cast.actor("jana"), new=new)).moments
        assert (set(moment.words), moment.after.last_side) == (words, "agent")


def test_what_never_changed_and_what_opening_does_not_tell_was_so_from_the_start(cast: Cast) -> None:
    ticket = cast.ticket(tags=["vpn"], affected=cast.huimin)
    actions.change_affected(actor=cast.actor("jana"), ticket=ticket, to=None)
    actions.tag(actor=cast.actor("jana"), ticket=ticket, add=["slow"], remove=["vpn"])
    names = dict(Tag.objects.within(cast.it).values_list("name", "pk"))
    first, *_, last = _story(ticket).moments
    assert (first.after.affected_id, set(first.after.tag_ids)) == (cast.huimin.pk, {names["vpn"]})
    assert (last.after.affected_id, set(last.after.tag_ids)) == (None, {names["slow"]})


def test_pausing_is_as_it_was_when_the_ticket_got_the_status(cast: Cast, waiting: Status) -> None:
    ticket = cast.ticket()
    _sets(cast, ticket, "on_hold")
    waiting.pauses = False
    waiting.save(update_fields=["pauses"])
    _sets(cast, _now(ticket), "open")
    assert [one.after.pauses for one in _story(ticket).moments] == [False, True, False]


def test_a_move_is_one_moment_and_what_was_before_is_of_the_former_desk(cast: Cast) -> None:
    ticket = cast.ticket(tags=["vpn"], team=cast.service_desk, assignee=cast.ben)
    before = _story(ticket).now
    lena = replace(cast.actor("lena"), roles={cast.it.pk: frozenset({"admin"}), cast.hr.pk: frozenset({"admin"})})
    actions.move(actor=lena, ticket=_now(ticket), to=cast.hr)
    first, moved = _story(ticket).moments
    assert first.after == before
    assert moved.words == {"moved", "team_changed", "unassigned"}
    assert moved.after.desk_id == cast.hr.pk
    assert moved.after.tag_ids == set(Tag.objects.within(cast.hr).filter(name="vpn").values_list("pk", flat=True))
    assert Status.objects.within(cast.hr).get(pk=moved.after.status_id).key == moved.after.status_key


def test_merged_tickets_tell_of_each_other(cast: Cast) -> None:
    here, there = cast.ticket(), cast.ticket("VPN slow")
    actions.merge(actor=cast.actor("jana"), ticket=here, into=there.number)
    assert _last_words(here) == {"merged"} and _story(here).now.merged
    assert _last_words(there) == {"merged_in"}
    cast.writes(_now(here))
    assert _last_words(there) == {"requester_replied"}
    cast.reply(_now(here))
    assert _last_words(there) == {"agent_replied"}
    actions.unmerge(actor=cast.actor("jana"), ticket=_now(here))
    assert "unmerged" in _last_words(here)
    assert [one.after.merged for one in _story(here).moments][-1] is False


def test_a_ticket_that_was_split_off_says_so(cast: Cast) -> None:
    ticket = cast.ticket()
    second = cast.writes(ticket)
    made = actions.split(actor=cast.actor("jana"), ticket=_now(ticket), messages=[second.pk], subject="Printer")
    assert [set(one.words) for one in _story(made).moments] == [{"created"}, {"split_off"}]


def test_one_story_and_many_cost_the_same_questions(cast: Cast) -> None:
    tickets = [_now(cast.ticket(f"No. {number}", tags=["vpn"])) for number in range(4)]
    for one in tickets:
        cast.reply(one)
    with CaptureQueriesContext(connection) as single:
        story_of(tickets[0])
    with CaptureQueriesContext(connection) as several:
        found = stories_of(tickets)
    assert len(single) == len(several) == 3
    assert found == {one.pk: story_of(one) for one in tickets}


def test_inside_a_deed_the_story_ends_with_what_the_row_says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told_within: list[tuple[str, Story]] = []

    def look(fact: Fact) -> None:
        ticket = _now(Ticket(pk=fact.subject_id))
        story = story_of(ticket)
        assert (story.now.desk_id, story.now.status_id) == (ticket.desk_id, ticket.status_id)
        assert (story.now.assignee_id, story.now.merged) == (ticket.assignee_id, ticket.merged_into_id is not None)
        told_within.append((fact.code, story))

    for code in CODES:
        monkeypatch.setitem(_together, code, [*_together[code], Reaction("deskhand.tickets.look", look, "")])
    here, there = cast.ticket(tags=["vpn"]), cast.ticket("VPN slow")
    _assigns(cast, here)
    lena = replace(cast.actor("lena"), roles={cast.it.pk: frozenset({"admin"}), cast.hr.pk: frozenset({"admin"})})
    actions.merge(actor=lena, ticket=_now(here), into=there.number, follow=True)
    actions.unmerge(actor=lena, ticket=_now(here))
    actions.move(actor=lena, ticket=_now(here), to=cast.hr)
    actions.mark_spam(actor=lena, ticket=_now(here))
    assert {"ticket.left", "ticket.moved", "ticket.merged_in", "ticket.assigned"} <= {code for code, _ in told_within}


def test_without_a_fact_of_its_beginning_a_ticket_begins_all_the_same(cast: Cast) -> None:
    ticket = cast.ticket()
    _sets(cast, ticket, "resolved")
    now = _story(ticket).now
    fact = FactRow(7, now.created_at + timedelta(hours=1), "ticket.priority_changed", None, {"old": 1, "new": 2})
    first, second = told(now, [fact])
    assert (first.event_id, set(first.words), first.after.priority) == (0, {"created"}, 1)
    assert (set(second.words), second.after) == ({"priority_changed"}, now)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_each_moment_is_what_the_row_said(cast: Cast, waiting: Status, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    tickets = [cast.ticket(f"No. {number}", tags=["first"] * chance.randint(0, 1)) for number in range(2)]
    said: dict[int, dict[int, Snapshot]] = {one.pk: {} for one in tickets}
    for _turn in range(25):
        ticket = _now(chance.choice(tickets))
        _do_something(cast, ticket, chance)
        for one in map(_now, tickets):
            story = story_of(one)
            said[one.pk][story.moments[-1].event_id] = story.now
    for one in tickets:
        after = {moment.event_id: moment.after for moment in _story(one).moments}
        assert {pk: after[pk] for pk in said[one.pk]} == said[one.pk]


def _do_something(cast: Cast, ticket: Ticket, chance: random.Random) -> None:
    jana, people = cast.actor("jana"), [cast.jana, cast.ben, None]
    requesters: list[Person] = [cast.mara, cast.oliver, cast.huimin]
    deed = chance.choice(
        [
            lambda: _sets(cast, ticket, chance.choice(["open", "on_hold", "resolved", "closed", "cancelled"])),
            lambda: actions.assign(actor=jana, ticket=ticket, to=chance.choice(people)),
            lambda: actions.give_to_team(actor=jana, ticket=ticket, to=chance.choice([cast.service_desk, None])),
            lambda: actions.change_priority(actor=jana, ticket=ticket, to=chance.randint(1, 4)),
            lambda: actions.change_requester(actor=jana, ticket=ticket, to=chance.choice(requesters)),
            lambda: actions.change_affected(actor=jana, ticket=ticket, to=chance.choice([*requesters, None])),
            lambda: actions.retag(actor=jana, ticket=ticket, to=chance.sample(["a", "b", "c"], 2)),
            lambda: cast.reply(ticket),
            lambda: cast.note(ticket),
            lambda: cast.writes(ticket, by=_name(cast, ticket.requester_id)),
            lambda: _spam(cast, ticket) if chance.random() < 0.3 else actions.unmark_spam(actor=jana, ticket=ticket),
        ]
    )
    try:
        deed()
    except DeskhandError:  # What may not be done now changes nothing, which is checked as well.
        return


def _name(cast: Cast, person: int) -> str:
    return next(name for name, one in cast.people.items() if one.pk == person)


HISTORY = (
    "is:open", "is:new", "is:on_hold", "is:resolved", "is:closed", "is:cancelled", "is:unassigned", "is:waiting",
    "is:spam", "is:deleted", "status:open", "priority:>=high", "kind:question", "team:none", "assignee:none",
    'assignee:"Ben Okafor"', 'requester:"Mara Lindqvist"', 'organization:"Kestrel Biotech"', "organization:none",
    "location:none", "service:none", "tag:vpn", "tag:none", "channel:portal", "desk:it", "tier:L1", "number:>1",
    "created:>2000", "-tag:vpn is:open OR priority:low", "-(priority:>=high tag:none)",
)  # fmt: skip


def test_questions_about_what_is_remembered_mean_the_same_of_a_moment_as_of_the_ticket(cast: Cast) -> None:
    ticket, seen, _other = cast.ticket(), [], cast.ticket(tags=["vpn"])
    fields = history_fields(ticket_fields(cast.it.pk))
    env = Env(now=clock.now(), actor=cast.actor("jana"), desk_id=cast.it.pk)
    asked = [predicate(parse(text, fields), fields, env) for text in HISTORY]
    for deed, _words in [(lambda *_: None, set()), *WORDS]:
        deed(cast, _now(ticket))
        row, moment = _now(ticket), _story(ticket).now
        answers = [ask(row) for ask in asked]
        assert [ask(moment) for ask in asked] == answers
        seen.append(answers)
    assert not [text for text, answers in zip(HISTORY, zip(*seen, strict=True), strict=True) if not any(answers)]


def test_what_keeps_no_history_is_refused_by_its_name(cast: Cast) -> None:
    fields = history_fields(ticket_fields(cast.it.pk))
    for text, words in (
        ("subject:vpn", "“subject” keeps no history"),
        ("wakes:2d", "“wakes” keeps no history"),
        ("is:open drops", "Free text keeps no history"),
        ("is:snoozed", "knows no “snoozed”"),
        ("colour:red", "There is no field “colour”"),
    ):
        with pytest.raises(QueryError, match=words):
            parse(text, fields)
