"""A desk-owned model cannot be read by forgetting to say for whom."""

import pytest
from django.apps import apps

from deskhand.kernel.scope import UnscopedQuery, WalledQuerySet
from deskhand.tickets.models import Ticket

READS = {
    "iteration": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(number=1),
    "filter": lambda rows: list(rows.filter(number=1)),
    "values": lambda rows: list(rows.values("number")),
    "aggregate": lambda rows: rows.aggregate(),
    "update": lambda rows: rows.update(priority=1),
    "delete": lambda rows: rows.delete(),
    "iterator": lambda rows: list(rows.iterator()),
    "subquery": lambda rows: list(Ticket.objects.within(1).filter(pk__in=rows.values("pk"))),
}


@pytest.mark.parametrize("way", READS)
def test_reading_tickets_without_saying_for_whom_is_refused(db, way):
    with pytest.raises(UnscopedQuery):
        READS[way](Ticket.objects.all())


def test_reading_within_a_desk_and_from_a_ticket_is_fine(cast):
    ticket = cast.ticket()
    assert Ticket.objects.within(cast.it).count() == 1
    assert ticket.messages.count() == 1


def test_every_model_that_belongs_to_a_desk_stands_behind_the_wall():
    unwalled = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("deskhand.")
        and any(
            field.name in ("desk", "ticket", "mailbox", "message") and field.is_relation for field in model._meta.fields
        )
        and not isinstance(model._default_manager.all(), WalledQuerySet)
    }
    # Rows that only ever hang on a row that was read through the wall, are the wall's own list of roles, or public.
    assert unwalled <= {"DeskRole", "TicketTag", "ApiTokenDesk", "DeskBrand", "FirstStepsPutAway"}
