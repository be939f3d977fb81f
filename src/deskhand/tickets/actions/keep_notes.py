"""Notes that stay at a desk when their ticket goes to another one: they become a ticket of the desk, which is done from
the start. Why a ticket: docs/decisions/0016-moving-tickets.md."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import confiding, keeping
from deskhand.tickets.actions.bin import put_away
from deskhand.tickets.actions.create import NewTicket, create
from deskhand.tickets.actions.split import carry, has_more
from deskhand.tickets.bodies import Body
from deskhand.tickets.keeping_events import NotesKept, NotesReturned
from deskhand.tickets.models import KIND_WORDS, Kind, Message, Split, Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT


def keep_notes(actor: Actor, here: Ticket, wanted: Collection[int] | None) -> Ticket | None:
    """Leave the notes (None: all of them) on a ticket of the desk that the held one is about to leave; None where there
    are none. Whoever moves it is the requester there: nobody outside the desk may read them. What stays of a
    confidential ticket is confidential, for those who could read that one."""
    found = keeping.chosen(here, wanted)
    if not found:
        return None
    there = create(actor=actor, new=_new(actor, here, found), confidential=confiding.inherited(here))
    carry(found, here, there)
    Split.objects.create(ticket=here, into=there, messages=[one.pk for one in found], made_at=clock.now())
    fact = NotesKept(ticket=there.pk, number=here.number, messages=len(found))
    emit(fact, actor=actor, desk_id=there.desk_id)
    return there


def notes_back(actor: Actor, here: Ticket, split_id: int) -> None:
    """The move of a held ticket was taken back: what stayed is on it again. The ticket that kept it goes to the bin,
    unless there is more on it by now. Raises Invalid where other people than those of the ticket read it by now: the
    notes would come before eyes that they were kept from."""
    rows = Split.objects.within(here.desk_id).filter(ticket=here, pk=split_id, undone_at=None)
    kept: Split | None = rows.first()
    rests = Ticket.objects.beyond_walls("what a move left behind, wherever it is").select_related("desk", "status")
    held = rests.select_for_update(of=("self",))
    rest: Ticket | None = held.filter(pk=kept.into_id).first() if kept is not None else None
    if kept is None or rest is None:
        return
    if rest.desk_id != here.desk_id or not confiding.is_one_list(rest, here):
        raise Invalid(_("Others read the notes that stayed here by now: they cannot come back by an undo."))
    back = list(rest.messages.filter(pk__in=kept.messages))
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    carry(back, rest, here)
    fact = NotesReturned(ticket=rest.pk, number=here.number, messages=len(back))
    emit(fact, actor=actor, desk_id=here.desk_id)
    if rest.deleted_at is None and rest.survivor_id is None and not has_more(rest):
        put_away(actor, rest, rest)


def _new(actor: Actor, here: Ticket, found: list[Message]) -> NewTicket:
    mover = person_of(actor)
    if mover is None:
        raise Invalid(_("Only a person can leave notes behind."))
    said = _("Kept here of %(number)s: %(subject)s") % {"number": here.number, "subject": here.subject}
    return NewTicket(
        desk=here.desk,
        subject=said[:SUBJECT_LIMIT],
        body=Body(found[0].html, found[0].text or here.subject),
        requester=mover,
        kind=here.kind if here.kind in KIND_WORDS else Kind.QUESTION,
        priority=here.priority,
        side="agent",
        is_resolved=True,
        may_answer=False,
        is_held=True,
    )
