"""Taking the care of the installation away again. Giving it is ``people.make_site_admin``."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.events import SiteAdminChanged
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.kernel.events import emit


@transaction.atomic
def unmake_site_admin(*, actor: Actor, person: Person) -> Person:
    """The person looks after the installation no more; roles on desks stay. The last active one stays: Denied."""
    if not actor.is_system:
        actor.need("site.settings")
    chiefs = {one.pk: one for one in Person.objects.select_for_update(of=("self",)).filter(is_site_admin=True)}
    if person.pk not in chiefs:
        return person
    if not any(one.is_active for pk, one in chiefs.items() if pk != person.pk):
        raise Denied(_("An installation needs a site administrator: name another one first."))
    chief = chiefs[person.pk]
    chief.is_site_admin = False
    chief.save(update_fields=["is_site_admin"])
    emit(SiteAdminChanged(person=chief.pk, is_made=False), actor=actor, desk_id=None)
    return chief
