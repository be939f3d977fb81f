"""Who may help somebody who cannot come in any more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, NotFound
from deskhand.kernel.permissions import DESK_ROLES


def need_recovery(actor: Actor, person: Person) -> None:
    """Raise unless the actor may take away the person's second factor and end their sessions: the terminal, a site
    administrator, or an administrator of every desk that the person has a role on. NotFound for who has none there."""
    if actor.is_system or actor.may("people.links"):
        return
    served = set(DeskRole.objects.filter(person=person, role__in=DESK_ROLES).values_list("desk_id", flat=True))
    administered = {desk_id for desk_id in served if actor.may("people.recover", desk_id)}
    if not administered:
        raise NotFound
    if person.is_site_admin or administered != served:
        raise Denied(
            _("%(name)s has a role elsewhere, too. A site administrator can do this.") % {"name": person.name},
        )
