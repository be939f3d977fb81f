"""Breaking glass: asking, agreeing, refusing, ending, and noting what is read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts import glass as broken
from deskhand.accounts.events import SiteAdminChanged
from deskhand.accounts.glass_events import GlassAsked, GlassEnded, GlassRefused, GlassSeconded, GlassWasRead
from deskhand.accounts.models import BreakGlass, Desk, DeskRole, GlassRead, GlassState
from deskhand.accounts.models.glass import GLASS_LONGEST, GLASS_REASON_LEAST, GLASS_REASON_LIMIT, GLASS_USUAL
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.kernel.permissions import ADMIN

SECONDER_SINCE = timedelta(days=1)
"""How long somebody must have had the power that lets them be the second person: an account that was given it for the
purpose does not count."""

GLASS_WAITING_LIMIT = 20
"""Most requests of one person that wait for a second one."""


@transaction.atomic
def ask_for_glass(
    *, actor: Actor, desk: Desk, reason: str, number: int | None = None, length: timedelta = GLASS_USUAL
) -> BreakGlass:
    """Ask to read the desk (a site administrator), or one confidential ticket of it (who leads, administers or audits
    it). Whether there is such a ticket is not told. Nothing is open until a second person agrees."""
    actor.need("glass.ask" if number is None else "glass.ask_case", None if number is None else desk.pk)
    if actor.person_id is None or desk.pk in actor.glass:
        raise Denied(_("You read this desk under broken glass already."))
    reason = reason.strip()
    _check(reason, length)
    if not broken.others_who_may_second(desk.pk, actor.person_id):
        raise Denied(_("Nobody else can agree: there is no other administrator of the installation or of this desk."))
    now = clock.now()
    _need_new(actor, desk, number, now)
    row: BreakGlass = BreakGlass.objects.create(
        desk=desk,
        ticket_number=number,
        ticket_id=None if number is None else broken.ticket_of(desk.pk, number),
        asker_id=actor.person_id,
        reason=reason,
        length=length,
        asked_at=now,
    )
    minutes = length // timedelta(minutes=1)
    fact = GlassAsked(glass=row.pk, person=actor.person_id, number=number, minutes=minutes)
    emit(fact, actor=actor, desk_id=desk.pk, reason=reason)
    return row


@transaction.atomic
def second_glass(*, actor: Actor, glass: BreakGlass) -> BreakGlass:
    """Agree: the asker reads from now on, for the time that they asked for. Never the asker; never somebody whose power
    is newer than a day."""
    row = _waiting(actor, glass)
    need_to_second(actor, row)
    now = clock.now()
    row.seconded_by_id, row.seconded_at, row.until = actor.person_id, now, now + row.length
    row.save(update_fields=["seconded_by", "seconded_at", "until"])
    switches.touch()
    fact = GlassSeconded(glass=row.pk, person=row.asker_id, number=row.ticket_number, until=row.until.isoformat())
    emit(fact, actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def refuse_glass(*, actor: Actor, glass: BreakGlass) -> BreakGlass:
    """Say no. Whoever could agree can refuse; the asker withdraws instead."""
    row = _waiting(actor, glass)
    _need_another(actor, row)
    row.refused_at, row.refused_by_id = clock.now(), actor.person_id
    row.save(update_fields=["refused_at", "refused_by"])
    emit(GlassRefused(glass=row.pk, person=row.asker_id, number=row.ticket_number), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def end_glass(*, actor: Actor, glass: BreakGlass) -> BreakGlass:
    """Close it now, or withdraw the request: the asker, an administrator of the desk, or a site administrator."""
    row = _locked(actor, glass)
    now = clock.now()
    state = row.state(now)
    if state not in (GlassState.OPEN, GlassState.WAITING):
        raise Conflict(_("This is over already."))
    if row.asker_id != actor.person_id:
        actor.need("glass.see", row.desk_id)
    _end(actor, row, now, was_open=state == GlassState.OPEN)
    return row


@transaction.atomic
def end_glass_of(*, actor: Actor, desk_id: int, ticket_id: int) -> None:
    """Close what is open, and withdraw what waits, for one ticket that has left the desk: its new desk's people are
    not theirs to judge."""
    now = clock.now()
    rows = BreakGlass.objects.within(desk_id).select_for_update(of=("self",)).filter(ticket_id=ticket_id, ended_at=None)
    for row in rows.order_by("pk"):
        state = row.state(now)
        if state in (GlassState.OPEN, GlassState.WAITING):
            _end(actor, row, now, was_open=state == GlassState.OPEN)


def _end(actor: Actor, row: BreakGlass, now: datetime, *, was_open: bool) -> None:
    row.ended_at, row.ended_by_id = now, actor.person_id
    row.save(update_fields=["ended_at", "ended_by"])
    switches.touch()
    fact = GlassEnded(glass=row.pk, person=row.asker_id, number=row.ticket_number, was_open=was_open)
    emit(fact, actor=actor, desk_id=row.desk_id)


@transaction.atomic
def note_reading(*, actor: Actor, desk_id: int, ticket_id: int, number: int) -> None:
    """Write down that the actor reads this record through broken glass: once for each of their open glass."""
    for pk in broken.grants_for(actor, desk_id, ticket_id):
        _row, is_new = GlassRead.objects.within(desk_id).get_or_create(
            glass_id=pk, ticket_number=number, defaults={"at": clock.now()}
        )
        if is_new:
            fact = GlassWasRead(glass=pk, person=actor.person_id or 0, number=number)
            emit(fact, actor=actor, desk_id=desk_id)


def need_to_second(actor: Actor, glass: BreakGlass) -> None:
    """Raise Denied unless the actor may be the second person."""
    _need_another(actor, glass)
    if not _has_had_power(actor, glass.desk_id):
        raise Denied(_("Who has been an administrator for less than a day cannot be the second person."))


def _need_another(actor: Actor, glass: BreakGlass) -> None:
    if glass.asker_id == actor.person_id:
        raise Denied(_("The second person is somebody else: nobody agrees to their own request."))
    actor.need("glass.second", glass.desk_id)


def _has_had_power(actor: Actor, desk_id: int) -> bool:
    before = clock.now() - SECONDER_SINCE
    if DeskRole.objects.filter(desk_id=desk_id, person_id=actor.person_id or 0, role=ADMIN, since__lte=before).exists():
        return True
    made = Event.objects.filter(code=SiteAdminChanged.code, subject_kind="person", subject_id=actor.person_id or 0)
    return actor.is_site_admin and not made.filter(at__gt=before).exists()


def _locked(actor: Actor, glass: BreakGlass) -> BreakGlass:
    """The row, if the actor may know of it."""
    found: BreakGlass | None = (
        BreakGlass.objects.told_to(actor).select_for_update(of=("self",)).filter(pk=glass.pk).first()
    )
    if found is None or broken.is_kept_from(actor.person_id, found):
        raise NotFound
    return found


def _waiting(actor: Actor, glass: BreakGlass) -> BreakGlass:
    row = _locked(actor, glass)
    if row.state(clock.now()) != GlassState.WAITING:
        raise Conflict(_("This request does not wait any more: it was answered, withdrawn, or is too old."))
    return row


def _check(reason: str, length: timedelta) -> None:
    wrong = {}
    if not GLASS_REASON_LEAST <= len(reason) <= GLASS_REASON_LIMIT:
        wrong["reason"] = _("Between %(least)s and %(most)s characters.") % {
            "least": GLASS_REASON_LEAST,
            "most": GLASS_REASON_LIMIT,
        }
    if not timedelta(minutes=1) <= length <= GLASS_LONGEST:
        hours = GLASS_LONGEST // timedelta(hours=1)
        wrong["length"] = ngettext("At most %(num)s hour.", "At most %(num)s hours.", hours) % {"num": hours}
    if wrong:
        raise Invalid(_("This cannot be asked like this."), wrong)


def _need_new(actor: Actor, desk: Desk, number: int | None, now: datetime) -> None:
    Desk.objects.select_for_update().get(pk=desk.pk)
    own = BreakGlass.objects.beyond_walls("the asker's own").filter(asker_id=actor.person_id)
    same = {"desk": desk, "ticket_number": number}
    if own.waiting(now).filter(**same).exists() or own.open(now).filter(**same).exists():
        raise Conflict(_("You have asked for this already."))
    if own.waiting(now).count() >= GLASS_WAITING_LIMIT:
        raise Conflict(_("Too many of your requests wait for a second person."))
