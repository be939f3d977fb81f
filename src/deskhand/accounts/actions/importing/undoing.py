"""Taking an import back: what it made and nobody uses goes, what it changed and nobody touched since is as before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q

from deskhand.accounts import references
from deskhand.accounts.actions.contacts import end_with_organization
from deskhand.accounts.actions.importing import acting
from deskhand.accounts.actions.importing.people_rows import changed_fact
from deskhand.accounts.events import OrganizationChanged, OrganizationRemoved, PersonForgotten, PersonRemoved
from deskhand.accounts.importing import plans
from deskhand.accounts.models import (
    Came,
    DirectoryEntry,
    ImportBatch,
    ImportRow,
    Organization,
    OrganizationDomain,
    OrganizationEntry,
    Person,
)
from deskhand.accounts.models.importing import Verdict, What
from deskhand.kernel.events import Fact, emit_many

CHUNK = 250
"""Rows of one transaction."""


def undo_chunk(batch: ImportBatch) -> None:
    """Take the next rows back, and move the batch's mark: managers first, so that none keeps a person, then the rows,
    last the organizations that came by the way."""
    rows = acting.next_rows(batch, CHUNK)
    facts: list[Fact] = []
    if batch.phase == "managers":
        _managers(rows, facts)
    elif batch.what == What.PEOPLE:
        _people(batch, rows, facts)
    else:
        _organizations(batch, rows, facts)
    emit_many(facts, actor=acting.importer(batch), desk_id=batch.desk_id)
    acting.rewrite(rows)
    if acting.moved_on(batch, rows, CHUNK):
        return
    if batch.phase == "managers":
        acting.next_phase(batch, "rows")
    else:
        _forget_made(batch)
        acting.finish_undo(batch)


def _managers(rows: Iterable[ImportRow], facts: list[Fact]) -> None:
    wanted = [row for row in rows if "manager" in row.after]
    people = _locked(row.subject_id for row in wanted)
    for row in wanted:
        person, after = people.get(row.subject_id or 0), row.after["manager"]["id"]
        if person is None:
            continue
        if person.manager_id == after:
            before = row.before["manager"]["id"]
            person.manager_id = before if Person.objects.filter(pk=before).exists() else None
            person.save(update_fields=["manager"])
            if not row.is_made:
                facts.append(changed_fact(person.pk, row.after, row.before, ["manager"]))
        else:
            row.fate = ["edited"]


def _people(batch: ImportBatch, rows: list[ImportRow], facts: list[Fact]) -> None:
    people = _locked(row.subject_id for row in rows)
    made = [row.subject_id or 0 for row in rows if row.is_made and row.subject_id in people]
    used, own, gone = references.used(made, batch.desk_id, besides=Came.IMPORTED), _addresses(made), []
    left: dict[int, int | None] = {}
    for row in rows:
        person = people.get(row.subject_id or 0)
        if person is None:
            row.fate = ["nothing"]
        elif row.is_made:
            is_as_made = _is_as_made(row, person, own.get(person.pk, set()))
            if _take_back(batch, row, is_as_made, used, facts):
                gone.append(person.pk)
        else:
            former = person.organization_id
            _put_back(batch, row, person, facts)
            if person.organization_id != former:
                left[person.pk] = former
    end_with_organization(actor=acting.importer(batch), left=left)
    Person.objects.filter(pk__in=gone).delete()
    facts.extend(PersonRemoved(person=pk) for pk in gone)


def _take_back(batch: ImportBatch, row: ImportRow, is_as_made: bool, used: references.Used, facts: list[Fact]) -> bool:
    """Judge somebody whom the import made; True if they go."""
    pk = row.subject_id or 0
    if row.fate == ["edited"] or not is_as_made:
        row.fate = ["edited"]
        return False
    if pk in used.here:
        row.fate = ["in_use"]
        return False
    row.fate = ["removed"]
    if pk in used.elsewhere:  # They stay for those who use them: this desk had them by its entry alone.
        _forget(batch, pk, facts)
        return False
    return True


def _addresses(people: list[int]) -> dict[int, set[tuple[str, bool]]]:
    found: dict[int, set[tuple[str, bool]]] = {}
    for pk, email, verified in EmailAddress.objects.filter(user__in=people).values_list("user", "email", "verified"):
        found.setdefault(pk, set()).add((email, verified))
    return found


def _is_as_made(row: ImportRow, person: Person, addresses: set[tuple[str, bool]]) -> bool:
    """True if nobody edited, proved an address of, or signed in as somebody since the import entered them."""
    if person.last_login is not None or person.has_usable_password() or not person.is_active:
        return False
    if person.organization_id != (row.after.get("organization") or {"id": None})["id"]:
        return False
    if any(getattr(person, name) != row.after.get(name, False if name == "is_vip" else "") for name in plans.FIELDS):
        return False
    return addresses == {(one, False) for one in row.addresses}


def _put_back(batch: ImportBatch, row: ImportRow, person: Person, facts: list[Fact]) -> None:
    kept = [name for name in row.after if name != "manager" and _now(person, name) != _told(row.after[name])]
    fields = [name for name in row.after if name != "manager" and name not in kept]
    for name in fields:
        setattr(person, "organization_id" if name == "organization" else name, _told(row.before.get(name)))
    if fields:
        person.save(update_fields=fields)
        facts.append(changed_fact(person.pk, row.after, row.before | {n: row.before.get(n) for n in fields}, fields))
    gone = EmailAddress.objects.filter(user=person, email__in=row.addresses, verified=False, primary=False)
    still = set(row.addresses) - set(gone.values_list("email", flat=True))
    count, _rows = gone.delete()
    forgot = row.is_entered and _forget(batch, person.pk, facts)
    kept += ["addresses"] if still else []
    kept += ["manager"] if row.fate == ["edited"] else []
    did = fields or count or forgot or ("manager" in row.after and row.fate != ["edited"])
    row.fate = ["partly", ", ".join(kept)] if kept else ["restored"] if did else ["nothing"]


def _now(person: Person, name: str) -> Any:
    return person.organization_id if name == "organization" else getattr(person, name)


def _told(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value


def _forget(batch: ImportBatch, person: int, facts: list[Fact]) -> bool:
    gone, _rows = DirectoryEntry.objects.within(batch.desk_id).filter(person_id=person, came=Came.IMPORTED).delete()
    if gone:
        facts.append(PersonForgotten(person=person, desk=batch.desk_id))
    return bool(gone)


def _organizations(batch: ImportBatch, rows: list[ImportRow], facts: list[Fact]) -> None:
    found = Organization.objects.in_bulk([row.subject_id or 0 for row in rows])
    for row in rows:
        organization = found.get(row.subject_id or 0)
        if organization is None or row.verdict not in (Verdict.NEW, Verdict.CHANGED):
            row.fate = ["nothing"]
        elif row.is_made:
            row.fate = [_remove_organization(batch, organization, facts, joined=row.after.get("joined", []))]
        else:
            row.fate = _restore_organization(batch, row, organization)
            facts.append(OrganizationChanged(organization=organization.pk, fields=sorted(row.after)))


def _restore_organization(batch: ImportBatch, row: ImportRow, organization: Organization) -> list[Any]:
    kept: list[str] = []
    entry = OrganizationEntry.objects.within(batch.desk_id).filter(organization=organization).first()
    if row.is_entered:
        if entry is not None and entry.notes == row.after["notes"]:
            entry.delete()
        else:
            kept.append("notes")
    else:
        kept += _field_back(row, "name", organization.name, lambda text: _save(organization, name=text))
        kept += _field_back(row, "notes", entry.notes if entry else None, lambda text: _save(entry, notes=text))
    _leave(batch, organization, row.after.get("joined", []))
    OrganizationDomain.objects.filter(organization=organization, domain__in=row.after.get("domains", [])).delete()
    return ["partly", ", ".join(kept)] if kept else ["restored"]


def _field_back(row: ImportRow, name: str, now: str | None, put: Callable[[str], None]) -> list[str]:
    if name not in row.after:
        return []
    is_taken = name == "name" and Organization.objects.filter(name=row.before[name]).exists()
    if now != row.after[name] or is_taken:
        return [name]
    put(row.before[name])
    return []


def _save(row: Any, **fields: str) -> None:
    for name, text in fields.items():
        setattr(row, name, text)
    row.save(update_fields=list(fields))


def _leave(batch: ImportBatch, organization: Organization, joined: list[int]) -> None:
    """Those who joined by a domain that the import brought, and belong to it still, are without one again."""
    leaving = list(Person.objects.filter(pk__in=joined, organization=organization).values_list("pk", flat=True))
    end_with_organization(actor=acting.importer(batch), left=dict.fromkeys(leaving, organization.pk))
    Person.objects.filter(pk__in=leaving).update(organization=None)


def _remove_organization(
    batch: ImportBatch, organization: Organization, facts: list[Fact], joined: list[int] | None = None
) -> str:
    """Remove an organization that an import made, unless something refers to it beside this desk's entry."""
    _leave(batch, organization, joined or [])
    mine = Q(desk_id=batch.desk_id)
    if references.of_organization(organization.pk, besides=mine):
        return "in_use"
    pk = organization.pk
    organization.delete()
    facts.append(OrganizationRemoved(organization=pk))
    return "removed"


def _forget_made(batch: ImportBatch) -> None:
    facts: list[Fact] = []
    for organization in Organization.objects.filter(pk__in=batch.made_organizations):
        _remove_organization(batch, organization, facts)
    emit_many(facts, actor=acting.importer(batch), desk_id=batch.desk_id)


def _locked(ids: Iterable[int | None]) -> dict[int, Person]:
    wanted = [one for one in ids if one is not None]
    return Person.objects.select_for_update(of=("self",)).in_bulk(wanted) if wanted else {}
