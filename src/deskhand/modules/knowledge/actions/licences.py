"""Saying what somebody's word counts for."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.permissions import STAFF
from deskhand.modules.knowledge.events import LicenceSet
from deskhand.modules.knowledge.models import Level, Licence


@transaction.atomic
def set_licence(*, actor: Actor, desk: Desk, person: Person, level: str) -> None:
    """Give somebody who serves the desk a licence of their own, or (empty ``level``) let their role count again. Raises
    NotFound for somebody who may not write there."""
    actor.need("knowledge.settings", desk.pk)
    list(Desk.objects.select_for_update().filter(pk=desk.pk).values_list("pk"))
    if level and level not in Level.values:
        raise Invalid(_("Choose one."), {"level": ", ".join(Level.values)})
    if not DeskRole.objects.filter(desk=desk, person=person, role__in=STAFF).exists():
        raise NotFound
    own = Licence.objects.within(desk)
    before = own.filter(person=person).values_list("level", flat=True).first() or ""
    if before == level:
        return
    if level:
        own.update_or_create(desk=desk, person=person, defaults={"level": level, "since": clock.now()})
    else:
        own.filter(person=person).delete()
    fact = LicenceSet(desk=desk.pk, person=person.pk, before=before, level=level)
    emit(fact, actor=actor, desk_id=desk.pk)


@transaction.atomic
def forget_licences(*, actor: Actor, desk_id: int, person_id: int | None = None) -> None:
    """Whoever may not write on the desk any more keeps no licence there: they do not have it again when they come back.
    All of the desk, or one person. Part of a role's end, which checks permission."""
    own = Licence.objects.within(desk_id)
    writers = DeskRole.objects.filter(desk_id=desk_id, role__in=STAFF).values("person_id")
    gone = own.exclude(person_id__in=writers)
    if person_id is not None:
        gone = gone.filter(person_id=person_id)
    for row in list(gone):
        fact = LicenceSet(desk=desk_id, person=row.person_id, before=row.level, level="")
        row.delete()
        emit(fact, actor=actor, desk_id=desk_id)
