"""Organizations."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses, power
from deskhand.accounts.actions.directory import organization_entry
from deskhand.accounts.events import OrganizationChanged, OrganizationCreated
from deskhand.accounts.importing.known import known_organizations, on_desk
from deskhand.accounts.models import Organization, OrganizationDomain, OrganizationEntry, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit

NAME_LIMIT = 200
"""Longest name of an organization in characters."""

DOMAIN_LIMIT = 100
"""Most mail domains of one organization."""

AT_ONCE = 1_000
"""People in one question to the database."""

NOTES_LIMIT = 10_000
"""Longest notes of a desk about an organization in characters; the rest is cut."""


@transaction.atomic
def save_organization(
    *,
    actor: Actor,
    desk_id: int | None,
    organization: Organization | None = None,
    name: str,
    domains: Sequence[str] = (),
    notes: str = "",
) -> Organization:
    """Make or change an organization. People of the desk without one whose address is in a new domain join it.
    ``desk_id`` is the desk on whose behalf it is done: the organization comes into its directory, and ``notes`` are
    that desk's alone. A name that another desk has entered brings that organization in instead. Domains of an
    organization that only other desks know are left out (:func:`left_out`), which is a fact like any change."""
    if not actor.is_site_admin:
        actor.need("organizations.edit", desk_id)
    name = " ".join(name.split())
    wanted = _domains(domains)
    known = _known_elsewhere(organization, name, desk_id)
    there = organization or known
    _check(there, name)
    free = _free(there, wanted, desk_id)
    row = Organization.objects.select_for_update().get(pk=there.pk) if there else Organization(created_at=clock.now())
    done = {"name": _named(row, name), "domains": _with_domains(row, free, desk_id, keeps_others=known is not None)}
    done["domains"] |= free != wanted
    if desk_id is not None:
        done["notes"] = _noted(organization_entry(actor=actor, desk_id=desk_id, organization=row), notes[:NOTES_LIMIT])
    changed = [field for field, is_other in done.items() if is_other]
    if there is None:
        emit(OrganizationCreated(organization=row.pk), actor=actor, desk_id=desk_id)
    elif changed or known is not None:
        emit(OrganizationChanged(organization=row.pk, fields=changed), actor=actor, desk_id=desk_id)
    return row


def left_out(organization: Organization, domains: Sequence[str]) -> list[str]:
    """Which of the domains that were asked for the organization has not got: another one has them."""
    have = set(organization.domains.values_list("domain", flat=True))
    return [one for one in _domains(domains) if one not in have]


def joining(desk_id: int | None, domains: Sequence[str]) -> list[int]:
    """The people (ids) who join an organization by its new domains: those without one whom the desk knows, and on whom
    no other desk relies. Without a desk everybody."""
    found: list[int] = []
    for domain in domains:
        there = Person.objects.filter(organization=None, email__endswith=f"@{domain}").order_by("pk")
        found.extend(there.values_list("pk", flat=True))
    if desk_id is None:
        return found
    here: list[int] = []
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        known = on_desk(desk_id, some) - power.beyond(some, [desk_id])
        here.extend(Person.objects.filter(pk__in=known, is_site_admin=False).values_list("pk", flat=True))
    return here


def _named(row: Organization, name: str) -> bool:
    """Give it the name; True if it had another."""
    if row.name == name:
        return False
    row.name = name
    row.save(update_fields=["name"] if row.pk else None)
    return True


def _with_domains(row: Organization, wanted: list[str], desk_id: int | None, *, keeps_others: bool) -> bool:
    """Give it the domains, and those without an organization who have one of them; True if anything changed."""
    gone = 0 if keeps_others else row.domains.exclude(domain__in=wanted).delete()[0]
    have = set(row.domains.values_list("domain", flat=True))
    fresh = [one for one in wanted if one not in have]
    for domain in fresh:
        OrganizationDomain.objects.create(organization=row, domain=domain)
    people = joining(desk_id, fresh)
    for start in range(0, len(people), AT_ONCE):
        Person.objects.filter(pk__in=people[start : start + AT_ONCE]).update(organization=row)
    return bool(gone or fresh)


def _noted(entry: OrganizationEntry, notes: str) -> bool:
    """Keep the desk's notes; True if they were others."""
    if entry.notes == notes:
        return False
    entry.notes = notes
    entry.save(update_fields=["notes"])
    return True


def _known_elsewhere(organization: Organization | None, name: str, desk_id: int | None) -> Organization | None:
    """An organization of that name that the desk has not entered, if a new one is asked for."""
    if organization is not None or desk_id is None:
        return None
    entered = OrganizationEntry.objects.within(desk_id).values("organization_id")
    return Organization.objects.filter(name=name).exclude(pk__in=entered).first()


def _domains(domains: Sequence[str]) -> list[str]:
    clean = list(dict.fromkeys(one.strip().lower().lstrip("@") for one in domains if one.strip()))
    bad = [one for one in clean if not addresses.is_domain(one)]
    if bad:
        raise Invalid(_("“%(domain)s” is not a mail domain.") % {"domain": bad[0][:80]}, {"domains": bad[0][:80]})
    if len(clean) > DOMAIN_LIMIT:
        raise Invalid(_("At most %(limit)s domains.") % {"limit": DOMAIN_LIMIT}, {"domains": ""})
    return clean


def _check(organization: Organization | None, name: str) -> None:
    if not 0 < len(name) <= NAME_LIMIT:
        words = _("An organization needs a name of at most %(limit)s characters.") % {"limit": NAME_LIMIT}
        raise Invalid(words, {"name": _("Write a name.")})
    mine = organization.pk if organization else 0
    if Organization.objects.filter(name=name).exclude(pk=mine).exists():
        raise Conflict(_("There is an organization “%(name)s” already.") % {"name": name})


def _free(organization: Organization | None, domains: list[str], desk_id: int | None) -> list[str]:
    """The domains that no other organization has. Raises Conflict if one that the desk knows has one of them."""
    mine = organization.pk if organization else 0
    taken = dict(
        OrganizationDomain.objects.filter(domain__in=domains)
        .exclude(organization=mine)
        .values_list("domain", "organization_id")
    )
    known = set(taken.values()) if desk_id is None else known_organizations(desk_id, taken.values())
    for domain, owner in taken.items():
        if owner in known:
            raise Conflict(_("The domain %(domain)s belongs to another organization.") % {"domain": domain})
    return [one for one in domains if one not in taken]
