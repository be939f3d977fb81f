"""Plans on the desk IT, and short ways to write and run them."""

from __future__ import annotations

from typing import Any

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.fulfilment import actions
from deskhand.modules.fulfilment.definition import Definition, Edge, Step
from deskhand.modules.fulfilment.models import Plan, Run, RunStep
from deskhand.tickets.models import Ticket


@pytest.fixture
def on(cast):
    """Everybody, with plans on both desks."""
    for desk in (cast.it, cast.hr):
        switch_module(actor=SYSTEM, desk=desk, module="fulfilment", on=True)
    return cast


def task(code: str, **more: Any) -> Step:
    """A task for whoever takes it."""
    says: dict[str, Any] = {name: more.pop(name) for name in ("team", "note", "due", "priority") if name in more}
    return Step(code=code, kind="task", name=more.pop("name", f"Task {code}"), says=says, **more)


def deed(code: str, what: str = "tag", value: Any = "done", **more: Any) -> Step:
    """Something that Deskhand does."""
    return Step(code=code, kind="action", name=f"Set {code}", says={"deed": what, "value": value}, **more)


def edges(*ways: str) -> tuple[Edge, ...]:
    """``a>b`` or ``a>b:declined``."""
    found = []
    for way in ways:
        start, _sign, rest = way.partition(">")
        end, _sign, on = rest.partition(":")
        found.append(Edge(start=start, end=end, on=on or "done"))
    return tuple(found)


def plan(cast: Any, *steps: Step, ways: tuple[str, ...] = (), name: str = "New laptop") -> Plan:
    """A published plan of the desk IT."""
    definition = Definition(tuple(steps), edges(*ways))
    row = actions.make_plan(actor=SYSTEM, desk=cast.it, name=name, definition=definition)
    actions.publish(actor=SYSTEM, plan=row)
    return row


def started(cast: Any, *steps: Step, ways: tuple[str, ...] = (), **more: Any) -> tuple[Ticket, Run]:
    """A ticket of Mara's on which a plan of these steps has begun."""
    ticket = cast.ticket("A laptop", **more)
    run = actions.start_plan(actor=cast.actor("jana"), ticket=ticket, plan=plan(cast, *steps, ways=ways))
    cast.work()
    return ticket, run


def states(run: Run) -> dict[str, str]:
    """Where each step stands."""
    rows = RunStep.objects.within(run.desk_id).filter(run=run)
    return dict(rows.values_list("code", "state"))


def task_of(run: Run, code: str) -> Ticket:
    """The task that a step opened."""
    row = RunStep.objects.within(run.desk_id).select_related("ticket__desk", "ticket__status").get(run=run, code=code)
    assert row.ticket is not None
    return row.ticket


def tasks(cast: Any) -> list[Ticket]:
    """Every task of the desk IT."""
    return list(Ticket.objects.within(cast.it).filter(kind="task").order_by("pk"))
