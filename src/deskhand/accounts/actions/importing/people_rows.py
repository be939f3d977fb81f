"""Importing people: new ones, changes, addresses, entries in the directory; managers in a second pass, when everybody
of the file is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress

from deskhand.accounts.actions.contacts import end_with_organization
from deskhand.accounts.actions.importing import acting
from deskhand.accounts.actions.importing.checking import written
from deskhand.accounts.events import OrganizationCreated, PersonChanged, PersonCreated, PersonKnown
from deskhand.accounts.importing import judging, known, plans
from deskhand.accounts.importing.known import Around
from deskhand.accounts.importing.plans import Plan
from deskhand.accounts.models import (
    Came,
    DirectoryEntry,
    ImportBatch,
    ImportRow,
    Organization,
    OrganizationEntry,
    Person,
)
from deskhand.accounts.models.importing import Verdict
from deskhand.kernel import clock
from deskhand.kernel.bulk import fresh_ids, insert_many, insert_numbered
from deskhand.kernel.events import Fact, emit_many

CHUNK = 500
"""Rows of one transaction: some tenths of a second in which nobody else writes."""


@dataclass
class _Chunk:
    """What a chunk writes, gathered row by row: a later row sees what an earlier one does."""

    batch: ImportBatch
    around: Around
    ids: list[int]
    people: list[Person] = field(default_factory=list)
    changed: dict[int, set[str]] = field(default_factory=dict)
    left: dict[int, int | None] = field(default_factory=dict)
    addresses: list[EmailAddress] = field(default_factory=list)
    entries: list[DirectoryEntry] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def apply_chunk(batch: ImportBatch) -> None:
    """Import the next rows of people, and move the batch's mark."""
    if batch.phase == "managers":
        _managers(batch)
        return
    rows = acting.next_rows(batch, CHUNK)
    told = [judging.person(row.cells) for row in rows]
    around = known.around(batch.desk_id, told, locked=True)
    chunk = _Chunk(batch, around, fresh_ids(Person, len(rows)) if rows else [])
    for row, one in zip(rows, told, strict=True):
        plan = plans.for_person(one, around, batch.existing)
        _carry_out(chunk, row, plan, one.email)
    _write(chunk)
    acting.rewrite(rows)
    if not acting.moved_on(batch, rows, CHUNK):
        acting.next_phase(batch, "managers")


def _carry_out(chunk: _Chunk, row: ImportRow, plan: Plan, email: str) -> None:
    if plan.verdict == Verdict.REFUSED:
        written(row, plan)
        return
    _enter_organization(chunk, plan)
    if plan.makes:
        plan.person = _make(chunk, plan, email)
    elif plan.person in chunk.around.known:
        _change(chunk, plan)
    if plan.enters:
        _enter(chunk, plan.person)
    if plan.makes or plan.person in chunk.around.known:
        _add_addresses(chunk, plan, email)
    else:
        plan.addresses = []
    written(row, plan)
    chunk.around.known.add(plan.person)


def _make(chunk: _Chunk, plan: Plan, email: str) -> int:
    organization = (plan.after.get("organization") or {}).get("id") or chunk.around.organization_at(email)
    values = {name: value for name, value in plan.after.items() if name in plans.FIELDS}
    person = Person(pk=chunk.ids.pop(0), email=email, created_at=clock.now(), organization_id=organization, **values)
    person.set_unusable_password()
    chunk.people.append(person)
    chunk.around.people[person.pk] = person
    chunk.facts.append(PersonCreated(person=person.pk))
    return person.pk


def _change(chunk: _Chunk, plan: Plan) -> None:
    person = chunk.around.people[plan.person]
    fields = [name for name in plan.after if name in plans.FIELDS]
    for name in fields:
        setattr(person, name, plan.after[name])
    if "organization" in plan.after:
        chunk.left.setdefault(person.pk, person.organization_id)
        person.organization = chunk.around.by_id[plan.after["organization"]["id"]]
        fields.append("organization")
    if fields:
        chunk.changed.setdefault(person.pk, set()).update(fields)
        chunk.facts.append(changed_fact(person.pk, plan.before, plan.after, fields))


def changed_fact(person: int, before: dict[str, Any], after: dict[str, Any], fields: Sequence[str]) -> PersonChanged:
    """The fact of a change, with ids and short values."""
    old = {name: _short(before.get(name)) for name in fields}
    return PersonChanged(
        person=person, fields=sorted(fields), old=old, new={name: _short(after[name]) for name in fields}
    )


