"""Plans of a desk's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.section import Made, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import slots
from deskhand.modules.fulfilment import actions
from deskhand.modules.fulfilment.definition import Definition, Edge, Kind, Step
from deskhand.modules.fulfilment.models import Plan
from deskhand.modules.fulfilment.querysets import MODULE


def plan(work: Work, entry: Entry) -> Made | None:
    """A plan, published at once. A step without ``after`` follows the one before it."""
    said = work.said(entry)
    there = Plan.objects.within(work.desk).filter(name=said["name"]).first()
    if there is not None:
        return Made(there, is_new=False, word=there.code)
    row = actions.make_plan(actor=work.actor, desk=work.desk, name=said["name"], definition=_drawn(work, said["steps"]))
    actions.publish(actor=work.actor, plan=row)
    return Made(row, word=row.code)


def shown(said: Mapping[str, Any]) -> list[str]:
    """The steps by their names."""
    return [f"– {one['name']}" for one in said["steps"]]


def _drawn(work: Work, given: Sequence[Mapping[str, Any]]) -> Definition:
    """A step for an approval that the desk has no policy for is left out, and what came before it leads on."""
    steps = tuple(_step(work, one) for one in given)
    edges = [Edge(start=one["code"], end=two["code"]) for one, two in pairwise(given) if "after" not in two]
    edges += [Edge(start=before, end=one["code"]) for one in given for before in one.get("after", ())]
    drawn = Definition(steps, tuple(edges))
    for step in steps:
        if step.kind == Kind.APPROVAL and not step.says["policy"]:
            drawn = drawn.without_step(step.code)
    return drawn


def _step(work: Work, one: Mapping[str, Any]) -> Step:
    told = {"code": one["code"], "name": one["name"], "stage": str(one.get("stage", ""))}
    if "approval" in one:
        return Step(kind=Kind.APPROVAL, says={"policy": work.word("approvals", one["approval"])}, **told)
    says: dict[str, Any] = {"due": {"amount": int(one.get("days", 1)), "unit": "days"}}
    team = work.team(one.get("team"))
    says |= {"team": team.pk} if team is not None else {}
    says |= {"note": one["note"]} if one.get("note") else {}
    return Step(kind=Kind.TASK, says=says, **told)


_PLANS = Section(
    code="plans", title=_("Plans"), keys=("name*", "steps*"), make=plan, shown=shown, url="fulfilment:plans"
)

slots.fill("desk_template", _PLANS, module=MODULE, order=45)
