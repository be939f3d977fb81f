"""People and organizations that a desk's staff entered are in that desk's directory; notes about an organization stay
with the desk that wrote them."""

from typing import Any

from django.db import migrations

STAFF = ("agent", "lead", "admin")


def fill(apps: Any, schema_editor: Any) -> None:
    _people(apps)
    _organizations(apps)


def _people(apps: Any) -> None:
    Event, Entry = apps.get_model("kernel", "Event"), apps.get_model("accounts", "DirectoryEntry")
    DeskRole, Person = apps.get_model("accounts", "DeskRole"), apps.get_model("accounts", "Person")
    desks: dict[int, set[int]] = {}
    for person, desk in DeskRole.objects.filter(role__in=STAFF).values_list("person_id", "desk_id"):
        desks.setdefault(person, set()).add(desk)
    there = set(Person.objects.values_list("pk", flat=True))
    entered = Event.objects.filter(code="person.created", actor_id__in=list(desks))
    rows = [
        Entry(desk_id=desk, person_id=person, came="entered", since=at, by_id=by)
        for person, by, at in entered.values_list("subject_id", "actor_id", "at")
        if person in there
        for desk in desks[by]
    ]
    Entry.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _organizations(apps: Any) -> None:
    Event, Entry = apps.get_model("kernel", "Event"), apps.get_model("accounts", "OrganizationEntry")
    Desk = apps.get_model("accounts", "Desk")
    Organization, Person = apps.get_model("accounts", "Organization"), apps.get_model("accounts", "Person")
    there, desks = dict(Organization.objects.values_list("pk", "notes")), set(Desk.objects.values_list("pk", flat=True))
    people = set(Person.objects.values_list("pk", flat=True))
    known: dict[tuple[int, int], Any] = {}
    written = Event.objects.filter(code__in=["organization.created", "organization.changed"]).order_by("at", "pk")
    for pk, desk, by, at in written.values_list("subject_id", "desk_id", "actor_id", "at"):
        if pk in there and desk in desks:
            known.pop((pk, desk), None)
            known[pk, desk] = Entry(
                organization_id=pk, desk_id=desk, since=at, by_id=by if by in people else None, notes=""
            )
    last = dict(known.keys())
    for pk, desk in last.items():
        known[pk, desk].notes = there[pk]
    Entry.objects.bulk_create(list(known.values()), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_directory"),
        ("kernel", "0001_start"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
