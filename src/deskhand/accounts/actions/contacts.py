"""Named contacts: people who read and answer their organization's tickets on a desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.events import ContactEnded, ContactNamed
from deskhand.accounts.models import Desk, Organization, OrganizationContact, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit

CONTACTS_LIMIT = 50
"""Most contacts of one organization on one desk."""


@transaction.atomic
def name_contact(*, actor: Actor, desk: Desk, organization: Organization, person: Person) -> OrganizationContact:
    """Let somebody of the organization read and answer its tickets on the desk. Raises Invalid for who belongs to
    another one, or has no account that works."""
    actor.need("organizations.edit", desk.pk)
    Organization.objects.select_for_update().get(pk=organization.pk)
    if person.organization_id != organization.pk or not person.is_active:
        sentence = _("Only people of the organization itself can be its contacts.")
        raise Invalid(sentence, {"person": sentence})
    there = OrganizationContact.objects.within(desk).filter(organization=organization)
    if there.count() >= CONTACTS_LIMIT:
        sentence = _("At most %(limit)s contacts. End one first.") % {"limit": CONTACTS_LIMIT}
        raise Invalid(sentence, {"person": sentence})
    row, made = there.get_or_create(
        desk=desk,
        organization=organization,
        person=person,
        defaults={"since": clock.now(), "by_id": actor.person_id},
    )
    if made:
        fact = ContactNamed(organization=organization.pk, desk=desk.pk, person=person.pk)
        emit(fact, actor=actor, desk_id=desk.pk)
    found: OrganizationContact = row
    return found


@transaction.atomic
def end_contact(*, actor: Actor, desk: Desk, organization: Organization, person_id: int) -> None:
    """From now on the person reads their own tickets alone."""
    actor.need("organizations.edit", desk.pk)
    there = OrganizationContact.objects.within(desk).filter(organization=organization, person_id=person_id)
    gone, _rows = there.delete()
    if not gone:
        raise NotFound
    fact = ContactEnded(organization=organization.pk, desk=desk.pk, person=person_id)
    emit(fact, actor=actor, desk_id=desk.pk)


def end_with_organization(*, actor: Actor, left: Mapping[int, int | None]) -> None:
    """Whoever leaves an organization is not its contact any more, on no desk, also if they come back one day. ``left``
    maps people (ids) to the organization that they left (its id). Part of changing people; asks for no permission of
    its own."""
    rows = OrganizationContact.objects.beyond_walls("an organization is left on every desk at once")
    for row in rows.filter(person_id__in=[one for one, former in left.items() if former is not None]):
        if row.organization_id != left[row.person_id]:
            continue
        row.delete()
        fact = ContactEnded(organization=row.organization_id, desk=row.desk_id, person=row.person_id)
        emit(fact, actor=actor, desk_id=row.desk_id)
