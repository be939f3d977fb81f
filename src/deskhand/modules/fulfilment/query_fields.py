"""``plan:"New laptop"`` and ``step:waiting``: tickets by their plans. Nobody is told of plans of desks that they do not
serve, or on which the module is off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots, switches
from deskhand.kernel.query import Env, Flag, FlagField, ManyField, Suggestion
from deskhand.kernel.words import fold
from deskhand.modules.fulfilment.models import Plan, Run, RunStep, State
from deskhand.modules.fulfilment.querysets import MODULE, desks_of

WAITING = (State.ACTIVE, State.TRYING)


def _desks(env: Env) -> list[int]:
    found = desks_of(env.actor, "fulfilment.read") if env.actor is not None else []
    if env.actor is not None and env.actor.is_system:
        found = sorted(switches.desks_with(MODULE))
    return [one for one in found if env.desk_id in (None, one)]


def _find(name: str, env: Env) -> Collection[int]:
    rows = Plan.objects.within(_desks(env)).values_list("pk", "code", "name")
    return [pk for pk, code, called in rows if fold(name) in (code, fold(called))]


def _suggest(text: str, env: Env) -> Sequence[Suggestion]:
    rows = Plan.objects.within(_desks(env)).order_by("name").values_list("code", "name")
    return [Suggestion(code, name) for code, name in rows if fold(name).startswith(fold(text))]


def _runs() -> Any:
    return Run.objects.beyond_walls("of plans that the asker may know, or of none").filter(
        desk_id__in=switches.desks_with(MODULE), ticket__desk_id=F("desk_id")
    )


def _plans_on(ticket: Any) -> Collection[int]:
    return set(_runs().filter(ticket_id=ticket.pk).values_list("version__plan_id", flat=True))


def _steps(env: Env) -> Any:
    return RunStep.objects.within(_desks(env)).live()


def _flag(code: str, label: Any, column: str, asked: Q) -> Flag:
    def to_q(env: Env) -> Q:
        return Q(pk__in=_steps(env).filter(asked).order_by().values(column))

    def test(ticket: Any, env: Env) -> bool:
        return bool(_steps(env).filter(asked, **{column: ticket.pk}).exists())

    return Flag(code, label, to_q, test)


PLAN = ManyField(
    kind="plan",
    name="plan",
    title=_("Plan"),
    links=_runs,
    own="ticket_id",
    other="version__plan_id",
    read=_plans_on,
    find=_find,
    suggest=_suggest,
)

STEP = FlagField(
    name="step",
    title=_("Step of a plan"),
    flags=(
        _flag("waiting", _("A step is under way"), "run__ticket_id", Q(state__in=WAITING)),
        _flag("failed", _("A step failed"), "run__ticket_id", Q(state=State.FAILED)),
        _flag("task", _("It is a step’s task"), "ticket_id", Q(kind="task")),
    ),
)

slots.fill("query_field", PLAN, module=MODULE, order=70)
slots.fill("query_field", STEP, module=MODULE, order=71)
