"""The worked examples of the administrators' page about agreements, carried out."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from deskhand.accounts.models import Organization
from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.reckoning import due
from deskhand.calendars.rules import ALWAYS
from deskhand.kernel import clock
from deskhand.modules.sla import forecast, service_credits
from deskhand.modules.sla.actions import agreements
from deskhand.modules.sla.compliance import Figures
from deskhand.modules.sla.engine.values import Hours
from deskhand.modules.sla.models import Agreement
from deskhand.modules.sla.rulebook import Calendars
from deskhand.modules.sla.tests.conftest import clocks, target
from deskhand.modules.sla.views.contract_frame import percent
from tests.house.source import ROOT

PAGE = (ROOT / "docs/admin/agreements.md").read_text()
EXAMPLES = dict(re.findall(r"^### Example: (.+)\n((?:(?!#).*\n)+)", PAGE, re.MULTILINE))


def rows(title):
    """The cells of the table of an example, without its heading."""
    _head, _line, *found = [line for line in EXAMPLES[title].splitlines() if line.startswith("|")]
    assert found, title
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found]


def test_every_example_is_carried_out():
    assert set(EXAMPLES) == {
        "which tickets an agreement counts for",
        "when its owner is told",
        "what is counted",
        "what a month owes",
        "what is at risk",
    }


@pytest.mark.django_db
def test_which_tickets_an_agreement_counts_for(cast, promise):
    title = "which tickets an agreement counts for"
    said = re.search(r"From (\S+) to (\S+), (\S+):", EXAMPLES[title])
    assert said is not None
    first, last, zone = date.fromisoformat(said[1]), date.fromisoformat(said[2]), ZoneInfo(said[3])
    lena = cast.actor("lena")
    with clock.frozen(datetime(2026, 3, 1, tzinfo=zone)):
        calendar = create_calendar(actor=lena, desk=cast.it, name="Always", given={**ALWAYS, "zone": said[3]})
        choose_calendar(actor=lena, desk=cast.it, calendar=calendar)
        cast.ticket("The desk knows Kestrel")
        policy = promise(target("first_response", any=4), calendar={"of": "desk"})
        kestrel = Organization.objects.get(name="Kestrel Biotech")
        contract = agreements.Contract(level="sla", name="K", starts_on=first, ends_on=last, organization=kestrel)
        row = agreements.save_agreement(actor=lena, desk_id=cast.it.pk, contract=contract)
        agreements.choose_policies(actor=lena, agreement=row, policy_ids=[policy.pk])
    for at, promised in rows(title):
        with clock.frozen(datetime.fromisoformat(at).replace(tzinfo=zone)):
            assert bool(clocks(cast.ticket())) is (promised == "yes"), at


def test_when_its_owner_is_told():
    for last, notice, begins, ended in rows("when its owner is told"):
        row, told = Agreement(ends_on=date.fromisoformat(last), notice_days=int(notice)), date.fromisoformat(begins)
        assert row.ends_soon(told) and not row.ends_soon(told - timedelta(days=1))
        assert row.ends_soon(date.fromisoformat(last)) and not row.ends_soon(date.fromisoformat(ended))


def test_what_is_counted():
    for met, missed, overdue, waived, of_ended, with_open in rows("what is counted"):
        found = Figures(int(met), int(missed), int(waived), int(overdue))
        assert (percent(found.compliance), percent(found.with_open)) == (of_ended, with_open)


def test_what_a_month_owes():
    said = EXAMPLES["what a month owes"]
    bands, fee = service_credits.typed(said.split("```")[1]), re.search(r"Fee: (\S+) EUR", said)
    assert fee is not None
    for met, missed, shown, owed in rows("what a month owes"):
        share = Figures(int(met), int(missed)).compliance
        assert percent(share) == shown
        assert service_credits.credit(Decimal(fee[1]), bands, share) == Decimal(owed.removesuffix(" EUR")), met


def test_what_is_at_risk():
    now, always = datetime(2026, 3, 2, tzinfo=ZoneInfo("UTC")), Calendars()(Hours())
    for ended, place, due_in, expected, at_risk in rows("what is at risk"):
        pace = forecast.pace(int(ended), always, now)
        if pace is None:
            assert (expected, at_risk) == ("–", "no")
            continue
        found = due(always, now, int(place) / pace * 3600)
        assert Fraction((found - now) / timedelta(days=1)) == Fraction(expected)
        assert (found > now + timedelta(days=int(due_in))) is (at_risk == "yes")
