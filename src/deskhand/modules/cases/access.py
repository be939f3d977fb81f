"""The gates to cases. What may not be read does not exist."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.cases import codes
from deskhand.modules.cases.models import CaseClass, CaseFile, NamelessReport
from deskhand.modules.cases.querysets import MODULE, desks_of
from deskhand.tickets import access, people
from deskhand.tickets.models import Ticket

PARTS = ("ticket__desk", "ticket__status", "ticket__requester", "ticket__assignee", "case_class", "about")
"""What a case file is shown with."""


def files_of(actor: Actor, desk: Desk) -> Any:
    """The case files of a desk that the actor may read."""
    return CaseFile.objects.served_by(actor).filter(ticket__desk=desk).select_related(*PARTS)


def file_for(actor: Actor, number: int) -> CaseFile:
    """The case file of the ticket of this number, else NotFound."""
    ticket = ticket_for(actor, number)
    found: CaseFile | None = CaseFile.objects.served_by(actor).select_related(*PARTS).filter(ticket=ticket).first()
    if found is None:
        raise NotFound
    return found


def ticket_for(actor: Actor, number: int) -> Ticket:
    """A ticket that the actor serves, on a desk with cases; else NotFound."""
    ticket = access.served_ticket_for(actor, number)
    if ticket.desk_id not in desks_of(actor):
        raise NotFound
    return ticket


def class_for(desk: Desk, pk: int) -> CaseClass:
    """A class of the desk, else NotFound."""
    found: CaseClass | None = CaseClass.objects.within(desk).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def person_on(actor: Actor, desk: Desk, pk: int) -> Person:
    """Somebody whom the desk knows, else NotFound."""
    return people.person_for(actor, pk, desk_id=desk.pk)


def offered_classes(actor: Actor, desk: Desk) -> list[CaseClass]:
    """The classes of which the person may open a case for themselves."""
    if actor.person_id is None or not access.may_open_on(actor, desk) or not switches.is_on(MODULE, desk.pk):
        return []
    return list(CaseClass.objects.within(desk).in_use().filter(is_offered=True))


def desks_that_offer(actor: Actor) -> list[Desk]:
    """The desks on which the person may open a case for themselves, by name. One query."""
    if actor.person_id is None:
        return []
    ids = CaseClass.objects.within(switches.desks_with(MODULE)).in_use().filter(is_offered=True).values("desk_id")
    desks = Desk.objects.filter(access.takes_from(actor, ""), pk__in=ids, is_active=True)
    return list(desks.exclude(pk__in=actor.closed_desks).order_by("name"))


def nameless_classes(desk: Desk) -> Any:
    """The classes of which anybody may report to the desk without a name."""
    if not desk.is_active or not switches.is_on(MODULE, desk.pk):
        return CaseClass.objects.within(desk).none()
    return CaseClass.objects.within(desk).in_use().taking_nameless()


def desks_taking_nameless() -> list[Desk]:
    """The desks to which anybody may report without a name, by name. One query."""
    ids = CaseClass.objects.within(switches.desks_with(MODULE)).in_use().taking_nameless().values("desk_id")
    return list(Desk.objects.filter(pk__in=ids, is_active=True).order_by("name"))


def report_of(number: str, code: str) -> Ticket | None:
    """The report without a name that has this number and this code, on a desk with cases."""
    known = int(number) if access.is_readable_number(number) else 0
    rows = NamelessReport.objects.within(switches.desks_with(MODULE)).with_confidential("for whoever has its code")
    asked = rows.select_related("ticket__desk", "ticket__status").filter(ticket__number=known)
    found: NamelessReport | None = asked.first()
    fits = codes.fits(found.digest if found is not None else "", known, code)
    if found is None or not fits or found.ticket.deleted_at is not None or found.ticket.is_spam:
        return None
    ticket: Ticket = found.ticket
    return ticket


def languages() -> list[str]:
    """Codes of the languages in which a class can have a name."""
    return [code for code, _word in settings.LANGUAGES]
