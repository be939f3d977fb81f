"""While somebody is away, another decides for them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.approvals.access import sees_people
from deskhand.modules.approvals.events import AbsenceDeclared, AbsenceEnded
from deskhand.modules.approvals.models import ADDRESS_LIMIT, Absence

ABSENCES_LIMIT = 20
"""Most absences that somebody has written for now and later."""


@transaction.atomic
def declare_absence(
    *, actor: Actor, substitute: Person | None, from_on: date, until_on: date, address: str = ""
) -> Absence:
    """Let somebody decide for the actor, on these days. Raises Invalid for days that are over, for oneself, and where
    the two would stand in for each other. Whoever may not see people and named an ``address`` gets the same answer
    whether it is of somebody who can or of nobody: a letter tells them."""
    person_id = _own(actor)
    wrong = _wrong_days(from_on, until_on) or _wrong(person_id, substitute, from_on, until_on)
    is_blind = bool(address) and not sees_people(actor)
    if is_blind and "substitute" in wrong and (substitute is None or substitute.pk != person_id):
        substitute, wrong = None, {}
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    if Absence.objects.of_person(person_id).filter(ended_at=None, until_on__gte=from_on).count() >= ABSENCES_LIMIT:
        raise Invalid(_("These are enough: at most %(limit)s absences.") % {"limit": ABSENCES_LIMIT})
    row: Absence = Absence.objects.create(
        person_id=person_id,
        substitute=substitute,
        address=address.strip().lower()[:ADDRESS_LIMIT] if is_blind else "",
        from_on=from_on,
        until_on=until_on,
        made_at=clock.now(),
    )
    fact = AbsenceDeclared(absence=row.pk, person=person_id, substitute=row.substitute_id)
    emit(fact, actor=actor, desk_id=None)
    return row


@transaction.atomic
def end_absence(*, actor: Actor, absence_id: int) -> Absence:
    """The actor decides for themselves again, from now on."""
    rows = Absence.objects.of_person(_own(actor)).select_for_update().filter(pk=absence_id, ended_at=None)
    row: Absence | None = rows.first()
    if row is None:
        raise NotFound
    row.ended_at, row.address = clock.now(), ""
    row.save(update_fields=["ended_at", "address"])
    emit(AbsenceEnded(absence=row.pk, person=row.person_id), actor=actor, desk_id=None)
    return row


def _own(actor: Actor) -> int:
    if actor.person_id is None or actor.only_ticket is not None or not actor.may_write:
        raise Denied(_("Sign in to say who decides for you."))
    return actor.person_id


def _wrong_days(from_on: date, until_on: date) -> dict[str, str]:
    if until_on < from_on:
        return {"until_on": _("The last day comes before the first one.")}
    if until_on < clock.now().date():
        return {"until_on": _("These days are over.")}
    return {}


def _wrong(person_id: int, substitute: Person | None, from_on: date, until_on: date) -> dict[str, str]:
    if substitute is None or not substitute.is_active:
        return {"substitute": _("Choose somebody who is here.")}
    if substitute.pk == person_id:
        return {"substitute": _("Choose somebody else than yourself.")}
    if _comes_back(person_id, substitute.pk, from_on, until_on):
        words = _("%(name)s is away then, too, and you would decide for them in the end. Choose somebody else.")
        return {"substitute": words % {"name": substitute.name}}
    return {}


def _comes_back(person_id: int, substitute_id: int, from_on: date, until_on: date) -> bool:
    """Whether the substitutes of substitutes, on any of these days, lead back to the person."""
    reached, look = {substitute_id}, {substitute_id}
    while look:
        rows = Absence.objects.scoped(person_id__in=look, ended_at=None, from_on__lte=until_on, until_on__gte=from_on)
        found = set(rows.exclude(substitute=None).values_list("substitute_id", flat=True))
        if person_id in found:
            return True
        look = found - reached
        reached |= found
    return False
