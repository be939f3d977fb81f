"""Fills an empty installation with the workload and tells, as JSON, what a driver needs to know of it.

`python -m bench.furnish TICKETS [IMAP_PORT USER PASSWORD]` works on the installation that DESKHAND_... names.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from bench import workload
from bench.workload import Told

MAILBOX = "support@helpdesk.example"
NUMBERS_BEGIN = 10_000


def furnish(count: int, imap: tuple[str, ...]) -> dict[str, Any]:
    """Make desk, people and tickets; the schema must be there."""
    from django.db import connection

    from deskhand.tickets.actions.write_history import BATCH, raise_number, write_history

    desk, agents, teams, people = _cast()
    _mailbox(desk, imap)
    facts = _ways_in(agents[0])
    numbers: list[tuple[int, int]] = []
    told = workload.tickets(count)
    while batch := list(islice(told, BATCH)):
        past = [_past(one, NUMBERS_BEGIN + len(numbers) + at, agents, teams, people) for at, one in enumerate(batch)]
        made = write_history(desk=desk, tickets=past, sender=MAILBOX)
        numbers += [(row.number, one.index) for row, one in zip(made, batch, strict=True)]
    raise_number(NUMBERS_BEGIN + len(numbers))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return facts | {"first": NUMBERS_BEGIN, "tickets": count, "long": [number for number, _index in numbers[count:]]}


def _cast() -> tuple[Any, list[Any], list[Any], list[Any]]:
    from django.db import transaction

    from deskhand.accounts import actions
    from deskhand.kernel.actor import SYSTEM

    with transaction.atomic():
        people = [
            actions.create_person(
                actor=SYSTEM, name=workload.name_of(one), email=workload.address_of(one), is_verified=True
            )
            for one in range(workload.REQUESTERS)
        ]
        agents = [
            actions.create_person(
                actor=SYSTEM, name=f"Agent {one:02d}", email=f"agent{one:02d}@helpdesk.example", is_verified=True
            )
            for one in range(workload.AGENTS)
        ]
        desk = actions.create_desk(actor=SYSTEM, key="it", name="Service desk", administrator=agents[0])
        for one in agents:
            actions.give_role(actor=SYSTEM, desk=desk, person=one, role="agent")
        teams = [
            actions.save_team(actor=SYSTEM, desk=desk, name=f"Team {one:02d}", members=agents[one::10])
            for one in range(workload.TEAMS)
        ]
    return desk, agents, teams, people


def _mailbox(desk: Any, imap: tuple[str, ...]) -> None:
    from deskhand.kernel import clock, vault
    from deskhand.mail.models import Mailbox

    fetched = {}
    if imap:
        port, user, password = imap
        fetched = {
            "protocol": "imap",
            "fetch_host": "127.0.0.1",
            "fetch_port": int(port),
            "fetch_security": "none",
            "fetch_user": user,
            "fetch_secret": vault.locked(password),
        }
    Mailbox.objects.create(desk=desk, name="support", address=MAILBOX, created_at=clock.now(), **fetched)


def _ways_in(agent: Any) -> dict[str, str]:
    from deskhand.accounts import actions
    from deskhand.accounts.actions.links import PRINTED_LINK_LIFE
    from deskhand.kernel.actor import Channel, system

    door = system(Channel.CLI)
    _row, token = actions.make_token(actor=door, person=agent, scope="write", name="bench")
    return {"token": token, "link": actions.make_sign_in_link(actor=door, person=agent, life=PRINTED_LINK_LIFE)}


def _past(told: Told, number: int, agents: list[Any], teams: list[Any], people: list[Any]) -> Any:
    from deskhand.tickets.past import PastTicket

    holder = None if told.agent is None else agents[told.agent].pk
    return PastTicket(
        number=number,
        subject=told.subject,
        kind="incident",
        requester=people[told.requester],
        channel="mail",
        opening_status="new",
        opening_assignee=None,
        opening_team=teams[told.team].pk,
        opening_priority=told.priority,
        opening_tags=(),
        entries=list(_entries(told, holder, agents, people)),
    )


def _entries(told: Told, holder: int | None, agents: list[Any], people: list[Any]) -> Iterator[Any]:
    from deskhand.tickets.bodies import plain
    from deskhand.tickets.past import PastChange, PastMessage

    requester, agent = people[told.requester], agents[told.agent or 0]
    for turn, (at, text) in enumerate(zip(told.at, told.texts, strict=False)):
        is_agent = turn % 2 == 1
        author, side, channel = (agent, "agent", "web") if is_agent else (requester, "requester", "mail")
        yield PastMessage(at=at, author=author, side=side, kind="reply", channel=channel, body=plain(text))
        if turn == 1 and told.category != "new":
            yield PastChange(at, holder, "assignee", None, holder)
            yield PastChange(at, holder, "status", "new", "open")
    end = told.at[-1]
    if told.category == "on_hold":
        yield PastChange(end, holder, "status", "open", "on_hold")
    elif told.category == "closed":
        yield PastChange(end, holder, "status", "open", "resolved")
        yield PastChange(end + timedelta(days=7), None, "status", "resolved", "closed")


def main(arguments: list[str]) -> None:
    """The command line."""
    from deskhand.cli.surroundings import prepared, set_up

    set_up()
    prepared()
    print(json.dumps(furnish(int(arguments[0]), tuple(arguments[1:]))))


if __name__ == "__main__":
    main(sys.argv[1:])
