"""Fields of the query language about tickets: the database and one ticket give the same answer, behind the wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.accounts.actions import save_location, save_team
from deskhand.accounts.models import Team, Tier
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.kernel.query import Env, QueryError, parse, predicate, to_q, to_text
from deskhand.tickets import actions
from deskhand.tickets.models import Service, Ticket
from deskhand.tickets.query_fields import ticket_fields

TERMS = (
    "is:open", "is:new", "is:unassigned", "is:mine", "is:waiting", "status:resolved", "status:new,open",
    "assignee:me", "assignee:none", 'requester:"Mara Lindqvist"', "from:oliver@nordwind.example", "team:none",
    'team:"Service Desk"', "priority:>=high", "priority:low", "tag:vpn", "tag:none", "kind:question", "kind:incident",
    'organization:"Kestrel Biotech"', "service:VPN", "service:none", 'service:"büro-drucker",none',
    "-service:vpn", "location:hamburg", "location:none", 'location:"hamburg   hafen"', "channel:mail", "channel:portal",
    "channel:mail,phone", "tier:L1", "tier:>=L2", "tier:none", "tier:L1,none", "-tier:vendor", "tier:L2..", "desk:it",
    'desk:"Human Resources"', "-desk:it", "desk:hr", "created:today", "created:<2d", "resolved:none", "closed:none",
    "number:>1",
)  # fmt: skip
"""``desk:hr`` for somebody who serves both."""


@pytest.fixture
def asked(cast):
    """A desk with lists, and tickets that differ in every field, at noon: what is asked is asked on the same day."""
    with clock.frozen(clock.now().replace(hour=12)):
        yield _furnished(cast)


def _furnished(cast):
    lena = cast.actor("lena")
    vpn, drucker = (actions.save_service(actor=lena, desk=cast.it, name=name) for name in ("VPN", "Büro-Drucker"))
    hamburg, hafen = (save_location(actor=lena, desk=cast.it, name=name) for name in ("Hamburg", "Hamburg Hafen"))
    actions.save_service(actor=cast.actor("hanna"), desk=cast.hr, name="Payroll")
    carrier = save_team(actor=lena, desk=cast.it, name="Carrier", tier=Tier.VENDOR, members=[])
    cast.people["oliver"].location = " HAMBURG "
    cast.people["oliver"].save(update_fields=["location"])
    cast.ticket("VPN drops", service=vpn, team=cast.service_desk, priority=3, tags=["vpn"])
    cast.ticket("Printer", service=drucker, location=hafen, team=cast.network, channel=Channel.MAIL, kind="question")
    cast.ticket("Line is down", by="oliver", team=carrier, assignee=cast.jana, channel=Channel.PHONE, priority=1)
    done = cast.ticket("Screen", location=hamburg, affected=cast.oliver)
    actions.set_status(actor=cast.actor("jana"), ticket=done, to=cast.status("resolved"))
    cast.ticket("Payslip", desk="hr")
    return cast


def env_of(cast, who="jana"):
    return Env(now=clock.now() + timedelta(minutes=1), me=cast.people[who].pk, actor=cast.actor(who))


def serving_both(cast):
    from deskhand.accounts.actions import give_role

    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    return env_of(cast)


def found(text, env, fields):
    served = Ticket.objects.within(env.actor.desks_with("tickets.read"))
    return set(served.filter(to_q(parse(text, fields), fields, env)))


@pytest.mark.postgres
def test_the_database_and_one_ticket_give_the_same_answer(asked):
    fields, env = ticket_fields(), serving_both(asked)
    tickets = list(Ticket.objects.within([asked.it.pk, asked.hr.pk]))
    counts = {}
    for text in TERMS:
        tree = parse(text, fields)
        assert to_text(parse(to_text(tree), fields)) == to_text(tree), text
        rows = found(text, env, fields)
        assert rows == {one for one in tickets if predicate(tree, fields, env)(one)}, text
        counts[text] = len(rows)
    assert all(counts[one] for one in TERMS), [one for one in TERMS if not counts[one]]
    assert counts["service:VPN"] == counts["location:none"] - 1 == counts["desk:hr"] == counts["tier:L1"] == 1
    assert counts["location:hamburg"] == 2 and counts["service:none"] == 3 and counts["-service:vpn"] == 4
    assert counts["tier:>=L2"] == counts["tier:none"] == 2 and counts["tier:L1,none"] == 3


@pytest.mark.postgres
def test_so_they_do_for_whatever_is_joined(asked):
    fields, env = ticket_fields(), serving_both(asked)
    tickets = list(Ticket.objects.within([asked.it.pk, asked.hr.pk]))
    questions = st.lists(st.sampled_from(TERMS), min_size=2, max_size=4).flatmap(
        lambda terms: st.sampled_from([" ".join(terms), " OR ".join(terms), f"-({' OR '.join(terms)})"])
    )

    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(questions)
    def agree(text):
        test = predicate(parse(text, fields), fields, env)
        assert found(text, env, fields) == {one for one in tickets if test(one)}

    agree()


def test_lists_and_desks_that_one_does_not_serve_are_unknown_words(asked):
    fields, everywhere = ticket_fields(), env_of(asked)
    for text in ("service:Payroll", "desk:hr", "service:Nothing", "location:Nowhere", "tier:L9"):
        for env in (everywhere, replace(everywhere, desk_id=asked.it.pk)):
            with pytest.raises(QueryError):
                to_q(parse(text, fields), fields, env)


def test_what_was_put_away_is_still_found_and_not_offered(asked):
    vpn = Service.objects.within(asked.it).get(name="VPN")
    actions.save_service(actor=asked.actor("lena"), desk=asked.it, service=vpn, name="VPN", is_active=False)
    fields, env = ticket_fields(), env_of(asked)
    assert len(found("service:vpn", env, fields)) == 1
    offered = fields.get("service").complete("", env)
    assert [one.text for one in offered] == ["none", "Büro-Drucker"]


def test_words_are_offered_only_where_there_is_something_to_choose(asked):
    def names(who, desk, typed):
        answer = asked.client(who).get(f"/agent/{desk}/search/completions?q={typed}")
        return answer.content.decode()

    assert "service:" in names("jana", "it", "serv") and "location:" in names("jana", "it", "loc")
    assert "service:" in names("hanna", "hr", "serv") and "location:" not in names("hanna", "hr", "loc")
    assert "desk:" not in names("hanna", "hr", "des")


def test_a_team_of_another_tier_takes_its_tickets_along(asked):
    fields, env = ticket_fields(), env_of(asked)
    Team.objects.within(asked.it).filter(pk=asked.service_desk.pk).update(tier=Tier.L2)
    assert len(found("tier:L2", env, fields)) == 1 and not found("tier:L1", env, fields)
