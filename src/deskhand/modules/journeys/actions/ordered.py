"""A journey that an order starts: what was answered there begins it, and its end is the end of the order."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.models import Person
from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.modules.journeys import ordering
from deskhand.modules.journeys.actions.beginning import deskhand_on
from deskhand.modules.journeys.actions.course import ORDERED
from deskhand.modules.journeys.actions.journeys import NewJourney, end, start
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.models import Blueprint, Journey, Outcome
from deskhand.modules.journeys.ordering import Ordered
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.answered import answers_of
from deskhand.tickets.bodies import plain
from deskhand.tickets.links import absolute
from deskhand.tickets.models import Category, Ticket


@transaction.atomic
def start_ordered(*, ticket: Ticket, blueprint: Blueprint, key: str) -> Journey | None:
    """Start the journey that this ticket orders; with one key once. Where something is missing the ticket says what in
    a note, and people of the desk start it by hand. Whoever orders has judged whether it may be."""
    with translation.override(ticket.desk.language):
        try:
            with transaction.atomic():
                made = start(actor=deskhand_on(ticket.desk_id), new=_new(ticket, blueprint, key))
        except DeskhandError as refusal:
            words = _("The journey “%(name)s” could not be started: %(why)s Start it by hand.")
            _note(ticket, words % {"name": blueprint.name, "why": refusal})
            return None
        if made.ordered_by != ticket.pk:
            made.ordered_by = ticket.pk
            made.save(update_fields=["ordered_by"])
            url = absolute(reverse("journeys:journey", args=[ticket.desk.key, made.pk]))
            _note(ticket, _("The journey of %(name)s has begun: %(url)s") % {"name": made.called, "url": url})
    return made


@transaction.atomic
def give_up_ordered(*, ticket: Ticket, key: str) -> None:
    """The order was cancelled: so is the journey. A ticket that somebody resolved leaves it going on."""
    now = Ticket.objects.within(ticket.desk_id).filter(pk=ticket.pk).values_list("category", flat=True).first()
    if now in (Category.RESOLVED, Category.CLOSED):
        return
    rows = Journey.objects.within(ticket.desk_id).running().filter(key=f"{ORDERED}{key}", ordered_by=ticket.pk)
    for row in rows.select_related("desk", "blueprint"):
        actor = deskhand_on(row.desk_id)
        end(actor=actor, journey=row, outcome=Outcome.CANCELLED, reason=_("Its order was cancelled."))


def _new(ticket: Ticket, blueprint: Blueprint, key: str) -> NewJourney:
    plan = Definition.read(blueprint.in_use or {})
    told = ordering.read(plan, answers_of(ticket))
    if told.key_on is None:
        raise Invalid(_("The order does not say from which day on."))
    person = _employee(ticket, told)
    manager = told.manager or _by_address(ticket, told.manager_address) or (person.manager if person else None)
    if manager is None or manager == person:
        manager = ticket.requester
    return NewJourney(
        blueprint=blueprint,
        manager=manager,
        key_on=told.key_on,
        called=told.called,
        person=person,
        place=told.place,
        answers=told.answers,
        key=f"{ORDERED}{key}",
    )


def _employee(ticket: Ticket, told: Ordered) -> Person | None:
    """Whom the answers name; where they name nobody, whom it is ordered for."""
    found = told.person or _by_address(ticket, told.address, told.called)
    return found if found or told.called else ticket.affected or ticket.requester


def _by_address(ticket: Ticket, address: str, name: str = "") -> Person | None:
    if not address:
        return None
    return find_or_make_person(actor=deskhand_on(ticket.desk_id), email=address, name=name)


def _note(ticket: Ticket, words: str) -> None:
    on_tickets.note(actor=deskhand_on(ticket.desk_id), ticket=ticket, body=plain(words))
