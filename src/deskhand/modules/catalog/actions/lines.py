"""How a line goes on: its ticket, its approval, its plan, its end. Every step locks the line and may be taken twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.calendars import business_days
from deskhand.calendars.queries import calendar_for
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.catalog import asking
from deskhand.modules.catalog.access import WITH, today_of
from deskhand.modules.catalog.events import ItemOrdered, LineMoved
from deskhand.modules.catalog.models import ENDED_STATES, LineState, OrderLine
from deskhand.modules.catalog.tongues import form_for
from deskhand.tickets import actions as tickets
from deskhand.tickets import approving, bodies, fulfilling
from deskhand.tickets.actions import transition
from deskhand.tickets.linking_events import TicketLinked
from deskhand.tickets.models import Attachment, Category, LinkKind, Ticket, TicketLink
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

LONGEST_WAIT = 400
"""Working days that are counted of how long a delivery took."""


def open_line(actor: Actor, line: OrderLine, attachments: Sequence[Attachment] = ()) -> None:
    """Make the ticket of a line that begins now, and get its approval or begin. The line is locked by the caller."""
    line.ticket = tickets.create(actor=actor, new=_new(actor, line, attachments))
    line.save(update_fields=["ticket"])
    other = line.for_person_id if line.for_person_id != line.order.person_id else None
    ordered = ItemOrdered(
        ticket=line.ticket.pk,
        line=line.pk,
        item=line.item_id,
        version=line.version_id,
        quantity=line.quantity,
        affected=other,
    )
    emit(ordered, actor=actor, desk_id=line.desk_id)
    _link_to_bundle(line)
    ask_or_begin(actor, line)


def ask_or_begin(actor: Actor, line: OrderLine) -> None:
    """Get the approval that the item names, or begin the work. What is part of a bundle was approved with it."""
    policy = line.item.approval if line.bundle_id is None else ""
    if not policy:
        begin_work(actor, line, "ordered")
        return
    assert line.ticket is not None  # noqa: S101 (a line that is asked about has its ticket)
    go_to(actor, line, LineState.APPROVAL, "ordered")
    try:
        is_asked = approving.ask(actor=SYSTEM, ticket=line.ticket, policy=policy, key=line.key)
    except Invalid:
        is_asked = False  # The policy is gone, or nobody can be asked: somebody of the desk decides, and is told why.
    if not is_asked:
        go_to(actor, line, LineState.STUCK, "ordered")


def begin_work(actor: Actor, line: OrderLine, because: str) -> None:
    """The work on a line begins: its plan is started, the parts of a bundle are released."""
    assert line.ticket is not None  # noqa: S101 (work is done on a ticket)
    line.begun_at = clock.now()
    line.save(update_fields=["begun_at"])
    go_to(actor, line, LineState.WORK, because)
    if line.item.plan:
        try:
            fulfilling.start(actor=SYSTEM, ticket=line.ticket, plan=line.item.plan, key=line.key)
        except Invalid:
            return  # The plan is gone: people of the desk work on the ticket as on any other.
    if line.item.is_bundle:
        release_parts(line)


def release_parts(bundle: OrderLine) -> None:
    """Open the parts of a bundle that wait for nothing any more."""
    parts = OrderLine.objects.beyond_walls("a bundle may have parts of other desks").filter(bundle=bundle)
    for pk in list(parts.due(today_of(bundle.desk_id)).values_list("pk", flat=True)):
        part = parts.select_for_update(of=("self",)).select_related(*WITH).get(pk=pk)
        if part.state == LineState.PLANNED:
            open_line(SYSTEM, part)


def end(actor: Actor, line: OrderLine, state: LineState, because: str) -> None:
    """A line has ended. What waited for it is looked at by the next release."""
    line.ended_at = clock.now()
    if state == LineState.DELIVERED and line.ordered_at is not None:
        line.took_days = days_between(line, line.ordered_at, line.ended_at)
    line.save(update_fields=["ended_at", "took_days"])
    go_to(actor, line, state, because)
    if line.bundle_id is not None and state == LineState.DELIVERED:
        _look_at_bundle(line)


def go_to(actor: Actor, line: OrderLine, state: LineState, because: str) -> None:
    """Write where the line stands, with its fact."""
    old, line.state = line.state, state
    line.save(update_fields=["state"])
    if line.ticket_id is not None and old != state:
        moved = LineMoved(ticket=line.ticket_id, line=line.pk, old=old, state=state, because=because)
        emit(moved, actor=actor, desk_id=line.desk_id)


def close_ticket(actor: Actor, line: OrderLine, category: Category, because: str) -> None:
    """Let the ticket follow its line, unless it has ended or went elsewhere."""
    ticket: Ticket | None = (
        Ticket.objects.within(line.desk_id).select_for_update(of=("self",)).filter(pk=line.ticket_id or 0).first()
    )
    if ticket is not None and ticket.category not in FINISHED:
        transition.move(actor=actor, ticket=ticket, category=category, because=because)


def stop_others(line: OrderLine) -> None:
    """Nobody is asked any more, and no step of a plan begins."""
    if line.ticket is not None:
        approving.withdraw(actor=SYSTEM, ticket=line.ticket, key=line.key)
        fulfilling.cancel(actor=SYSTEM, ticket=line.ticket, key=line.key)


def days_between(line: OrderLine, start: datetime, end: datetime) -> int:
    """Working days from one instant to another."""
    calendar = calendar_for(desk_id=line.desk_id, team_id=line.item.team_id)
    found, at = 0, start
    while found < LONGEST_WAIT:
        at = business_days.after(calendar, start, found + 1)
        if at.astimezone(calendar.zone_info).date() > end.astimezone(calendar.zone_info).date():
            break
        found += 1
    return found


def told_answers(line: OrderLine) -> str:
    """The answers as lines of text, hidden ones as dots."""
    form = form_for(line.item, line.version)
    found = asking.shown(form, {**line.answers, **line.secrets}, desk_id=line.desk_id)
    return "\n".join(f"{one.label}{' ' if one.label.endswith(('?', ':')) else ': '}{one.shown}" for one in found)


def _new(actor: Actor, line: OrderLine, attachments: Sequence[Attachment]) -> tickets.NewTicket:
    item, person = line.item, line.order.person
    with translation.override(line.desk.language or translation.get_language()):
        text = _body(line)
    is_other = line.for_person is not None and line.for_person.pk != person.pk
    subject = f"{line.title}: {line.for_person.name}" if is_other and line.for_person else line.title
    return tickets.NewTicket(
        desk=line.desk,
        subject=subject[:SUBJECT_LIMIT],
        body=bodies.plain(text),
        requester=person,
        affected=line.for_person if is_other else None,
        kind=item.kind_of_ticket,
        priority=item.priority,
        team=item.team if item.team is not None and item.team.is_active else None,
        service=item.service if item.service is not None and item.service.is_active else None,
        tags=item.tags,
        attachments=attachments,
        channel=Channel.PORTAL if actor.is_system else None,
        comes_of=_bundle_here(line),
    )


def _bundle_here(line: OrderLine) -> Ticket | None:
    """The ticket of the bundle of which the line is a part, if both are of one desk: parts of a confidential one are
    confidential, too. What is another desk's is an order there as any other."""
    bundle = OrderLine.objects.beyond_walls("the line's own bundle").select_related("ticket").filter(pk=line.bundle_id)
    found = next((one.ticket for one in bundle), None) if line.bundle_id is not None else None
    return found if found is not None and found.desk_id == line.desk_id else None


