"""Importing organizations, through the action that enters one by hand."""

from __future__ import annotations

from deskhand.accounts.actions.importing import acting
from deskhand.accounts.actions.importing.checking import written
from deskhand.accounts.actions.organizations import joining, save_organization
from deskhand.accounts.importing import judging, known, plans
from deskhand.accounts.importing.known import Around
from deskhand.accounts.importing.plans import Plan
from deskhand.accounts.models import ImportBatch, OrganizationDomain
from deskhand.accounts.models.importing import Verdict
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid

CHUNK = 100
"""Rows of one transaction; each is an action."""


def apply_chunk(batch: ImportBatch) -> None:
    """Import the next rows of organizations, and move the batch's mark."""
    rows = acting.next_rows(batch, CHUNK)
    around, entered = known.organizations_around(batch.desk_id)
    actor = acting.importer(batch)
    for row in rows:
        plan = plans.for_organization(judging.organization(row.cells), around, entered, batch.existing)
        if plan.verdict in (Verdict.NEW, Verdict.CHANGED):
            plan = _saved(batch, actor, plan, around, entered)
        written(row, plan)
    acting.rewrite(rows)
    if not acting.moved_on(batch, rows, CHUNK):
        acting.finish(batch)


def _saved(batch: ImportBatch, actor: Actor, plan: Plan, around: Around, entered: dict[int, str]) -> Plan:
    there = around.by_id.get(plan.person)
    name = there.name if plan.enters and there else plan.after.get("name") or (there.name if there else "")
    have = list(OrganizationDomain.objects.filter(organization=there).values_list("domain", flat=True)) if there else []
    fresh = plan.after.get("domains", [])
    joins = joining(batch.desk_id, fresh)
    notes = plan.after.get("notes", entered.get(plan.person, ""))
    try:
        saved = save_organization(
            actor=actor, desk_id=batch.desk_id, organization=there, name=name, domains=[*have, *fresh], notes=notes
        )
    except (Conflict, Invalid) as refusal:  # A name or a domain that another row or another desk has taken meanwhile.
        return plan.refuse(["said", str(refusal)])
    if joins:
        plan.after["joined"] = joins
    plan.person = saved.pk
    around.by_id[saved.pk] = around.organizations[saved.name.casefold()] = saved
    around.domains |= dict.fromkeys(fresh, saved.pk)
    entered[saved.pk] = notes
    return plan
