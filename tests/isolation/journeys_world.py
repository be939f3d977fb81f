"""Journeys of each desk, one in which the other takes part, with words that only some may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM

READERS = ("agent", "lead", "admin", "auditor")


def journeyed(
    cast: Any, desk: Desk, by: str, common: str, secrets: dict[str, frozenset[str]], word: Callable[[str], str]
) -> dict[str, int]:
    """A journey that ``by`` accompanies as the manager, whose answer stays with the desk; and what the other desk asks
    of this one, for its administrators to read."""
    from deskhand.modules.journeys import actions
    from deskhand.modules.journeys.actions.journeys import NewJourney
    from deskhand.modules.journeys.definition import Definition, Question, Step
    from deskhand.modules.journeys.models import Part

    named, answer, called, asked = (word(one) for one in ("journey", "journey_answer", "journey_called", "asked_part"))
    other = cast.hr if desk.key == "it" else cast.it
    own = frozenset(f"{desk.key}:{role}" for role in READERS)
    secrets |= {named: own | {by}, called: own | {by}, answer: own}
    secrets[asked] = frozenset(f"{other.key}:{role}" for role in READERS) | {f"{desk.key}:admin"}
    tour = Step(code="tour", title="Tour", stage="First day", who="manager")
    plan = Definition(stages=("First day",), questions=(Question(code="salary", label="Salary"),), steps=(tour,))
    row = actions.make_blueprint(actor=SYSTEM, desk=desk, name=f"{common} {named}", plan=plan)
    row = actions.publish(actor=SYSTEM, blueprint=row)
    manager: Person = cast.people[by]
    new = NewJourney(
        blueprint=row,
        manager=manager,
        key_on=clock.now().date() + timedelta(days=5),
        called=f"{common} {called}",
        answers={"salary": answer},
    )
    journey = actions.start(actor=SYSTEM, new=new)
    step = Step(code="badge", title="Badge", stage="First day", desk=desk.key, offset=-1)
    wish = Definition(stages=("First day",), steps=(step,))
    theirs = actions.make_blueprint(actor=SYSTEM, desk=other, name=f"{common} {asked}", plan=wish)
    actions.publish(actor=SYSTEM, blueprint=theirs)
    part = Part.objects.within(desk).get(blueprint=theirs)
    return {
        "journeys": journey.pk,
        "my-journeys": journey.pk,
        "start": row.pk,
        "blueprints": row.pk,
        "journey-parts": part.pk,
    }
