"""What promises cost the pages that people look at all day: `python -m bench.promises [--tickets 2000]` makes a demo in
a folder of its own and prints one line of JSON.

The list of open tickets and the page of a ticket, with the module `sla` on and off. Both take turns, so that a busy
machine is busy for both; figures are CPU of one core, and their ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from typing import Any

AIM = 1.15
"""CPU of a page with promises over that of the same page without; lower is better."""

TURNS = 31
CALLS = 4
"""Calls of one turn."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.promises", description=__doc__)
    parser.add_argument("--tickets", type=int, default=2_000)
    tickets = parser.parse_args().tickets
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"DESKHAND_DATA": folder, "DJANGO_SETTINGS_MODULE": "deskhand.settings"})
        print(json.dumps(measured(tickets)))


def measured(tickets: int) -> dict[str, Any]:
    """CPU milliseconds of each page with and without, and the ratios."""
    import django

    django.setup()
    from django.core.management import call_command

    from deskhand.accounts.models import Desk, Person
    from deskhand.demo import fill
    from deskhand.tickets.models import Ticket

    call_command("migrate", verbosity=0)
    demo = fill.fill(tickets=tickets, modules=["sla"])
    desk, person = Desk.objects.get(), Person.objects.get(email=demo.agent)
    number = Ticket.objects.within(desk).listed().latest("number").number
    client, found = _signed_in(person), {"tickets": tickets, "aim": AIM}
    for name, address in {
        "list": f"/agent/{desk.key}/tickets/?view=open",
        "page": f"/agent/tickets/{number}/",
    }.items():
        with_it, without = _by_turns(client, address, desk.pk)
        found |= {f"{name}_ms": with_it, f"{name}_ms_without": without, f"{name}_ratio": round(with_it / without, 3)}
    return found


def _signed_in(person: Any) -> Any:
    from django.test import Client

    from tests.cast import came_in

    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    came_in(client, person, fresh=True)
    return client


def _by_turns(client: Any, address: str, desk_id: int) -> tuple[float, float]:
    """Median milliseconds of a call with the module and without."""
    from deskhand.kernel import switches

    seen: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(TURNS + 2):
        for on in (True, False) if turn % 2 else (False, True):
            switches.switch("sla", desk_id, on)
            _called(client, address)
            began = time.process_time()
            for _call in range(CALLS):
                _called(client, address)
            if turn > 1:  # The first ones load what later ones find loaded.
                seen[on].append((time.process_time() - began) / CALLS * 1000)
    return round(statistics.median(seen[True]), 3), round(statistics.median(seen[False]), 3)


def _called(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


if __name__ == "__main__":
    main()