def _short(value: Any) -> str | int | bool | None:
    if isinstance(value, dict):
        found: int | None = value["id"]
        return found
    return value if isinstance(value, bool | int) or value is None else str(value)[:60]


def _add_addresses(chunk: _Chunk, plan: Plan, email: str) -> None:
    own = chunk.around.own.setdefault(plan.person, set())
    plan.addresses = [one for one in plan.addresses if one not in own]
    for one in plan.addresses:
        is_main = plan.makes and one == email
        chunk.addresses.append(EmailAddress(user_id=plan.person, email=one, verified=False, primary=is_main))
        chunk.around.owner.setdefault(one, plan.person)
        own.add(one)


def _enter(chunk: _Chunk, person: int) -> None:
    batch = chunk.batch
    entry = DirectoryEntry(
        desk_id=batch.desk_id, person_id=person, came=Came.IMPORTED, since=clock.now(), by_id=batch.by_id
    )
    chunk.entries.append(entry)
    chunk.around.entered.add(person)
    chunk.facts.append(PersonKnown(person=person, desk=batch.desk_id, came=Came.IMPORTED.value))


def _enter_organization(chunk: _Chunk, plan: Plan) -> None:
    """An organization that nobody has entered yet comes with the first of its people."""
    wanted = plan.after.get("organization")
    if not wanted or wanted["id"] is not None:
        return
    if not plan.makes and plan.person not in chunk.around.known:  # Only other desks know them: nothing of them changes.
        return
    made = Organization.objects.create(name=wanted["name"], created_at=clock.now())
    OrganizationEntry.objects.create(
        desk_id=chunk.batch.desk_id, organization=made, since=made.created_at, by_id=chunk.batch.by_id
    )
    chunk.around.by_id[made.pk] = chunk.around.organizations[made.name.casefold()] = made
    chunk.batch.made_organizations = [*chunk.batch.made_organizations, made.pk]
    chunk.facts.append(OrganizationCreated(organization=made.pk))
    wanted["id"] = made.pk


def _write(chunk: _Chunk) -> None:
    insert_many(chunk.people)
    fresh = {one.pk for one in chunk.people}
    for pk, fields in chunk.changed.items():
        if pk in fresh:
            continue
        chunk.around.people[pk].save(update_fields=sorted(fields))
    end_with_organization(actor=acting.importer(chunk.batch), left=chunk.left)
    insert_numbered(chunk.addresses)
    insert_numbered(chunk.entries)
    emit_many(chunk.facts, actor=acting.importer(chunk.batch), desk_id=chunk.batch.desk_id)


def _managers(batch: ImportBatch) -> None:
    rows = acting.next_rows(batch, CHUNK)
    theirs = {row.pk: judging.person(row.cells) for row in rows if "manager" in row.cells and row.subject_id}
    around = known.around(batch.desk_id, list(theirs.values()), locked=True)
    facts: list[Fact] = []
    touched = [row for row in rows if row.pk in theirs]
    for row in touched:
        address = theirs[row.pk].manager
        if address and (fact := _give_manager(batch, row, address, around)) is not None:
            facts.append(fact)
    emit_many(facts, actor=acting.importer(batch), desk_id=batch.desk_id)
    acting.rewrite(touched)
    if not acting.moved_on(batch, rows, CHUNK):
        acting.finish(batch)


def _give_manager(batch: ImportBatch, row: ImportRow, address: str, around: Around) -> Fact | None:
    person, manager = around.people.get(row.subject_id or 0), around.owner_here(address)
    if person is None or person.pk in around.held or (row.verdict == Verdict.NEW and not row.is_made):
        return None
    if manager is None or manager == person.pk:
        row.remarks.append(["manager", address] if manager is None else ["own_manager"])
        row.is_warned = True
        return None
    if not plans.may_set(person.manager_id, manager, batch.existing, is_new=row.is_made):
        return None
    row.before["manager"] = {"id": person.manager_id, "name": ""}
    row.after["manager"] = {"id": manager, "name": around.people[manager].name}
    person.manager_id = manager
    person.save(update_fields=["manager"])
    row.verdict = Verdict.NEW.value if row.verdict == Verdict.NEW else Verdict.CHANGED.value
    return None if row.is_made else changed_fact(person.pk, row.before, row.after, ["manager"])
