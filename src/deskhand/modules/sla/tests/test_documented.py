"""The worked examples of the administrators' page, carried out."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.rules import ALWAYS
from deskhand.kernel import clock, switches
from deskhand.modules.sla import typed
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.tests.conftest import clocks
from deskhand.tickets import actions
from deskhand.tickets.models import Priority
from tests.house.source import ROOT

PAGE = ROOT / "docs/admin/service-levels.md"
EXAMPLE = re.compile(r"^### (.+)\nCalendar: (.+)\nPolicy: (.+)\n\n((?:\|.*\n)+)", re.MULTILINE)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXAMPLES = EXAMPLE.findall(PAGE.read_text())


def calendar(cast, text):
    """The desk's calendar as the page writes it; its time zone."""
    if text == "none":
        return ZoneInfo("UTC")
    hours, zone, *closed = text.split(", ")
    days, window = hours.split(" ")
    first, last = (DAYS.index(one.lower()) for one in days.split("-"))
    given = {
        **ALWAYS,
        "zone": zone,
        "hours": {day: [window.split("-")] if first <= place <= last else [] for place, day in enumerate(DAYS)},
        "holidays": [{"on": one.removeprefix("closed "), "name": "Closed"} for one in closed],
    }
    row = create_calendar(actor=cast.actor("lena"), desk=cast.it, name="Hours", given=given)
    choose_calendar(actor=cast.actor("lena"), desk=cast.it, calendar=row)
    return ZoneInfo(zone)


def policy(cast, text):
    """``time to resolve 8h, urgent 4h``."""
    first, *others = text.split(", ")
    metric = next(one for one in ("time to resolve", "first response", "next response") if first.startswith(one))
    goals = {"any": first.removeprefix(metric).strip()} | dict(one.split(" ", 1) for one in others)
    written = {word: typed.goal(said).written() for word, said in goals.items()}
    said = {"targets": [{"metric": metric.replace(" ", "_"), "goals": written}]}
    policies.save_policy(actor=cast.actor("lena"), desk_id=cast.it.pk, name="Example", said=said)


def happens(cast, what, ticket):
    """Carry out what the page says; returns the ticket."""
    jana = cast.actor("jana")
    if what == "opened":
        return cast.ticket()
    if what == "an agent answers":
        cast.reply(ticket)
    elif what == "the requester writes":
        cast.writes(ticket)
    elif what in ("urgent", "normal"):
        actions.change_priority(actor=jana, ticket=ticket, to=Priority.of(what))
    else:
        actions.set_status(actor=jana, ticket=ticket, to=cast.status(what.replace(" ", "_")))
    ticket.refresh_from_db()
    return ticket


def stands(ticket, zone):
    """What the page says in its third column."""
    rows = clocks(ticket)
    if not rows:
        return "nothing"
    last = rows[-1]
    if last.ended_at is not None:
        return {"met": "kept", "missed": "missed"}[last.outcome]
    return "paused" if last.due_at is None else f"{last.due_at.astimezone(zone):%Y-%m-%d %H:%M}"


def test_the_page_has_its_examples():
    assert len(EXAMPLES) == PAGE.read_text().count("\nPolicy: ") >= 9


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_what_the_page_says_is_so(cast, example):
    _title, hours, promised, table = example
    with clock.frozen(datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))):
        zone = calendar(cast, hours)
        switches.switch("sla", cast.it.pk, True)
        policy(cast, promised)
    ticket = None
    for line in table.splitlines()[2:]:
        when, what, due = (cell.strip() for cell in line.strip("|").split("|"))
        with clock.frozen(datetime.fromisoformat(when).replace(tzinfo=zone)):
            ticket = happens(cast, what, ticket)
            assert stands(ticket, zone) == due, line
