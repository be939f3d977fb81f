"""Excusing promises, and how often promises were kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.modules.sla import compliance, forecast
from deskhand.modules.sla.actions import waivers
from deskhand.modules.sla.models import Waiver
from deskhand.modules.sla.tests.conftest import at, clocks, target
from deskhand.tickets import actions

pytestmark = pytest.mark.django_db

MARCH = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


@pytest.fixture
def missed(cast, promise):
    """A clock that missed its promise."""
    with at(8):
        promise(target("first_response", any=4))
    with at(9):
        ticket = cast.ticket()
    with at(15):
        cast.reply(ticket)
    [row] = clocks(ticket)
    return row


def ask(cast, row, who="jana", reason="The customer's line was down."):
    return waivers.ask_waiver(actor=cast.actor(who), row=row, reason=reason)


def in_march(cast):
    return compliance.figures(compliance.counting(cast.it.pk, *MARCH), MARCH[1])


def test_a_second_person_excuses_a_missed_promise_and_it_counts_apart(cast, missed):
    with at(16):
        assert in_march(cast) == compliance.Figures(missed=1)
        waiver = ask(cast, missed)
        assert in_march(cast) == compliance.Figures(missed=1)
        waivers.confirm_waiver(actor=cast.actor("priya"), waiver=waiver, answer="Seen in the provider's log.")
        assert in_march(cast) == compliance.Figures(waived=1)
        assert in_march(cast).compliance is None
        waivers.reopen_waiver(actor=cast.actor("lena"), waiver=waiver)
        assert in_march(cast) == compliance.Figures(missed=1)
        waivers.refuse_waiver(actor=cast.actor("lena"), waiver=waiver, answer="It was up again at ten.")
    row = Waiver.objects.within(cast.it).get()
    assert (row.state, row.asked_by, row.decided_by) == ("refused", cast.jana, cast.lena)
    assert row.answer == "It was up again at ten."


def test_nobody_excuses_what_they_asked_for_themselves(cast, missed):
    waiver = ask(cast, missed, "priya")
    with pytest.raises(Denied, match="second person"):
        waivers.confirm_waiver(actor=cast.actor("priya"), waiver=waiver)
    with pytest.raises(Denied):
        waivers.refuse_waiver(actor=cast.actor("ben"), waiver=waiver)
    with pytest.raises(Denied):
        waivers.withdraw_waiver(actor=cast.actor("jana"), waiver=waiver)
    waivers.confirm_waiver(actor=cast.actor("lena"), waiver=waiver)
    with pytest.raises(Conflict):
        waivers.refuse_waiver(actor=cast.actor("lena"), waiver=waiver)
    with pytest.raises(Denied):
        waivers.reopen_waiver(actor=cast.actor("priya"), waiver=waiver)


def test_a_waiver_needs_a_reason_a_broken_promise_and_stands_once(cast, missed):
    with pytest.raises(Invalid):
        ask(cast, missed, reason="  ")
    first = ask(cast, missed)
    with pytest.raises(Conflict):
        ask(cast, missed, "ben")
    waivers.withdraw_waiver(actor=cast.actor("jana"), waiver=first)
    second = ask(cast, missed, "ben")
    with pytest.raises(Conflict, match="meanwhile"):
        waivers.reopen_waiver(actor=cast.actor("jana"), waiver=first)
    assert second.state == "asked"
    with at(9):
        kept = cast.ticket()
        cast.reply(kept)
    [row] = clocks(kept)
    with pytest.raises(Conflict, match="missed"):
        ask(cast, row)


def test_compliance_counts_what_ended_and_beside_it_what_is_overdue(cast, promise, missed):
    with at(16):
        for _n in range(3):
            cast.reply(cast.ticket())
        cast.ticket("Nobody answers")
        gone = cast.ticket("Never mind")
        actions.set_status(actor=cast.actor("jana"), ticket=gone, to=cast.status("cancelled"))
    with at(12, day=3):
        found = in_march(cast)
        assert found == compliance.Figures(met=3, missed=1, overdue=1)
        assert (found.compliance, found.with_open) == (Fraction(3, 4), Fraction(3, 5))
        april = (MARCH[1], datetime(2026, 5, 1, tzinfo=UTC))
        assert compliance.figures(compliance.counting(cast.it.pk, *april), april[1]).is_empty


def test_an_overdue_promise_counts_in_each_month_in_which_it_was_open(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
    with at(20, day=31):
        ticket = cast.ticket()
    april = (MARCH[1], datetime(2026, 5, 1, tzinfo=UTC))
    with at(23, 59, day=31):
        assert in_march(cast).is_empty
    with at(9, day=31):
        late = cast.ticket()
    with at(15, day=31):
        assert in_march(cast) == compliance.Figures(overdue=1)
    with at(23, 30, day=31):
        cast.reply(late)
        cast.reply(ticket)
        assert in_march(cast) == compliance.Figures(met=1, missed=1)
    assert compliance.figures(compliance.counting(cast.it.pk, *april), april[1]).is_empty


def test_what_a_queue_cannot_do_in_time_at_its_pace_is_foretold(cast, promise):
    with at(8):
        promise(target("first_response", any=24))
        for _n in range(14):
            cast.reply(cast.ticket())
    now = datetime(2026, 3, 14, 8, tzinfo=UTC)
    with at(8, day=14):
        for _n in range(3):
            cast.ticket()
        risks = forecast.at_risk(cast.it.pk, now)
    # 14 in 14 days around the clock: one a day. The first is done when it is due, the others after it.
    assert [one.place for one in risks] == [2, 3]
    assert [one.expected_at - now for one in risks] == [timedelta(days=2), timedelta(days=3)]


def test_without_a_pace_nothing_is_foretold(cast, promise):
    with at(8):
        promise(target("first_response", any=24))
        cast.ticket()
    assert forecast.at_risk(cast.it.pk, datetime(2026, 3, 2, 9, tzinfo=UTC)) == []