def _body(line: OrderLine) -> str:
    said = [line.title if line.quantity == 1 else f"{line.quantity} × {line.title}", told_answers(line)]
    if line.wanted_on is not None:
        said.append(_("Wished by: %(day)s") % {"day": line.wanted_on.isoformat()})
    if line.cost_centre:
        said.append(_("Cost centre: %(code)s") % {"code": line.cost_centre})
    return "\n\n".join(one for one in said if one)


def _link_to_bundle(line: OrderLine) -> None:
    """The ticket of a bundle is the parent of those of its parts on its desk."""
    bundle, ticket = line.bundle, line.ticket
    if bundle is None or ticket is None or bundle.ticket is None or bundle.desk_id != line.desk_id:
        return
    TicketLink.objects.create(ticket=bundle.ticket, other=ticket, kind=LinkKind.PARENT_OF, made_at=clock.now())
    for end, far, kind in (
        (bundle.ticket, ticket, LinkKind.PARENT_OF),
        (ticket, bundle.ticket, LinkKind.CHILD_OF),
    ):
        fact = TicketLinked(ticket=end.pk, kind=kind.value, number=far.number)
        emit(fact, actor=SYSTEM, desk_id=end.desk_id)


def _look_at_bundle(line: OrderLine) -> None:
    bundle = line.bundle
    if bundle is None:
        return
    release_parts(bundle)
    left = bundle.parts.exclude(state__in=ENDED_STATES).exists()
    if not left and bundle.state == LineState.WORK:
        close_ticket(SYSTEM, bundle, Category.RESOLVED, "delivered")
        end(SYSTEM, bundle, LineState.DELIVERED, "lines")
