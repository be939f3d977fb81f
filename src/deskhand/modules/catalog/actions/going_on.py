"""What happens to an order after it was sent: decided, planned, resolved, cancelled, changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.modules.catalog import access, asking, hidden
from deskhand.modules.catalog.actions import lines
from deskhand.modules.catalog.events import AnswersChanged, SecretsRead
from deskhand.modules.catalog.models import ENDED_STATES, CancelUntil, LineState, OrderLine
from deskhand.tickets.events_of_orders import TicketAnswersChanged
from deskhand.tickets.models import Category
from deskhand.tickets.models.choices import FINISHED

KEY = "catalog:"
"""Before the id of a line in the word by which approvals and plans answer."""

MAY_STOP = {
    CancelUntil.APPROVAL: (LineState.PLANNED, LineState.APPROVAL, LineState.STUCK),
    CancelUntil.WORK: (LineState.PLANNED, LineState.APPROVAL, LineState.STUCK),
    CancelUntil.DELIVERY: (LineState.PLANNED, LineState.APPROVAL, LineState.STUCK, LineState.WORK),
}
"""In which states whoever ordered may cancel or change a line."""


def line_of(key: str) -> OrderLine | None:
    """The line of a key, locked; None for what is not ours, or gone."""
    pk = key.removeprefix(KEY)
    if not key.startswith(KEY) or not pk.isdecimal():
        return None
    rows = OrderLine.objects.beyond_walls("an answer names the line that asked").select_related(*access.WITH)
    found: OrderLine | None = rows.select_for_update(of=("self",)).filter(pk=int(pk)).first()
    return found


@transaction.atomic
def take_decision(*, key: str, outcome: str) -> None:
    """An approval that a line asked for was decided. May be told twice."""
    line = line_of(key)
    if line is None or line.state not in (LineState.APPROVAL, LineState.WORK):
        return
    if outcome == "approved" and line.state == LineState.APPROVAL:
        line.approved_at = clock.now()
        line.save(update_fields=["approved_at"])
        lines.begin_work(SYSTEM, line, "approved")
    elif outcome == "declined":
        lines.stop_others(line)
        lines.end(SYSTEM, line, LineState.DECLINED, "declined")
        lines.close_ticket(SYSTEM, line, Category.CANCELLED, "declined")
        _end_parts(SYSTEM, line, LineState.CANCELLED, "declined")
    elif outcome == "withdrawn" and line.state == LineState.APPROVAL:
        lines.go_to(SYSTEM, line, LineState.STUCK, "withdrawn")


@transaction.atomic
def take_end_of_plan(*, key: str, outcome: str) -> None:
    """A plan that a line started has ended: done, the line is delivered and its ticket resolved."""
    line = line_of(key)
    if line is None or line.state != LineState.WORK or outcome != "done":
        return
    lines.end(SYSTEM, line, LineState.DELIVERED, "plan")
    lines.close_ticket(SYSTEM, line, Category.RESOLVED, "delivered")


@transaction.atomic
def follow_ticket(*, ticket_id: int, category: str) -> None:
    """The line goes where its ticket went by itself."""
    line = of_ticket(ticket_id)
    if line is None:
        return
    if category in (Category.RESOLVED, Category.CLOSED) and line.state not in ENDED_STATES:
        lines.stop_others(line)
        lines.end(SYSTEM, line, LineState.DELIVERED, "resolved")
    elif category == Category.CANCELLED and line.state not in ENDED_STATES:
        lines.stop_others(line)
        lines.end(SYSTEM, line, LineState.CANCELLED, "resolved")
        _end_parts(SYSTEM, line, LineState.CANCELLED, "resolved")
    elif category not in (Category.RESOLVED, Category.CLOSED, Category.CANCELLED) and line.state in ENDED_STATES:
        _revive(line, "reopened")


@transaction.atomic
def leave_desk(*, ticket_id: int) -> None:
    """The ticket went to another desk: its line ends, and nothing of it is shown there."""
    line = of_ticket(ticket_id)
    if line is not None and line.state not in ENDED_STATES:
        lines.end(SYSTEM, line, LineState.CANCELLED, "moved")
        _end_parts(SYSTEM, line, LineState.CANCELLED, "moved")


@transaction.atomic
def come_back(*, ticket_id: int) -> None:
    """The ticket came back to the desk of its line: the line that ended when it left goes on. What was not approved yet
    waits for somebody of the desk, since those who were asked were told that it needs no approval any more."""
    line = of_ticket(ticket_id)
    if line is None or line.ticket is None or line.ticket.desk_id != line.desk_id or line.state != LineState.CANCELLED:
        return
    if line.ticket.category in FINISHED:
        return
    _revive(line, "returned")


@transaction.atomic
def cancel_line(*, actor: Actor, line: OrderLine, because: str = "requester") -> None:
    """Cancel a line: who ordered it as long as the item lets them, an agent until it has ended. Raises Denied."""
    held = access.locked(line)
    _need_may_change(actor, held)
    lines.stop_others(held)
    is_own = held.order.person_id == actor.person_id
    lines.end(actor, held, LineState.CANCELLED, "requester" if is_own else "agent")
    lines.close_ticket(actor, held, Category.CANCELLED, "cancelled")
    _end_parts(actor, held, LineState.CANCELLED, "requester" if is_own else "agent")


@transaction.atomic
def change_line(*, actor: Actor, line: OrderLine, given: Mapping[str, Any], quantity: int) -> None:
    """Answer the questions of the line's own version otherwise. What an approver saw is another thing then: whoever
    gets the approval asks anew. Hidden answers that are not given stay. Raises Denied and Invalid."""
    held = access.locked(line)
    _need_may_change(actor, held)
    form = asking.read_form(held.version.form)
    whole = {**hidden.opened({code: one for code, one in held.secrets.items() if code not in given}), **given}
    found = asking.judge(form, whole, asking.context_for(held.desk, held.for_person))
    wrong = {f"q.{place}": words for place, words in found.wrong.items()}
    if not 1 <= quantity <= max(held.item.most, 1):
        wrong["quantity"] = _("From 1 to %(most)s.") % {"most": max(held.item.most, 1)}
    if wrong:
        raise Invalid(_("Some answers are missing or cannot be taken."), wrong)
    _rewrite(actor, held, form, found.values, quantity)


@transaction.atomic
def go_on(*, actor: Actor, line: OrderLine) -> None:
    """An agent lets a line go on that nothing gets the approval of. Raises Denied where an approval is under way."""
    actor.need("catalog.orders", line.desk_id)
    held = access.locked(line)
    if held.state != LineState.STUCK:
        raise Denied(_("This order does not wait for the desk."))
    lines.begin_work(actor, held, "skipped")


@transaction.atomic
def read_secrets(*, actor: Actor, line: OrderLine) -> dict[str, Any]:
    """The hidden answers, for who works on the ticket; recorded. Raises Denied."""
    actor.need("catalog.orders", line.desk_id)
    if line.ticket_id is None:
        raise Denied(_("Hidden answers are read on the ticket of the order."))
    read = SecretsRead(ticket=line.ticket_id, line=line.pk, codes=sorted(line.secrets))
    emit(read, actor=actor, desk_id=line.desk_id)
    return hidden.opened(line.secrets)


@transaction.atomic
def release(*, line_id: int) -> None:
    """Begin a planned line whose day has come. May run twice."""
    rows = OrderLine.objects.beyond_walls("the releasing job serves all desks").select_related(*access.WITH)
    line = rows.select_for_update(of=("self",)).filter(pk=line_id, state=LineState.PLANNED, ticket=None).first()
    is_ready = line is not None and (line.bundle is None or line.bundle.state == LineState.WORK)
    if line is not None and is_ready:
        lines.open_line(SYSTEM, line)


def of_ticket(ticket_id: int) -> OrderLine | None:
    """The line of a ticket, locked."""
    rows = OrderLine.objects.beyond_walls("the ticket's own line").select_related(*access.WITH)
    found: OrderLine | None = rows.select_for_update(of=("self",)).filter(ticket_id=ticket_id).first()
    return found


def may_change(actor: Actor, line: OrderLine) -> bool:
    """Whether the actor may cancel or change it now."""
    if line.state in (*ENDED_STATES, LineState.CART):
        return False
    if actor.may("catalog.orders", line.desk_id):
        return True
    return line.order.person_id == actor.person_id and actor.may_write and may_stop(line)


def may_stop(line: OrderLine) -> bool:
    """Whether its item lets the one who ordered cancel it where it stands now. Without a plan work begins when
    somebody takes the ticket up."""
    until = CancelUntil(line.item.cancel_until)
    if until == CancelUntil.WORK and line.state == LineState.WORK and not line.item.plan and not line.item.is_bundle:
        ticket = line.ticket
        return ticket is not None and ticket.category == Category.NEW and ticket.assignee_id is None
    return line.state in MAY_STOP[until]


def _revive(line: OrderLine, because: str) -> None:
    """An ended line goes on. What was never approved is not worked on for that: somebody of the desk decides."""
    is_free = line.begun_at is not None or line.bundle_id is not None or not line.item.approval
    line.ended_at = line.took_days = None
    line.save(update_fields=["ended_at", "took_days"])
    lines.go_to(SYSTEM, line, LineState.WORK if is_free else LineState.STUCK, because)


def _need_may_change(actor: Actor, line: OrderLine) -> None:
    if not may_change(actor, line):
        raise Denied(_("It is too late to change this order. Write to the desk on its request."))


def _rewrite(actor: Actor, line: OrderLine, form: asking.Form, values: Mapping[str, Any], quantity: int) -> None:
    old = {**line.answers, **hidden.opened(line.secrets)}
    codes = sorted(code for code in {*old, *values} if old.get(code) != values.get(code))
    if line.quantity != quantity:
        codes.append("quantity")
    if not codes:
        return
    digest = asking.digest(form, values)
    is_material = digest != line.digest or line.quantity != quantity
    line.answers, line.secrets = asking.kept(form, values), hidden.locked(asking.masked(form, values))
    line.digest, line.quantity = digest, quantity
    line.save(update_fields=["answers", "secrets", "digest", "quantity"])
    if line.ticket_id is not None:
        changed = AnswersChanged(ticket=line.ticket_id, line=line.pk, codes=codes, is_material=is_material)
        emit(changed, actor=actor, desk_id=line.desk_id)
        told = TicketAnswersChanged(ticket=line.ticket_id, codes=codes, is_material=is_material)
        emit(told, actor=actor, desk_id=line.desk_id)


def _end_parts(actor: Actor, bundle: OrderLine, state: LineState, because: str) -> None:
    """The parts of a bundle that has ended end with it."""
    rows = OrderLine.objects.beyond_walls("a bundle may have parts of other desks").filter(bundle=bundle)
    for pk in rows.exclude(state__in=ENDED_STATES).values_list("pk", flat=True):
        part = rows.select_for_update(of=("self",)).select_related(*access.WITH).get(pk=pk)
        lines.stop_others(part)
        lines.end(actor, part, state, because)
        lines.close_ticket(actor, part, Category.CANCELLED, "cancelled")
