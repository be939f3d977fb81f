"""HR writes an onboarding in which IT does its part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.journeys import actions
from deskhand.modules.journeys.actions.journeys import NewJourney
from deskhand.modules.journeys.definition import Condition, Definition, Question, Step
from deskhand.modules.journeys.models import Activity, Blueprint, Journey, Part
from deskhand.tickets.models import Ticket

STAGES = ("Before the first day", "First day")


@pytest.fixture
def on(cast):
    """Everybody, with journeys on both desks."""
    for desk in (cast.it, cast.hr):
        for module in ("fulfilment", "journeys"):
            switch_module(actor=SYSTEM, desk=desk, module=module, on=True)
    return cast


def step(code: str, **more: Any) -> Step:
    """Something that IT does a week before the first day."""
    given = {"title": f"Do {code}", "stage": STAGES[0], "desk": "it", "offset": -5, "unit": "days", "takes": 1}
    return Step(code=code, **{**given, **more})


def own(code: str, who: str = "employee", **more: Any) -> Step:
    """Something that the employee or manager does on the first day."""
    return step(code, **{"who": who, "desk": "", "stage": STAGES[1], "offset": 0, **more})


QUESTIONS = (
    Question(code="phone", label="Needs a phone", kind="yes"),
    Question(code="salary", label="Salary"),
)

WANTS_PHONE = Condition(about="answer:phone", op="is", value="yes")


def blueprint(cast: Any, *steps: Step, accepted: bool = True) -> Blueprint:
    """In use on HR; IT has said yes."""
    plan = Definition(stages=STAGES, questions=QUESTIONS, steps=steps)
    row = actions.make_blueprint(actor=cast.actor("hanna"), desk=cast.hr, name="Onboarding", plan=plan)
    row = actions.publish(actor=cast.actor("hanna"), blueprint=row)
    if accepted:
        for part in Part.objects.within(cast.it).filter(blueprint=row):
            actions.accept(actor=cast.actor("lena"), part=part, ways={one["code"]: {} for one in part.asked})
    return row


def in_days(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def started(cast: Any, row: Blueprint, days: int = 3, **more: Any) -> Journey:
    """Mara's journey, with Hui Min as her manager."""
    given = {"manager": cast.people["huimin"], "person": cast.people["mara"], "key_on": in_days(days), **more}
    made = actions.start(actor=cast.actor("hanna"), new=NewJourney(blueprint=row, **given))
    cast.work()
    return made


@dataclass
class Ran:
    """A journey with its activities by code."""

    journey: Journey

    def row(self, code: str) -> Activity:
        rows = Activity.objects.within(self.journey.desk_id).select_related("ticket__desk", "ticket__status")
        return rows.get(journey=self.journey, code=code)

    def ticket(self, code: str) -> Ticket:
        """The ticket of an activity that has one."""
        found = self.row(code).ticket
        assert found is not None
        return found

    def states(self) -> dict[str, str]:
        rows = Activity.objects.within(self.journey.desk_id).filter(journey=self.journey)
        return dict(rows.values_list("code", "state"))


def resolved(cast: Any, ticket: Any, by: str = "jana") -> None:
    """Somebody of the desk has done it."""
    from deskhand.tickets import actions as on_tickets
    from deskhand.tickets.models import Status

    to = Status.objects.within(ticket.desk_id).filter(category="resolved", is_active=True).first()
    on_tickets.set_status(actor=cast.actor(by), ticket=ticket, to=to)
    cast.work()
