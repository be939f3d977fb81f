"""Opening cases, and saying what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.modules.cases.events import CaseChanged, CaseOpened
from deskhand.modules.cases.models import FIRST_READERS, OUTCOME_LIMIT, CaseClass, CaseFile
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets import access, actions, confiding
from deskhand.tickets.bodies import Body
from deskhand.tickets.confiding import Readers
from deskhand.tickets.models import Kind, Ticket


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What a case is opened with. ``about`` is whom it is about, if that is somebody else than the requester."""

    case_class: CaseClass
    subject: str
    body: Body
    requester: Person
    about: Person | None = None


@transaction.atomic
def open_case(*, actor: Actor, desk: Desk, new: NewCase) -> Ticket:
    """Open a case: staff for anybody, a requester for themselves where its class is offered. One of a confidential
    class is never visible to others, not for a moment. Raises Denied, or Invalid with the fields that are wrong."""
    case_class = _class(desk, new.case_class)
    if not actor.may("cases.keep", desk.pk):
        _need_offered(actor, case_class, new)
    wanted = actions.NewTicket(
        desk=desk, subject=new.subject, body=new.body, requester=new.requester, kind=Kind.SERVICE_REQUEST
    )
    readers = readers_of(actor, case_class, new.requester, new.about) if case_class.is_confidential else None
    ticket = actions.create(actor=actor, new=wanted, confidential=readers)
    CaseFile.objects.create(ticket=ticket, desk=desk, case_class=case_class, about=new.about)
    emit(CaseOpened(ticket=ticket.pk, case_class=case_class.pk), actor=actor, desk_id=desk.pk)
    return ticket


@transaction.atomic
def keep_file(
    *,
    actor: Actor,
    ticket: Ticket,
    case_class: CaseClass,
    about: Person | None = None,
    ending: str = "",
    outcome: str = "",
) -> CaseFile:
    """Say of what class a ticket is, whom it is about and what came of it; a ticket without a file becomes a case. In a
    confidential class it goes behind the curtain; that it comes out again is decided on the ticket. Whom a confidential
    case is about never reads it from the desk's side."""
    actor.need_on("cases.keep", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    here = CaseFile.objects.within(locked.desk_id).filter(ticket=locked).still_here()
    found = here.select_related("case_class").first()
    keeps_class = found is not None and found.case_class_id == case_class.pk
    chosen = found.case_class if found is not None and keeps_class else _class(locked.desk, case_class)
    said = {"ending": ending.strip(), "outcome": outcome.strip()}
    _check(chosen, found.ending if found is not None and keeps_class else "", **said)
    row, changed = _written(locked, found, chosen, about, said)
    if chosen.is_confidential and not keeps_class and not locked.is_confidential:
        readers = readers_of(actor, chosen, locked.requester, about, keeps=[locked.assignee] if locked.assignee else [])
        actions.confide(actor=actor, ticket=locked, readers=readers.readers, excluded=readers.excluded)
    elif locked.is_confidential and {"class", "about"} & set(changed):
        for person in _excluded(chosen, locked.requester, about):
            actions.exclude(actor=actor, ticket=locked, person=person)
    if found is None:
        emit(CaseOpened(ticket=locked.pk, case_class=chosen.pk), actor=actor, desk_id=locked.desk_id)
    elif changed:
        emit(CaseChanged(ticket=locked.pk, fields=changed), actor=actor, desk_id=locked.desk_id)
    return row


def _check(chosen: CaseClass, former: str, *, ending: str, outcome: str) -> None:
    wrong = {}
    if len(outcome) > OUTCOME_LIMIT:
        wrong["outcome"] = _("At most %(limit)s characters.") % {"limit": OUTCOME_LIMIT}
    if ending and ending != former and ending not in chosen.endings:
        wrong["ending"] = _("Cases of this class do not end in this way. Choose again.")
    if wrong:
        raise Invalid(_("The case cannot be kept like this."), wrong)


def _written(
    ticket: Ticket, found: CaseFile | None, chosen: CaseClass, about: Person | None, said: dict[str, str]
) -> tuple[CaseFile, list[str]]:
    """The row as it is wanted, and the words of what differs."""
    if found is None:
        made = CaseFile.objects.create(ticket=ticket, desk_id=ticket.desk_id, case_class=chosen, about=about, **said)
        return made, ["about"]
    wanted = {"case_class_id": chosen.pk, "about_id": about.pk if about else None, **said}
    fields = {"case_class_id": "class", "about_id": "about", "ending": "ending", "outcome": "outcome"}
    changed = [name for name, value in wanted.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, wanted[name])
    if changed:
        found.save(update_fields=[name.removesuffix("_id") for name in changed])
    return found, [fields[name] for name in changed]


def _class(desk: Desk, case_class: CaseClass) -> CaseClass:
    """The class anew, if it is one of the desk's in use and the module is on."""
    found: CaseClass | None = CaseClass.objects.within(desk).in_use().filter(pk=case_class.pk).first()
    if found is None or not switches.is_on(MODULE, desk.pk):
        raise Invalid(_("The desk does not have this class any more."), {"case_class": _("Choose again.")})
    return found


def _need_offered(actor: Actor, case_class: CaseClass, new: NewCase) -> None:
    if not case_class.is_offered or actor.person_id != new.requester.pk or new.about is not None:
        raise Denied(_("You cannot open a case of this class here."))


def readers_of(
    actor: Actor, case_class: CaseClass, requester: Person, about: Person | None, keeps: list[Person] | None = None
) -> Readers:
    """Who is on the list of a new confidential case, at most ``FIRST_READERS``: who opens it for the desk, the class's
    people, then the members of its teams; never whom it is about."""
    excluded = _excluded(case_class, requester, about)
    wanted: list[int | None] = [one.pk for one in keeps or ()]
    if actor.may("cases.keep", case_class.desk_id):
        wanted.insert(0, actor.person_id)
    wanted += case_class.readers.exclude(person=None).order_by("pk").values_list("person_id", flat=True)
    wanted += case_class.readers.exclude(team=None).order_by("pk").values_list("team__members", flat=True)
    named = dict.fromkeys(one for one in wanted if one is not None and one not in {gone.pk for gone in excluded})
    known = confiding.with_role(case_class.desk_id, named)
    people = Person.objects.filter(is_active=True).in_bulk(known)
    return Readers(readers=[people[one] for one in named if one in people][:FIRST_READERS], excluded=excluded)


def _excluded(case_class: CaseClass, requester: Person, about: Person | None) -> list[Person]:
    """Whom the case is about, and the manager if the class says so; but the requester reads what they wrote."""
    found = [about, about.manager if case_class.excludes_manager else None] if about is not None else []
    return [one for one in found if one is not None and one.pk != requester.pk]
