"""The person who stands for people that say no name."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.actions import create_person
from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.cases.models import Nobody


def nobody_of(desk: Desk) -> Person:
    """Who stands as the requester of the desk's reports without a name. If somebody could sign in as them by now (they
    got an address or a role, or were merged with somebody), another one takes their place for new reports. The caller
    holds the desk."""
    row: Nobody | None = Nobody.objects.within(desk).select_related("person").first()
    if row is not None and _is_nobody(row.person):
        return row.person
    with translation.override(desk.language):
        person = create_person(actor=SYSTEM, name=_("Without a name"), desk_id=desk.pk)
    if row is None:
        Nobody.objects.within(desk).create(desk=desk, person=person)
    else:
        row.person = person
        row.save(update_fields=["person"])
    return person


def _is_nobody(person: Person) -> bool:
    if person.email or person.is_site_admin or person.has_usable_password():
        return False
    known = EmailAddress.objects.filter(user=person).exists()
    return not known and not DeskRole.objects.filter(person=person).exists()
