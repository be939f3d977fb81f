"""Whoever carries a plan out may die at any moment: what it was doing is undone wholly, and done once by the next."""

import pytest

from deskhand.kernel import events
from deskhand.modules.fulfilment import actions
from deskhand.modules.fulfilment.actions import runs
from deskhand.modules.fulfilment.definition import Definition
from deskhand.modules.fulfilment.models import Run
from deskhand.modules.fulfilment.tests.conftest import states
from deskhand.tickets.actions import set_status
from deskhand.tickets.models import Ticket, TicketLink
from tests.faults.plan_works import PLAN, letters_of
from tests.faults.test_plan_kills import WANTED

pytestmark = pytest.mark.postgres

MOST_FACTS = 60
"""More facts than one look at a run records."""


class Killed(BaseException):
    """The process is gone."""


def dying(monkeypatch, at):
    """Die as fact number ``at`` would be recorded."""
    left, kept = [at], events._recorded

    def record(row, fact):
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return kept(row, fact)

    monkeypatch.setattr(events, "_recorded", record)


def looked_at(run, monkeypatch):
    """Go on with the run; the worker dies at its first fact, the next one at its second, and so on."""
    for at in range(1, MOST_FACTS):
        before = states(run)
        with monkeypatch.context() as killing:
            dying(killing, at)
            try:
                runs.go_on(run_id=run.pk)
            except Killed:
                assert states(run) == before
                continue
        return
    raise AssertionError("it never came to an end")


def test_a_plan_ends_the_same_whenever_its_workers_die(on, monkeypatch):
    row = actions.make_plan(actor=on.actor("lena"), desk=on.it, name="New laptop", definition=Definition.read(PLAN))
    actions.publish(actor=on.actor("lena"), plan=row)
    ticket = on.ticket()
    run = actions.start_plan(actor=on.actor("jana"), ticket=ticket, plan=row)
    for _round in range(8):
        looked_at(run, monkeypatch)
        for task in Ticket.objects.within(on.it).filter(kind="task", category__in=("new", "open")):
            set_status(actor=on.actor("jana"), ticket=task, to=on.status("resolved"))
    links = TicketLink.objects.beyond_walls("test").filter(ticket=ticket, kind="parent_of")
    found = {
        "outcome": Run.objects.within(on.it).get(pk=run.pk).outcome,
        "steps": sorted([code, state] for code, state in states(run).items()),
        "tasks": sorted([one.other.subject, one.other.category] for one in links.select_related("other")),
        "notes": sorted(one.text for one in ticket.messages.filter(kind="note")),
        "tags": [one.name for one in ticket.tags.all()],
        "letters": letters_of(ticket.number),
    }
    assert found == WANTED
