"""A row that is inserted by SQL written once is the row that the model would have written."""

import pytest

from deskhand.accounts.models import Person
from deskhand.files.models import Blob
from deskhand.kernel import bulk, clock
from deskhand.tickets.models import Ticket

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def columns(row):
    kept = type(row)._base_manager.get(pk=row.pk)
    return {field.attname: getattr(kept, field.attname) for field in row._meta.concrete_fields if field.name != "id"}


def test_a_single_row_is_what_saving_makes(cast):
    """With numbers, choices, instants, keys, and what the model fills in by itself."""
    first = cast.ticket("Printer jams")
    copies = [Ticket.objects.within(cast.it).get(pk=first.pk) for _way in range(2)]
    for number, copy in enumerate(copies):
        copy.pk, copy.number, copy._state.adding = None, 900_000 + number, True
    copies[0].save(force_insert=True)
    assert bulk.insert_one(copies[1])
    saved, inserted = map(columns, copies)
    assert saved | {"number": 900_001} == inserted
    assert not copies[1]._state.adding


def test_a_row_that_is_known_is_not_inserted_again(cast):
    rows = [Blob(digest="a" * 64, size=size, stored_at=clock.now()) for size in (1, 2)]
    assert [bulk.insert_one(row, unless_known="digest") for row in rows] == [True, False]
    assert rows[1].pk is None
    assert [one.size for one in Blob.objects.filter(digest="a" * 64)] == [1]


def test_only_the_named_fields_are_written(cast):
    person = Person.objects.get(pk=cast.mara.pk)
    person.name, person.phone = "Mara Weiss", "+49 1"
    bulk.update_one(person, ["phone"])
    assert Person.objects.values_list("name", "phone").get(pk=person.pk) == (cast.mara.name, "+49 1")
