"""What a row would do, given what is there. Decides; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deskhand.accounts import addresses
from deskhand.accounts.importing.judging import Told
from deskhand.accounts.importing.known import Around
from deskhand.accounts.importing.reasons import Reason
from deskhand.accounts.models import Organization, Person
from deskhand.accounts.models.importing import Existing, Verdict

FIELDS = ("name", "phone", "title", "department", "location", "language", "time_zone", "is_vip")
"""What a row sets on a person as it stands; organization and manager are other rows."""


@dataclass
class Plan:
    """``person`` is the one that the row means, 0 for somebody new. ``before`` and ``after`` hold the fields that
    change (``organization`` and ``manager`` as ``{"id", "name"}``, without an id while they are not there)."""

    verdict: str = Verdict.UNCHANGED.value
    person: int = 0
    makes: bool = False
    enters: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)

    def refuse(self, reason: Reason) -> Plan:
        return Plan(verdict=Verdict.REFUSED.value, remarks=[reason])


def for_person(told: Told, around: Around, existing: str) -> Plan:
    """What a row of a list of people would do."""
    plan = Plan(remarks=list(told.remarks))
    if told.refused is not None:
        return plan.refuse(told.refused)
    here = list(dict.fromkeys(one for a in (told.email, *told.addresses) if (one := around.owner_here(a)) is not None))
    main = around.owner_here(told.email)
    if main is None and len(here) > 1:
        return plan.refuse(["two_people"])
    plan.person = main or (here[0] if here else 0)
    if not plan.person:
        return _new(plan, told, around)
    if not around.people[plan.person].is_active:
        return plan.refuse(["switched_off"])
    return _known(plan, told, around, existing)


def add_manager(plan: Plan, told: Told, around: Around, existing: str, in_file: Mapping[str, int]) -> None:
    """The manager's part of a dry run: somebody whom the desk knows, or another row of the file."""
    if not told.manager or plan.verdict == Verdict.REFUSED:
        return
    manager = around.owner_here(told.manager)
    if manager is None and told.manager not in in_file:
        plan.remarks.append(["manager", told.manager])
        return
    if plan.person and plan.person not in around.known:  # Only other desks know them: nothing changes.
        return
    person = around.people.get(plan.person)
    name = around.people[manager].name if manager else told.manager
    if may_set(person.manager_id if person else None, manager, existing, is_new=plan.makes):
        if plan.person in around.held:
            _hold(plan)
            return
        plan.before["manager"] = {"id": person.manager_id if person else None, "name": ""}
        plan.after["manager"] = {"id": manager, "name": name}
        plan.verdict = Verdict.NEW.value if plan.verdict == Verdict.NEW else Verdict.CHANGED.value


def may_set(now: Any, wanted: Any, existing: str, *, is_new: bool = False) -> bool:
    """Whether a field that is ``now`` so becomes ``wanted`` under the choice for those who are there."""
    if is_new:
        return True
    if existing == Existing.LEAVE or now == wanted:
        return False
    return not now or existing == Existing.OVERWRITE


def _new(plan: Plan, told: Told, around: Around) -> Plan:
    """Somebody new to the desk. An owner whom only other desks know comes into the directory and stays as they are;
    nothing of the plan that is shown tells so."""
    plan.verdict, plan.enters = Verdict.NEW.value, True
    plan.person = around.owner.get(told.email, 0)
    plan.makes = not plan.person
    plan.after = {name: told.values[name] for name in FIELDS if told.values.get(name)}
    plan.after.setdefault("name", addresses.name_from(told.email))
    _organization(plan, told, around, told.values.get("organization", ""))
    plan.addresses = [told.email]
    _leave_out(plan, told.addresses)
    return plan


def _known(plan: Plan, told: Told, around: Around, existing: str) -> Plan:
    person = around.people[plan.person]
    plan.enters = plan.person not in around.entered
    for name in FIELDS:
        if name in told.values and may_set(getattr(person, name), told.values[name], existing):
            if name == "name" and plan.person in around.held:
                _hold(plan)
                continue
            plan.before[name], plan.after[name] = getattr(person, name), told.values[name]
    wanted = told.values.get("organization", "")
    named = around.organization_named(wanted) if wanted else None
    if wanted and may_set(person.organization_id, named.pk if named else 0, existing):
        if plan.person in around.held:
            _hold(plan)
        else:
            plan.before["organization"] = _named(person.organization)
            _organization(plan, told, around, wanted)
    if existing != Existing.LEAVE:
        _further(plan, told, around, person)
    if plan.after:
        plan.verdict = Verdict.CHANGED.value
    return plan


def _hold(plan: Plan) -> None:
    """Who somebody is, where they belong and who answers for them stays, if another desk relies on it."""
    if ["held"] not in plan.remarks:
        plan.remarks.append(["held"])


def _organization(plan: Plan, told: Told, around: Around, wanted: str) -> None:
    """By its name, entered by the way if there is none; for somebody new without one by the address's domain."""
    named = around.organization_named(wanted) if wanted else None
    if wanted and named is None:
        plan.remarks.append(["new_organization", wanted])
        plan.after["organization"] = {"id": None, "name": wanted}
    elif named is not None:
        plan.after["organization"] = _named(named)


def _further(plan: Plan, told: Told, around: Around, person: Person) -> None:
    _leave_out(plan, [one for one in (told.email, *told.addresses) if one not in around.own.get(person.pk, ())])


def _leave_out(plan: Plan, further: Sequence[str]) -> None:
    """A list proves nothing: who is given somebody else's address would get that person's mail and roles. So only its
    owner adds a further address, by proving it."""
    plan.remarks += [["further_address", one] for one in further]


def _named(organization: Organization | None) -> dict[str, Any]:
    return {"id": organization.pk if organization else None, "name": organization.name if organization else ""}


def for_organization(told: Told, around: Around, entered: Mapping[int, str], existing: str) -> Plan:
    """What a row of a list of organizations would do. Only what the desk has entered is changed; an organization that
    others have entered comes into this desk's directory with the domains that are still free."""
    plan = Plan(remarks=list(told.remarks))
    if told.refused is not None:
        return plan.refuse(told.refused)
    wanted: list[str] = told.values["domains"]
    named = around.organization_named(told.values["name"])
    by_domain = next((around.domains[one] for one in wanted if around.domains.get(one) in entered), None)
    plan.person = named.pk if named else by_domain or 0
    plan.makes = not plan.person
    plan.enters = plan.person not in entered
    free = [one for one in wanted if one not in around.domains]
    taken = [one for one in wanted if around.domains.get(one) not in (None, plan.person)]
    plan.remarks += [["domain_taken", one] for one in taken]
    if plan.enters:
        plan.verdict = Verdict.NEW.value
        plan.after = {"name": told.values["name"], "domains": free, "notes": told.values["notes"]}
        return plan
    return _entered(plan, told, around, entered, existing, free)


def _entered(
    plan: Plan, told: Told, around: Around, entered: Mapping[int, str], existing: str, free: list[str]
) -> Plan:
    now = {"name": around.by_id[plan.person].name, "notes": entered[plan.person]}
    for name in ("name", "notes"):
        if told.values[name] and may_set(now[name], told.values[name], existing):
            plan.before[name], plan.after[name] = now[name], told.values[name]
    if free and existing != Existing.LEAVE:
        plan.before["domains"], plan.after["domains"] = [], free
    if plan.after:
        plan.verdict = Verdict.CHANGED.value
    return plan
