"""Priority by impact and urgency."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import growing
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.fields.actions.define import Details, save_field
from deskhand.modules.fields.actions.options import save_option
from deskhand.modules.fields.events import MatrixChanged
from deskhand.modules.fields.models import Field, FieldKind, Matrix, MatrixChoice, Side
from deskhand.tickets.actions import follow_priority
from deskhand.tickets.models import Priority, Ticket

_USUAL = (
    (Priority.URGENT, Priority.HIGH, Priority.NORMAL),
    (Priority.HIGH, Priority.NORMAL, Priority.LOW),
    (Priority.NORMAL, Priority.LOW, Priority.LOW),
)
"""What a new matrix says: rows of impact and columns of urgency, each from high to low. It is the usual one of service
management, whose five steps are four here: the last two are both low."""


@transaction.atomic
def use_matrix(*, actor: Actor, desk: Desk, on: bool) -> Matrix | None:
    """Let the priority of the desk's tickets follow from impact and urgency, or not. The first time makes the two
    fields; off keeps all. None if it is off and never was on."""
    actor.need("fields.configure", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)  # Of two at once the second finds what the first made.
    row: Matrix | None = _of(desk)
    if row is None:
        if not on:
            return None
        row = _made(actor, desk)
    elif row.is_on != on:
        row.is_on = on
        row.save(update_fields=["is_on"])
    else:
        return row
    emit(MatrixChanged(matrix=row.pk, fields=["is_on"]), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def go_with_preset(*, actor: Actor, desk_id: int, preset: str) -> None:
    """Have the matrix in use from the preset ``itsm`` on, and put it away below. What it says is kept; a desk that has
    one already keeps its own. What is made is called in the desk's language."""
    desk = Desk.objects.get(pk=desk_id)
    with translation.override(desk.language):
        use_matrix(actor=actor, desk=desk, on="itsm" in growing.steps_of(preset))


@transaction.atomic
def set_matrix(*, actor: Actor, desk: Desk, cells: Mapping[str, int]) -> Matrix:
    """Say which priority follows from which pair, by ``<impact>/<urgency>``. Pairs that are not named have none. From
    now on: tickets that are there change when somebody changes their impact or urgency."""
    actor.need("fields.configure", desk.pk)
    row = _of(desk)
    if row is None:
        raise Invalid(_("Switch the matrix on first."))
    pairs = {f"{one}/{other}" for one in _codes(row.impact) for other in _codes(row.urgency)}
    lost = [name for name in cells if name not in pairs]
    if lost:
        words = _("There is no such pair of impact and urgency: %(name)s.") % {"name": lost[0][:70]}
        raise Invalid(words, {"cells": words})
    if any(one not in Priority.values for one in cells.values()):
        words = _("One of: low, normal, high, urgent.")
        raise Invalid(words, {"cells": words})
    wanted = {name: int(one) for name, one in cells.items()}
    if wanted != row.cells:
        row.cells = wanted
        row.save(update_fields=["cells"])
        emit(MatrixChanged(matrix=row.pk, fields=["cells"]), actor=actor, desk_id=desk.pk)
    return row


def follow_matrix(
    ticket: Ticket,
    held: Mapping[str, Sequence[str]],
    changed: Collection[str],
    *,
    asked_anew: Collection[str] = (),
) -> None:
    """Give the ticket, which the caller holds, the priority that follows from what it holds now. One that somebody
    chose stays, unless impact and urgency are both ``asked_anew``: a requester answered them, which says more."""
    matrix = _of(ticket.desk)
    if matrix is None or not matrix.is_on:
        return
    pair = {matrix.impact.code, matrix.urgency.code}
    wanted = priority_for(matrix, held) if pair & set(changed) else None
    if wanted is None or (is_own(ticket) and not pair <= set(asked_anew)):
        return
    follow_priority(ticket=ticket, to=wanted, reason=_("It follows from impact and urgency."))
    MatrixChoice.objects.within(ticket.desk_id).update_or_create(ticket=ticket, defaults={"priority": wanted})


def priority_for(matrix: Matrix, held: Mapping[str, Sequence[str]]) -> int | None:
    """What the matrix says of a ticket that holds this; None while one of the two is missing."""
    pair = "/".join(next(iter(held.get(one.code, ())), "") for one in (matrix.impact, matrix.urgency))
    found = matrix.cells.get(pair)
    return int(found) if found is not None else None


def is_own(ticket: Ticket) -> bool:
    """Whether the ticket's priority is one that somebody chose, and not the matrix."""
    last = MatrixChoice.objects.within(ticket.desk_id).filter(ticket=ticket).values_list("priority", flat=True).first()
    return ticket.priority != (Priority.NORMAL if last is None else last)


def _of(desk: Desk) -> Matrix | None:
    found: Matrix | None = Matrix.objects.within(desk).select_related("impact", "urgency").first()
    return found


def _codes(field: Field) -> list[str]:
    return list(field.options.values_list("code", flat=True))


def _made(actor: Actor, desk: Desk) -> Matrix:
    fields = []
    words = {
        "impact": (_("Impact"), (_("Many people"), _("A team"), _("One person"))),
        "urgency": (_("Urgency"), (_("Cannot work"), _("Can work around it"), _("Can wait"))),
    }
    for code, (label, choices) in words.items():
        fields.append(_field(actor, desk, code, label, choices))
    codes = [_codes(one)[: len(_USUAL)] for one in fields]
    cells = {
        f"{one}/{other}": int(_USUAL[row][column])
        for row, one in enumerate(codes[0])
        for column, other in enumerate(codes[1])
    }
    made: Matrix = Matrix.objects.create(desk=desk, impact=fields[0], urgency=fields[1], cells=cells)
    return made


def _field(actor: Actor, desk: Desk, code: str, label: str, choices: Sequence[str]) -> Field:
    """The field of that code, made if there is none; a desk that asks it already keeps its own."""
    found: Field | None = Field.objects.within(desk).filter(code=code).first()
    if found is not None and found.kind == FieldKind.CHOICE and not found.is_archived:
        return found
    if found is not None:
        words = _("The desk has a field “%(code)s” that is no list, or archived. Restore or rename it first.")
        raise Invalid(words % {"code": code})
    details = Details(label=label, code=code, kind=FieldKind.CHOICE, seen_by=Side.AGENTS)
    made = save_field(actor=actor, desk=desk, details=details)
    for one in choices:
        save_option(actor=actor, field=made, label=one)
    return made
