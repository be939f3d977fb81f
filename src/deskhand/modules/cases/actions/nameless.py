"""Reporting without a name. What acts is Deskhand itself: no fact, no row and no count knows of anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import switches
from deskhand.kernel.actor import Channel, system
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.cases import codes
from deskhand.modules.cases.actions.files import readers_of
from deskhand.modules.cases.actions.nobody import nobody_of
from deskhand.modules.cases.events import CaseOpened
from deskhand.modules.cases.models import CaseClass, CaseFile, NamelessReport
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets import actions
from deskhand.tickets.bodies import Body
from deskhand.tickets.confiding import Readers
from deskhand.tickets.models import Kind, Message, Ticket

_DOOR = system(Channel.PORTAL)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody without a name says. ``code`` is what they come back with; only its digest is kept."""

    case_class: CaseClass
    subject: str
    body: Body
    code: str


@transaction.atomic
def report(*, desk: Desk, said: Report) -> Ticket:
    """Open a confidential case for somebody who says no name, for the readers of its class. Raises Invalid if the class
    does not take such reports (any more), or if nobody is left to read them."""
    held = Desk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
    case_class = _class(held, said.case_class)
    nobody = nobody_of(held)
    found = readers_of(_DOOR, case_class, nobody, None)
    if not found.readers:
        raise Invalid(
            _("Nobody reads these reports at the moment. Please choose another way: what you wrote is not sent.")
        )
    wanted = actions.NewTicket(
        desk=held, subject=said.subject, body=said.body, requester=nobody, kind=Kind.SERVICE_REQUEST
    )
    ticket = actions.create(actor=_DOOR, new=wanted, confidential=Readers(readers=found.readers, excluded=[nobody]))
    CaseFile.objects.create(ticket=ticket, desk=held, case_class=case_class)
    NamelessReport.objects.create(ticket=ticket, digest=codes.digest(ticket.number, said.code))
    emit(CaseOpened(ticket=ticket.pk, case_class=case_class.pk), actor=_DOOR, desk_id=held.pk)
    return ticket


@transaction.atomic
def go_on(*, ticket: Ticket, body: Body) -> Message:
    """Whoever has the code of a report writes on, without a name whoever has become its requester. The caller has asked
    for the code. Raises Conflict if it has ended for good."""
    held = Desk.objects.select_for_update(of=("self",)).get(pk=ticket.desk_id)
    return actions.nameless_reply(actor=_DOOR, ticket=ticket, body=body, author=nobody_of(held))


def _class(desk: Desk, case_class: CaseClass) -> CaseClass:
    rows = CaseClass.objects.within(desk).in_use().taking_nameless()
    found: CaseClass | None = rows.filter(pk=case_class.pk).first()
    if found is None or not desk.is_active or not switches.is_on(MODULE, desk.pk):
        raise Invalid(_("The desk does not take such reports any more."), {"case_class": _("Choose again.")})
    return found
