"""Somebody who was asked has left: another is asked at once."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.approvals.actions import course
from deskhand.modules.approvals.models import Ask, AskState, Stage
from deskhand.modules.approvals.querysets import MODULE


def replace_gone(*, person_id: int | None = None, desk_id: int | None = None) -> None:
    """Of that person, or of everybody on the desk who has left. May run again."""
    desks = [desk_id] if desk_id is not None else switches.desks_with(MODULE)
    rows = Ask.objects.within(desks).waiting().filter(person__is_active=False)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    for pk, approval_id in list(rows.order_by("pk").values_list("pk", "approval_id")):
        _replace(pk, approval_id)


@transaction.atomic
def _replace(ask_id: int, approval_id: int) -> None:
    ticket, approval = course.hold(approval_id)
    ask: Ask = Ask.objects.within(approval.desk_id).get(pk=ask_id)
    if ask.state != AskState.WAITING or not approval.is_open:
        return
    stage: Stage = Stage.objects.within(approval.desk_id).get(pk=ask.stage_id)
    taken = stage.asks.values_list("person_id", flat=True)
    instead = course.circle_of(approval, ticket).instead_of(ask.person_id, taken)
    ask.state = AskState.CLOSED
    ask.save(update_fields=["state"])
    chosen = [instead] if instead is not None else []
    course.put_to(actor=SYSTEM, approval=approval, stage=stage, chosen=chosen, because="left", person=ask.person_id)
    course.go_on(actor=SYSTEM, approval=approval, ticket=ticket)
