"""What the kill test of plans runs as processes: `python -m tests.faults.plan_works VERB ...`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

LEASE_SECONDS = 4
"""Short, so that the work of a killed worker is taken up while the test waits."""

PLAN: dict[str, Any] = {
    "steps": [
        {"code": "mark", "kind": "action", "name": "Mark", "says": {"deed": "tag", "value": "laptop"}},
        {"code": "order", "kind": "task", "name": "Order", "stage": "Ordered", "says": {"note": "Call them."}},
        {
            "code": "write",
            "kind": "action",
            "name": "Write",
            "says": {"deed": "mail", "to": "vendor@acme.example", "value": "For {desk.name}."},
        },
        {"code": "tell", "kind": "action", "name": "Tell", "says": {"deed": "note", "value": "It was ordered."}},
        {"code": "set-up", "kind": "task", "name": "Set it up"},
        {"code": "place", "kind": "task", "name": "Place it"},
        {"code": "urgent", "kind": "task", "name": "Run", "condition": "priority:urgent"},
        {"code": "reply", "kind": "action", "name": "Say so", "says": {"deed": "note", "value": "It is ready."}},
        {"code": "hand-over", "kind": "task", "name": "Hand it over"},
    ],
    "edges": [
        {"start": "mark", "end": "order"},
        {"start": "order", "end": "write"},
        {"start": "write", "end": "tell"},
        {"start": "tell", "end": "set-up"},
        {"start": "tell", "end": "place"},
        {"start": "tell", "end": "urgent"},
        {"start": "set-up", "end": "reply"},
        {"start": "place", "end": "reply"},
        {"start": "urgent", "end": "reply"},
        {"start": "reply", "end": "hand-over"},
    ],
}


def prepare(count: str) -> None:
    """Make the tables, a desk with a plan, and requests that it is started on."""
    from django.core.management import call_command

    from deskhand.accounts.actions import create_desk, create_person, switch_module
    from deskhand.kernel.actor import SYSTEM
    from deskhand.modules.fulfilment import actions
    from deskhand.modules.fulfilment.definition import Definition
    from deskhand.tickets.actions import NewTicket, create
    from deskhand.tickets.bodies import plain

    call_command("migrate", verbosity=0)
    chief = create_person(actor=SYSTEM, name="Lena Hartmann", email="lena@eberfeld.example", is_verified=True)
    desk = create_desk(actor=SYSTEM, key="it", name="IT", administrator=chief)
    switch_module(actor=SYSTEM, desk=desk, module="fulfilment", on=True)
    plan = actions.make_plan(actor=SYSTEM, desk=desk, name="New laptop", definition=Definition.read(PLAN))
    actions.publish(actor=SYSTEM, plan=plan)
    for number in range(int(count)):
        new = NewTicket(desk=desk, subject=f"Laptop {number}", body=plain("Please."), requester=chief)
        actions.start_plan(actor=SYSTEM, ticket=create(actor=SYSTEM, new=new), plan=plan, key=f"order:{number}")


def work() -> None:
    """A worker with its scheduler."""
    from deskhand.jobs import running, worker

    vars(running)["lease_of"] = lambda _queue: LEASE_SECONDS
    worker.Worker().run()


def serve() -> None:
    """An agent who resolves whatever task is there, until every plan has ended."""
    from deskhand.accounts.actors import actor_for
    from deskhand.accounts.models import Person
    from deskhand.kernel.actor import Channel
    from deskhand.modules.fulfilment.models import Run
    from deskhand.tickets.actions import set_status
    from deskhand.tickets.models import Status, Ticket

    lena = actor_for(Person.objects.get(email="lena@eberfeld.example"), Channel.WEB)
    while Run.objects.beyond_walls("the test looks at everything").running().exists():
        rows = Ticket.objects.served_by(lena).filter(kind="task", category__in=["new", "open"])
        for task in rows.select_related("desk", "status").order_by("?")[:5]:
            to = Status.objects.within(task.desk_id).get(key="resolved")
            set_status(actor=lena, ticket=task, to=to)
        time.sleep(0.05)


def letters_of(number: int) -> list[list[str]]:
    """What was written to people outside about a ticket: to whom, and what."""
    from deskhand.mail.models import OutboundMail

    rows = OutboundMail.objects.beyond_walls("the test looks at everything").filter(ticket_number=number, kind="other")
    return [[to, text.strip()] for to, text in rows.order_by("pk").values_list("to_email", "text")]


def report() -> None:
    """Print where everything stands, as JSON: the same for runs that nobody killed."""
    from deskhand.modules.fulfilment.models import Run
    from deskhand.tickets.models import Message, Ticket, TicketLink

    everything = "the test looks at everything"
    found = []
    for run in Run.objects.beyond_walls(everything).select_related("ticket").order_by("key"):
        links = TicketLink.objects.beyond_walls(everything).filter(ticket=run.ticket, kind="parent_of")
        tasks = Ticket.objects.beyond_walls(everything).filter(pk__in=links.values("other"))
        notes = Message.objects.beyond_walls(everything).filter(ticket=run.ticket, kind="note")
        found.append(
            {
                "outcome": run.outcome,
                "steps": sorted(run.steps.values_list("code", "state")),
                "tasks": sorted(tasks.values_list("subject", "category")),
                "notes": sorted(notes.values_list("text", flat=True)),
                "tags": sorted(run.ticket.tags.values_list("name", flat=True)),
                "letters": letters_of(run.ticket.number),
            }
        )
    everything_else = Ticket.objects.beyond_walls(everything).filter(kind="task").count()
    print(json.dumps({"runs": found, "tasks": everything_else}))


VERBS: dict[str, Callable[..., None]] = {"prepare": prepare, "work": work, "serve": serve, "report": report}


def main() -> None:
    """Set Django up and do the verb."""
    import django

    django.setup()
    VERBS[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
