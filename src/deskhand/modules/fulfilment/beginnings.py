"""Plans to begin with: what many desks do, to be changed into what this one does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, Team
from deskhand.modules.fulfilment import conditions
from deskhand.modules.fulfilment.definition import Definition, Edge, Kind, Step
from deskhand.tickets import approving

DEAR = "cost:>=1500"
"""Which orders somebody approves, where the catalog knows what they cost."""

AT_DESK = "Workplace"
"""The team that brings things, if the desk has it."""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A plan to begin with, in the reader's language."""

    name: Any
    sentence: Any
    draw: Callable[[Desk], Definition]


def laptop(desk: Desk) -> Definition:
    """Approved where it is dear, ordered, set up while its place is made ready, handed over."""
    it, workplace = _teams(desk)
    approval = _approval(desk)
    steps = [
        *approval,
        _task("order", _("Order it from the vendor"), it, 2, stage=_("Being ordered")),
        _task("set-up", _("Set it up"), it, 2, stage=_("Being set up"), note=_("Image, encryption, VPN, mail.")),
        _task("place", _("Place dock and screen at the desk"), workplace, 3, stage=_("Being set up")),
        _task("hand-over", _("Hand it over"), workplace, 1, stage=_("Handed over")),
    ]
    starts = [(one.code, "order") for one in approval]
    ways = [*starts, ("order", "set-up"), ("order", "place"), ("set-up", "hand-over"), ("place", "hand-over")]
    return _plan(steps, ways)


def leaver(desk: Desk) -> Definition:
    """Accounts are closed and things come back side by side; what was lent is checked before the end."""
    it, workplace = _teams(desk)
    steps = [
        _task("agree", _("Agree on the last day and what is given back"), it, 1, stage=_("Being prepared")),
        _task("accounts", _("Close accounts and sessions"), it, 1, stage=_("Accounts are being closed")),
        _task("mail", _("Set up the absence note and pass the mailbox on"), it, 1),
        _task("things", _("Take laptop, phone and keys back"), workplace, 2, stage=_("Things come back")),
        _task("wipe", _("Wipe the laptop and put it into stock"), it, 5),
    ]
    ways = [("agree", "accounts"), ("agree", "things"), ("accounts", "mail"), ("things", "wipe")]
    return _plan(steps, ways)


def program(desk: Desk) -> Definition:
    """A program for somebody: approved, then given, with a note."""
    it, _workplace = _teams(desk)
    approval = _approval(desk, always=True)
    give = _task("give", _("Give the licence and install it"), it, 1, stage=_("Being installed"))
    says = {"deed": "note", "value": _("The licence is given. Write down which one.")}
    note = Step(code="note", kind=Kind.ACTION, name=_("Remind of the licence"), says=says)
    return _plan([*approval, give, note], [*((one.code, "give") for one in approval), ("give", "note")])


BEGINNINGS: Mapping[str, Beginning] = {
    "laptop": Beginning(
        name=gettext_lazy("Laptop for a new colleague"),
        sentence=gettext_lazy("Order, set up, place and hand over; approved first where it is dear."),
        draw=laptop,
    ),
    "leaver": Beginning(
        name=gettext_lazy("A colleague leaves"),
        sentence=gettext_lazy("Close accounts, pass the mailbox on, take things back."),
        draw=leaver,
    ),
    "program": Beginning(
        name=gettext_lazy("A program for somebody"),
        sentence=gettext_lazy("Approve, give the licence, install."),
        draw=program,
    ),
}
"""By the word in addresses."""


def _teams(desk: Desk) -> tuple[int | None, int | None]:
    """Who does most, and who brings things."""
    teams = list(Team.objects.within(desk).active().order_by("tier", "name"))
    first = teams[0].pk if teams else None
    return first, next((one.pk for one in teams if one.name == AT_DESK), first)


def _approval(desk: Desk, *, always: bool = False) -> list[Step]:
    """Where something gets approvals."""
    found = approving.policies(desk.pk)
    if not found:
        return []
    condition = "" if always or conditions.problem_with(DEAR, desk.pk) else DEAR
    says = {"policy": found[0].code}
    return [Step(code="approve", kind=Kind.APPROVAL, name=_("Approve the cost"), condition=condition, says=says)]


def _task(code: str, name: str, team: int | None, days: int, *, stage: str = "", note: str = "") -> Step:
    says: dict[str, Any] = {"due": {"amount": days, "unit": "days"}}
    says |= {"team": team} if team is not None else {}
    says |= {"note": note} if note else {}
    return Step(code=code, kind=Kind.TASK, name=name, stage=stage, says=says)


def _plan(steps: list[Step], ways: list[tuple[str, str]]) -> Definition:
    return Definition(tuple(steps), tuple(Edge(start=start, end=end) for start, end in ways))
