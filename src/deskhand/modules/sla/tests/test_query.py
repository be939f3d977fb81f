"""Tickets found by when they are due and how they stand: the database and one ticket give the same answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.kernel import switches
from deskhand.kernel.actor import Channel
from deskhand.kernel.query import Env, QueryError, complete, parse, predicate, to_q, to_text
from deskhand.modules.sla.tests.conftest import at, instant, target
from deskhand.tickets import actions
from deskhand.tickets.models import Priority, Ticket
from deskhand.tickets.query_fields import ticket_fields

TERMS = (
    "due:<2h", "due:2h", "due:>1d", "due:<=1d", "due:>=3h", "due:none", "due:overdue", "due:overdue,none", "due:today",
    "due:>today", "due:1h..2d", "due:2026-03-02", "sla:running", "sla:paused", "sla:overdue", "sla:soon", "sla:met",
    "sla:missed", "sla:none", "sla:soon,overdue", "sla:met,none",
)  # fmt: skip
NOW = instant(12)
"""Monday noon."""


@pytest.fixture
def asked(cast, promise):
    """Tickets of which one runs, one is due soon, one overdue, one paused, one both, one kept, one missed, one has
    nothing."""
    with at(8):
        promise(target("time_to_resolve", normal=48, high=4, urgent=1, low=5), query="channel:portal")
        far, soon, late, kept, missed, rests, both = (cast.ticket() for _each in range(7))
        cast.ticket("By mail", channel=Channel.MAIL)
        cast.ticket(desk="hr")
        jana = cast.actor("jana")
        for ticket, priority in ((soon, 3), (late, 4), (missed, 4), (rests, 4), (both, 4), (kept, 3)):
            actions.change_priority(actor=jana, ticket=ticket, to=Priority(priority))
        actions.set_status(actor=jana, ticket=kept, to=cast.status("resolved"))
        actions.set_status(actor=jana, ticket=rests, to=cast.status("on_hold"))
        assert far.pk
    with at(11, 30):
        actions.change_priority(actor=jana, ticket=soon, to=Priority.LOW)
        actions.set_status(actor=jana, ticket=missed, to=cast.status("resolved"))
        actions.set_status(actor=jana, ticket=both, to=cast.status("on_hold"))
    return cast


def env_of(cast, who="jana", now=NOW):
    return Env(now=now, me=cast.people[who].pk, actor=cast.actor(who))


def found(text, env, cast):
    fields = ticket_fields()
    tickets = Ticket.objects.within([cast.it.pk, cast.hr.pk])
    rows = set(tickets.filter(to_q(parse(text, fields), fields, env)))
    holds = predicate(parse(text, fields), fields, env)
    assert rows == {one for one in tickets if holds(one)}, text
    return rows


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_database_and_one_ticket_give_the_same_answer(asked):
    env, fields = env_of(asked), ticket_fields()
    counts = {}
    for text in TERMS:
        tree = parse(text, fields)
        assert to_text(parse(to_text(tree), fields)) == to_text(tree) == text.replace("due:2h", "due:<=2h"), text
        counts[text] = len(found(text, env, asked))
    assert counts["sla:running"] == 3 and counts["sla:paused"] == counts["sla:overdue"] == counts["due:overdue"] == 2
    assert counts["sla:soon"] == counts["due:today"] - 2 == 1 and counts["due:<2h"] == 3 and counts["due:>1d"] == 1
    assert counts["sla:met"] == 1 and counts["sla:missed"] == 3 and counts["sla:none"] == 2 and counts["due:none"] == 5


@pytest.mark.django_db
@pytest.mark.postgres
def test_so_they_do_for_whatever_is_joined_at_any_time(asked):
    questions = st.lists(st.sampled_from(TERMS), min_size=1, max_size=3).flatmap(
        lambda terms: st.sampled_from([" ".join(terms), " OR ".join(terms), f"-({' OR '.join(terms)})"])
    )

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(questions, st.integers(-6, 60), st.sampled_from(["jana", "hanna", "mara"]))
    def agree(text, hours, who):
        found(text, env_of(asked, who, NOW + timedelta(hours=hours)), asked)

    agree()


@pytest.mark.django_db
def test_whoever_does_not_serve_the_desk_learns_nothing_of_its_promises(asked):
    everything = Ticket.objects.within([asked.it.pk, asked.hr.pk]).count()
    for who in ("hanna", "mara"):
        env = env_of(asked, who)
        assert not found("sla:running OR due:>1h OR sla:met", env, asked)
        assert len(found("sla:none", env, asked)) == everything


@pytest.mark.django_db
def test_what_makes_no_sense_is_said_where_it_stands(asked):
    for wrong in ("due:<overdue", "due:someday", "due:overdue..2d", "sla:perhaps", "sla:>met"):
        with pytest.raises(QueryError) as refusal:
            parse(f"is:open {wrong}", ticket_fields(asked.it.pk))
        assert refusal.value.position >= len("is:open "), wrong


@pytest.mark.django_db
def test_off_both_words_are_unknown_and_on_they_are_offered(asked):
    offered = complete("sl", 2, ticket_fields(asked.it.pk), env_of(asked))
    assert "sla:" in str(offered)
    assert "overdue" in str(complete("due:", 4, ticket_fields(asked.it.pk), env_of(asked)))
    switches.switch("sla", asked.it.pk, False)
    for word in ("due:overdue", "sla:soon"):
        with pytest.raises(QueryError, match="There is no field"):
            parse(word, ticket_fields(asked.it.pk))


@pytest.mark.django_db
def test_a_desk_that_has_a_field_called_due_keeps_the_word_for_it(asked):
    switches.switch("fields", asked.it.pk, True)
    field, token = {"desk": "it", "label": "Due", "code": "due", "kind": "date"}, asked.bearer("lena")

    def make():
        answer = asked.client().post("/api/v1/fields/definitions", field, "application/json", headers=token)
        return answer.status_code

    assert make() == 422, "a new one would take the word away"
    switches.switch("sla", asked.it.pk, False)
    assert make() == 201
    switches.switch("sla", asked.it.pk, True)
    assert ticket_fields(asked.it.pk).get("due").title == "Due"
    assert ticket_fields(asked.it.pk).get("sla") is not None
