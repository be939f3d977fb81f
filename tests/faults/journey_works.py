"""What the kill test of journeys runs as processes: `python -m tests.faults.journey_works VERB ...`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

LEASE_SECONDS = 4
"""Short, so that the work of a killed worker is taken up while the test waits."""

EVERYTHING = "the test looks at everything"

STEPS: tuple[dict[str, Any], ...] = (
    {"code": "contract", "title": "Contract", "desk": "hr", "offset": -9},
    {"code": "account", "title": "Account", "desk": "it", "offset": -9, "after": ("contract",)},
    {"code": "laptop", "title": "Laptop", "desk": "it", "offset": -9},
    {"code": "badge", "title": "Badge", "desk": "facilities", "offset": -9, "after": ("account", "laptop")},
    {"code": "tour", "title": "Tour", "who": "manager", "offset": -9, "after": ("badge",)},
    {"code": "rules", "title": "Rules", "who": "employee", "offset": -9, "after": ("tour",)},
)


def prepare(count: str) -> None:
    """Make the tables, three desks that onboard together, and people who join."""
    from datetime import timedelta

    from django.core.management import call_command

    from deskhand.accounts.actions import create_desk, create_person, switch_module
    from deskhand.kernel import clock
    from deskhand.kernel.actor import SYSTEM
    from deskhand.modules.journeys import actions
    from deskhand.modules.journeys.actions.beginning import deskhand_on
    from deskhand.modules.journeys.actions.journeys import NewJourney
    from deskhand.modules.journeys.definition import Definition, Step
    from deskhand.modules.journeys.models import Part

    call_command("migrate", verbosity=0)
    chief = create_person(actor=SYSTEM, name="Lena Hartmann", email="lena@eberfeld.example", is_verified=True)
    desks = {}
    for key in ("hr", "it", "facilities"):
        desks[key] = create_desk(actor=SYSTEM, key=key, name=key, administrator=chief)
        for module in ("fulfilment", "journeys"):
            switch_module(actor=SYSTEM, desk=desks[key], module=module, on=True)
    plan = Definition(stages=("Before",), steps=tuple(Step(stage="Before", **one) for one in STEPS))
    row = actions.make_blueprint(actor=deskhand_on(desks["hr"].pk), desk=desks["hr"], name="Joining", plan=plan)
    row = actions.publish(actor=deskhand_on(row.desk_id), blueprint=row)
    for part in Part.objects.beyond_walls(EVERYTHING).exclude(desk=row.desk_id):
        actions.accept(actor=deskhand_on(part.desk_id), part=part, ways={one["code"]: {} for one in part.asked})
    for number in range(int(count)):
        person = create_person(actor=SYSTEM, name=f"Person {number:03}", email=f"p{number:03}@eberfeld.example")
        day = clock.now().date() + timedelta(days=2)
        new = NewJourney(blueprint=row, manager=chief, person=person, key_on=day)
        actions.start(actor=deskhand_on(row.desk_id), new=new)


def work() -> None:
    """A worker with its scheduler."""
    from deskhand.jobs import running, worker

    vars(running)["lease_of"] = lambda _queue: LEASE_SECONDS
    worker.Worker().run()


def serve() -> None:
    """Somebody who resolves whatever ticket is there and ticks off what is anybody's, until every journey has ended."""
    from deskhand.accounts.actors import actor_for
    from deskhand.accounts.models import Person
    from deskhand.kernel.actor import Channel
    from deskhand.modules.journeys.actions import tick
    from deskhand.modules.journeys.models import Activity, Journey
    from deskhand.tickets.actions import set_status
    from deskhand.tickets.models import Status, Ticket

    lena = actor_for(Person.objects.get(email="lena@eberfeld.example"), Channel.WEB)
    while Journey.objects.beyond_walls(EVERYTHING).running().exists():
        rows = Ticket.objects.served_by(lena).filter(category__in=["new", "open"])
        for ticket in rows.select_related("desk", "status").order_by("?")[:5]:
            to = Status.objects.within(ticket.desk_id).get(key="resolved")
            set_status(actor=lena, ticket=ticket, to=to)
        own = Activity.objects.beyond_walls(EVERYTHING).filter(state="begun", desk=None, journey__ended_at=None)
        for row in own.select_related("journey").order_by("?")[:5]:
            tick(actor=lena, journey=row.journey, code=row.code)
        time.sleep(0.05)


def report() -> None:
    """Print where everything stands, as JSON: the same for journeys that nobody killed."""
    from deskhand.kernel.models import Event
    from deskhand.mail.models import OutboundMail
    from deskhand.modules.journeys.models import Activity, Journey
    from deskhand.tickets.models import Ticket

    letters = OutboundMail.objects.beyond_walls(EVERYTHING).filter(once_key__startswith="journey:")
    rows = Activity.objects.beyond_walls(EVERYTHING)
    facts = Event.objects.filter(code__in=("journey.activity_begun", "journey.activity_ended", "journey.ended"))
    found = [
        {
            "outcome": one.outcome,
            "activities": sorted(rows.filter(journey=one).values_list("code", "state")),
            "tickets": Ticket.objects.beyond_walls(EVERYTHING).filter(subject__endswith=one.called).count(),
            "facts": facts.filter(subject_id=one.pk, subject_kind="journey").count(),
            "letters": sorted(
                (to[:4], key.split(":")[2])
                for to, key in letters.filter(once_key__startswith=f"journey:{one.pk}:").values_list(
                    "to_email", "once_key"
                )
            ),
        }
        for one in Journey.objects.beyond_walls(EVERYTHING).order_by("pk")
    ]
    print(json.dumps(found))


VERBS: dict[str, Callable[..., None]] = {"prepare": prepare, "work": work, "serve": serve, "report": report}


def main() -> None:
    """Set Django up and do the verb."""
    import django

    django.setup()
    VERBS[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
