"""A prepared query answers as the plain one does, for every value, and refuses what it cannot keep."""

from datetime import timedelta

import pytest
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.prepared import NotPreparable, Prepared
from deskhand.kernel.scope import UnscopedQuery
from deskhand.tickets import actions
from deskhand.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(cast):
    """Three tickets; Jana has the second, Hanna's desk the third."""
    mouse = cast.ticket("Mouse")
    actions.assign(actor=cast.actor("jana"), ticket=mouse, to=cast.jana)
    return [cast.ticket("Printer").number, mouse.number, cast.ticket("Printer", desk="hr").number]


def same(build, *several):
    """The prepared query and the plain one agree for each of these values, the first time and afterwards."""
    query = Prepared(build)
    for _time in range(2):
        for values in several:
            assert query.rows(**values) == list(build(**values)), values
    return query


def test_rows_of_every_kind_are_those_of_the_queryset(cast, numbers):
    def found(desk):
        return Ticket.objects.within(desk).order_by("number")

    desks = [{"desk": cast.it.pk}, {"desk": cast.hr.pk}, {"desk": 999}]
    same(found, *desks)
    same(lambda desk: found(desk).values("number", "subject", "created_at", "is_spam", "requester__name"), *desks)
    same(lambda desk: found(desk).values_list("number", "created_at"), *desks)
    same(lambda desk: found(desk).values_list("number", flat=True), *desks)


def test_an_instance_is_whole_and_knows_what_was_counted(cast, numbers):
    query = Prepared(
        lambda desk: Desk.objects.filter(pk=desk).annotate(
            n=Subquery(
                Ticket.objects.within(desk)
                .values("desk_id")
                .filter(desk_id=OuterRef("pk"))
                .annotate(n=Count("pk"))
                .values("n")
            )
        )
    )
    desk = query.first(desk=cast.it.pk)
    assert (desk.name, desk.n, desk.created_at) == (cast.it.name, 2, cast.it.created_at)
    desk.refresh_from_db()
    assert query.first(desk=999) is None


def test_nobody_lists_and_instants_are_values_like_others(cast, numbers):
    same(
        lambda person: Ticket.objects.within(cast.it).filter(assignee_id=person).values_list("number", flat=True),
        {"person": None},
        {"person": cast.jana.pk},
        {"person": cast.ben.pk},
    )
    same(
        lambda desks, subjects: Ticket.objects.within(desks).filter(subject__in=subjects).order_by("number"),
        {"desks": [cast.it.pk], "subjects": ["Printer"]},
        {"desks": [cast.it.pk, cast.hr.pk], "subjects": ["Printer", "Mouse"]},
        {"desks": [cast.hr.pk, cast.it.pk], "subjects": ["Mouse", "Mouse"]},
        {"desks": [], "subjects": ["Mouse"]},
    )
    same(
        lambda at: (
            Ticket.objects.within(cast.it).filter(created_at__lt=at).order_by("number").values_list("number", flat=True)
        ),
        {"at": clock.now()},
        {"at": clock.now() - timedelta(days=1)},
    )


def test_one_value_may_be_asked_for_twice_and_in_a_union(cast, numbers):
    def found(desk, person):
        own = Ticket.objects.within(desk).filter(Q(assignee_id=person) | Q(requester_id=person))
        every = Ticket.objects.within(desk).annotate(n=Value(1, output_field=IntegerField()))
        return every.values_list("number", "n").union(
            own.annotate(n=F("priority")).values_list("number", "n"), all=True
        )

    query = Prepared(found)
    for person in (cast.jana.pk, cast.mara.pk):
        values = {"desk": cast.it.pk, "person": person}
        assert sorted(query.rows(**values)) == sorted(found(**values))


def test_words_cannot_leave_their_place(cast, numbers):
    query = Prepared(lambda name: Person.objects.filter(name=name))
    assert query.rows(name="' OR 1=1 --") == []
    assert query.rows(name="%s") == []
    assert query.first(name=cast.jana.name) == cast.jana


def test_compiling_happens_once_for_each_shape(cast, numbers):
    built = []

    def found(desks):
        built.append(desks)
        return Ticket.objects.within(desks)

    query = Prepared(found)
    for desks in ([1], [2], [1, 2], [7, 8], [3]):
        query.rows(desks=desks)
    assert len(built) == 2


def test_a_wall_stands_before_a_prepared_query_as_well(cast, numbers):
    with pytest.raises(UnscopedQuery):
        Prepared(lambda number: Ticket.objects.filter(number=number)).rows(number=numbers[0])
    with pytest.raises(UnscopedQuery):
        Prepared(lambda ticket: Message.objects.filter(ticket_id=ticket).values("text")).rows(ticket=1)


@pytest.mark.parametrize(
    ("build", "value"),
    [
        (lambda one: Person.objects.filter(name__icontains=one), "a"),
        (lambda one: Person.objects.filter(pk=one + 1), 1),
        (lambda one: Person.objects.all(), 1),
        (lambda one: Person.objects.filter(is_vip=one), True),
        (lambda one: Person.objects.all()[:one], 3),
        (lambda one: Ticket.objects.within(1).filter(created_at__gt=one - timedelta(days=7)), clock.now()),
        (lambda one: Ticket.objects.within(one).select_related("desk"), 1),
    ],
    ids=["part of a word", "reckoned with", "unused", "truth", "limit", "earlier", "related"],
)
def test_a_value_that_changes_the_query_otherwise_is_refused(db, build, value):
    with pytest.raises(NotPreparable):
        Prepared(build).rows(one=value)
