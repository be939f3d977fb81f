"""The desks of the demo beside IT: HR and Facilities, each behind its walls. Nobody of IT serves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from deskhand.accounts.actions import create_desk, give_role, save_team
from deskhand.accounts.models import Desk, Person, Team
from deskhand.demo import cast as casting
from deskhand.demo.cast import Cast
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets.actions.write_history import write_history
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Priority
from deskhand.tickets.past import PastChange, PastMessage, PastTicket

FIRST_NUMBER = 100
"""The tickets of these desks have numbers of their own below those of IT, so that IT's stay as they are."""

LOOKED_AT = timedelta(hours=3)
"""After so long a ticket of these desks is answered."""

SERVED_FOR = timedelta(days=400)
"""For so long these desks and their people have been there: who has just become an administrator agrees to no
break-glass."""

Row = Mapping[str, Any]


def furnish_departments(people: Mapping[str, Person]) -> dict[str, Desk]:
    """Make the desks with their people, teams and a few tickets."""
    number, made = FIRST_NUMBER, {}
    for given in casting.departments():
        desk = _desk(given, people)
        teams = {one["name"]: _team(desk, one, people) for one in given["team"]}
        told = [_past(one, number + nth, people, teams) for nth, one in enumerate(given["ticket"])]
        write_history(desk=desk, tickets=told)
        number, made[desk.key] = number + len(told), desk
    return made


def _desk(given: Row, people: Mapping[str, Person]) -> Desk:
    """The desk with its people, who have been there for long."""
    with clock.frozen(clock.now() - SERVED_FOR):
        desk = create_desk(
            actor=SYSTEM,
            key=given["key"],
            name=given["name"],
            administrator=people[given["administrator"]],
            signature=given["signature"],
            who_may_open="invited",
            is_listed=False,
        )
        for role, keys in (("agent", given["agents"]), ("guest", given["invited"])):
            for key in keys:
                give_role(actor=SYSTEM, desk=desk, person=people[key], role=role)
    return desk


def home_of(module: str) -> Desk | None:
    """The desk beside IT to which a module belongs; None for one of IT."""
    keys = [one["key"] for one in casting.departments() if module in one.get("modules", ())]
    return Desk.objects.filter(key__in=keys).first()


def with_departments(cast: Cast) -> Cast:
    """The cast with the people of the other desks: they write none of the stories."""
    return replace(cast, people={**cast.people, **casting.people_of_departments()})


def _team(desk: Desk, given: Row, people: Mapping[str, Person]) -> Team:
    return save_team(
        actor=SYSTEM, desk=desk, name=given["name"], tier="L1", members=[people[key] for key in given["members"]]
    )


def _past(given: Row, number: int, people: Mapping[str, Person], teams: Mapping[str, Team]) -> PastTicket:
    at = _morning(given["days_ago"])
    entries: list[PastMessage | PastChange] = [_said(at, people[given["from"]], "requester", given["text"])]
    if "answer" in given:
        by, then = people[given["by"]], at + LOOKED_AT
        entries.append(PastChange(then, by.pk, "assignee", None, by.pk))
        entries.append(_said(then, by, "agent", given["answer"]))
        entries.append(PastChange(then, by.pk, "status", "new", given.get("status", "open")))
    return PastTicket(
        number=number,
        subject=given["subject"],
        kind="service_request",
        requester=people[given["from"]],
        channel="portal",
        opening_status="new",
        opening_assignee=None,
        opening_team=teams[given["team"]].pk,
        opening_priority=Priority.of("normal").value,
        opening_tags=(),
        entries=entries,
    )


def _morning(days_ago: int) -> datetime:
    return clock.ago(days=days_ago).replace(hour=8, minute=20, second=0, microsecond=0)


def _said(at: datetime, author: Person, side: str, text: str) -> PastMessage:
    return PastMessage(at, author, side, "reply", "portal" if side == "requester" else "web", plain(text))
