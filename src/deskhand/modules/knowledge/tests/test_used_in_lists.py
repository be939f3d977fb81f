"""Tickets by the articles that were used on them: asked, counted, behind the same walls."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.kernel import clock, switches
from deskhand.kernel.query import Env, QueryError, complete, parse, predicate, to_q, to_text
from deskhand.modules.knowledge.actions.use import use_article
from deskhand.modules.knowledge.columns import columns
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_fields import ticket_fields

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def asked(on, article):
    """One ticket with two articles, one with one that is Lena's, one with none, one of another desk."""
    switches.switch(MODULE, on.hr.pk, True)
    first, second = article("VPN drops"), article("VPN is slow")
    hers = article("VPN of Lena", audience="named", rows=[on.lena])
    theirs = article("VPN of HR", desk=on.hr)
    two, one, none, far = on.ticket(), on.ticket(), on.ticket(), on.ticket(desk="hr", by="oliver")
    for who, what, ticket in (("jana", first, two), ("jana", second, two), ("lena", hers, one), ("hanna", theirs, far)):
        use_article(actor=on.actor(who), article=what, ticket=ticket, how="attached")
    return {"first": first, "hers": hers, "theirs": theirs, "two": two, "one": one, "none": none, "far": far}


def found(on, text, who="jana"):
    """What the database finds, which a look at each ticket must find as well."""
    env = Env(now=clock.now(), me=on.people[who].pk, actor=on.actor(who) if who else None)
    fields = ticket_fields()
    term = parse(text, fields)
    tickets = Ticket.objects.within([on.it.pk, on.hr.pk])
    rows, holds = set(tickets.filter(to_q(term, fields, env))), predicate(term, fields, env)
    assert rows == {one for one in tickets if holds(one)}, text
    assert parse(to_text(term), fields) == term
    return rows


def test_tickets_are_found_by_an_article_by_any_and_by_none(on, asked):
    number = asked["first"].pk
    assert found(on, f"article:{number}") == {asked["two"]} == found(on, f"article:#{number}")
    assert found(on, "article:any") == {asked["two"]}
    assert found(on, "article:none") == {asked["one"], asked["none"], asked["far"]}
    assert found(on, f"-article:{number}") == {asked["one"], asked["none"], asked["far"]}
    assert found(on, f"article:{number},none") == {asked["two"], asked["one"], asked["none"], asked["far"]}
    assert found(on, "article:99999") == set()


def test_an_article_that_one_may_not_read_is_used_on_no_ticket(on, asked):
    assert found(on, f"article:{asked['hers'].pk}") == set()
    assert found(on, f"article:{asked['hers'].pk}", "lena") == {asked["one"]}
    assert found(on, f"article:{asked['theirs'].pk}") == set() == found(on, "article:any", "mara")
    assert found(on, "article:any", "hanna") == {asked["far"]}
    switches.switch(MODULE, on.it.pk, False)
    assert found(on, "article:any") == set()


def test_what_is_no_number_is_pointed_at(on, asked):
    for text in ("article:vpn", 'article:"any"', "article:>2", "article:1..2", f"article:{'9' * 16}", "article:²"):
        with pytest.raises(QueryError):
            parse(text, ticket_fields())
    env = Env(now=clock.now(), actor=on.actor("jana"))
    assert [one.text for one in complete("article:a", 9, ticket_fields(), env)] == ["any"]


def test_the_list_says_how_many_articles_were_used_with_one_question(on, asked):
    page = on.client("jana").get("/agent/it/tickets/", {"q": "article:any"}).text
    assert "Articles" in page and str(asked["two"].number) in page
    ids = [asked[name].pk for name in ("two", "one", "none")]
    with CaptureQueriesContext(connection) as queries:
        (column,) = columns(on.it.pk, ids)
    assert len(queries) == 1
    assert column.words == {asked["two"].pk: "2"}, "what is for a few is not told to all who see the list"
