"""``approval:pending``, ``approval:approved``, ``approval:declined``, and ``approver:me``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots, switches
from deskhand.kernel.query import Env, FieldSpec, Flag, FlagField
from deskhand.modules.approvals.models import Approval, Ask
from deskhand.modules.approvals.querysets import MODULE, desks_of


def _desks(env: Env) -> list[int]:
    """Where the asker may know of approvals."""
    return desks_of(env.actor) if env.actor is not None and not env.actor.is_system else switches.desks_with(MODULE)


def _rows(env: Env, state: str) -> Any:
    return Approval.objects.within(_desks(env)).filter(state=state)


def _of_state(code: str, label: Any, state: str) -> Flag:
    def to_q(env: Env) -> Q:
        return Q(desk_id__in=_desks(env), pk__in=_rows(env, state).order_by().values("ticket_id"))

    def test(ticket: Any, env: Env) -> bool:
        found: bool = _rows(env, state).filter(ticket_id=ticket.pk).exists()
        return ticket.desk_id in _desks(env) and found

    return Flag(code, label, to_q, test)


def _asks(env: Env) -> Any:
    return Ask.objects.within(_desks(env)).waiting().filter(person_id=env.me or 0)


def _waits_for_me(ticket: Any, env: Env) -> bool:
    found: bool = _asks(env).filter(approval__ticket_id=ticket.pk).exists()
    return ticket.desk_id in _desks(env) and found


APPROVAL = FlagField(
    name="approval",
    title=_("Approval"),
    flags=(
        _of_state("pending", _("It waits for approval"), "open"),
        _of_state("approved", _("It was approved"), "approved"),
        _of_state("declined", _("It was declined"), "declined"),
    ),
)
APPROVER = FlagField(
    name="approver",
    title=_("Approver"),
    flags=(
        Flag(
            "me",
            _("It waits for my approval"),
            lambda env: Q(desk_id__in=_desks(env), pk__in=_asks(env).order_by().values("approval__ticket_id")),
            _waits_for_me,
        ),
    ),
)


def words(desk_ids: Sequence[int]) -> Iterator[FieldSpec]:
    """Both, where one of these desks has the module."""
    if not desk_ids or set(desk_ids) & set(switches.desks_with(MODULE)):
        yield from (APPROVAL, APPROVER)


slots.fill("query_field", words, module=MODULE, order=90)
