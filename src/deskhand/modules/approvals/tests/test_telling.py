"""Who is told of an approval: at the bell or by letter, each thing once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.kernel import clock, switches
from deskhand.mail.models import OutboundMail
from deskhand.modules.approvals import actions, terms
from deskhand.modules.approvals.actions import waking
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.terms import StageTerms, Who
from deskhand.modules.approvals.tests.conftest import MANAGER, decide
from deskhand.modules.approvals.tests.test_deciding import people
from deskhand.modules.approvals.tests.test_everywhere import START, timed
from deskhand.notify.actions import write_letters
from deskhand.notify.models import Notification
from deskhand.tickets import actions as tickets


def told(cast, name):
    """Kinds of what somebody was told of approvals, oldest first."""
    rows = Notification.objects.filter(person=cast.people[name], kind__startswith="approval_")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def bell(cast, name):
    return cast.client(name).get("/agent/notifications/").content.decode()


def letters(to):
    rows = OutboundMail.objects.beyond_walls("what was written is looked at").filter(to_email=to)
    return list(rows.order_by("pk").values_list("subject", flat=True))


def test_whoever_asked_hears_of_each_decision_and_of_the_outcome_once(on, asked):
    approval = asked(MANAGER, people(on, "oliver"))
    decide(on, approval, "huimin")
    on.work()
    assert told(on, "jana") == ["approval_decided"]
    assert "Hui Min Tan approved; others still decide" in bell(on, "jana")
    decide(on, approval, "oliver", yes=False)
    on.work()
    assert told(on, "jana") == ["approval_decided", "approval_ended"]
    assert "It is declined" in bell(on, "jana")
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        write_letters(ticket_number=approval.ticket.number)
    assert len([one for one in letters("jana@eberfeld.example") if "declined" in one]) == 1


def test_what_nobody_of_the_desk_asked_is_told_to_who_has_the_ticket(on, policy):
    ticket = on.ticket()
    tickets.assign(actor=on.actor("jana"), ticket=ticket, to=on.ben)
    approval = actions.ask(actor=on.actor("mara"), ticket=ticket, policy=policy(), key="order:1")
    decide(on, approval, "huimin")
    on.work()
    assert told(on, "ben") == ["approval_ended"] and told(on, "jana") == []


@pytest.mark.parametrize(
    ("follows", "kind"), [("stay", "approval_overdue"), ("decline", "approval_ended")], ids=("stay", "decline")
)
def test_a_missed_deadline_is_told_once_as_what_it_came_to(on, asked, follows, kind):
    with clock.frozen(START):
        asked(timed(at_deadline=follows))
        on.work()
    with clock.frozen(START + timedelta(hours=8)):
        waking.ring(desk_id=on.it.pk)
        on.work()
    assert told(on, "jana") == [kind]


def test_an_edit_is_told_to_whoever_asked_and_once_to_who_had_decided(on, asked):
    approval = asked(MANAGER, people(on, "oliver"))
    decide(on, approval, "huimin")
    tickets.change_subject(actor=on.actor("ben"), ticket=approval.ticket, to="Server")
    on.work()
    assert told(on, "jana") == ["approval_decided", "approval_voided"]
    about = [one for one in letters("huimin@kestrel.example") if "Server" in one]
    assert len(about) == 1 and about[0].startswith("Changed, decide again")


def test_an_agent_who_decides_finds_it_at_the_bell_and_gets_one_letter(on, asked):
    with clock.frozen(START):
        approval = asked(people(on, "lena", "priya", remind=3))
        on.work()
    assert told(on, "lena") == ["approval_wanted"]
    assert f"/approvals/asks/{approval.asks.get(person=on.lena).pk}/" in bell(on, "lena")
    with clock.frozen(START + timedelta(hours=3)):
        waking.ring(desk_id=on.it.pk)
        on.work()
    assert told(on, "lena") == ["approval_wanted", "approval_reminded"]
    with clock.frozen(START + timedelta(hours=4)):
        write_letters(ticket_number=approval.ticket.number)
        decide(on, approval, "priya")
        on.work()
    assert told(on, "lena") == ["approval_wanted", "approval_reminded", "approval_not_needed"]
    mine = [one for one in letters("lena@eberfeld.example") if "decide:" in one or "approval" in one.lower()]
    assert [one.split(":")[0] for one in mine[:2]] == ["Please decide", "Still to decide"]
    assert len(mine) == 3 and "not needed any more" in mine[2]


def test_who_is_not_needed_any_more_gets_one_letter_that_says_why(on, asked):
    approval = asked(people(on, "huimin", "oliver"), people(on, "huimin", "lena", with_previous=True, needs="all"))
    on.work()
    decide(on, approval, "oliver")
    on.work()
    assert not [one for one in letters("huimin@kestrel.example") if one.startswith("Not needed")]  # Still is.
    decide(on, approval, "lena", yes=False)
    on.work()
    assert len([one for one in letters("huimin@kestrel.example") if one.startswith("Not needed")]) == 1


def test_off_the_module_tells_nobody_and_its_kinds_are_not_offered(on, asked):
    approval = asked(people(on, "lena", "priya", needs="all"))
    decide(on, approval, "lena")
    assert "My approval is wanted" in on.client("jana").get("/me/notifications/").content.decode()
    switches.switch(MODULE, on.it.pk, False)
    on.work()
    assert told(on, "jana") == []
    assert "My approval is wanted" not in on.client("jana").get("/me/notifications/").content.decode()


def test_the_bell_costs_the_same_however_much_it_tells(on, asked, django_assert_max_num_queries):
    stage = StageTerms(who=(Who(terms.PERSON, on.lena.pk),))
    for _number in range(6):
        asked(stage)
    on.work()
    lena = on.client("lena")
    lena.get("/agent/notifications/")
    with django_assert_max_num_queries(30):
        assert lena.get("/agent/notifications/").content.decode().count("asks for your approval") == 6
