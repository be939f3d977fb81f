"""A desk's services."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.kernel.words import fold
from deskhand.tickets.actions.people import serves
from deskhand.tickets.events import ServiceEdited
from deskhand.tickets.models import Service
from deskhand.tickets.models.service import DESCRIPTION_LIMIT, SERVICE_NAME_LIMIT

SERVICE_LIMIT = 1_000
"""Most services of one desk, with those that are put away."""


@transaction.atomic
def save_service(
    *,
    actor: Actor,
    desk: Desk,
    service: Service | None = None,
    name: str,
    owner: Person | None = None,
    description: str = "",
    is_active: bool = True,
) -> Service:
    """Make or change a service, or put it away: tickets keep it, nobody is offered it. A new owner must serve the desk.
    Raises Invalid for what is missing or too long, Conflict for a name that folds to another service's."""
    actor.need("tickets.services", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)
    name, description = " ".join(name.split()), description.strip()
    _check(desk, service, name, description)
    row = Service.objects.within(desk).get(pk=service.pk) if service else Service(desk=desk)
    if owner is not None and owner.pk != row.owner_id and not serves(owner, desk.pk):
        sentence = _("%(name)s does not serve this desk.") % {"name": owner.name}
        raise Invalid(sentence, {"owner": sentence})
    wanted = {"name": name, "owner_id": owner.pk if owner else None, "description": description, "is_active": is_active}
    old = {field: getattr(row, field) for field in wanted}
    changed = [field for field in wanted if service is None or old[field] != wanted[field]]
    if changed:
        for field in changed:
            setattr(row, field, wanted[field])
        row.folded = fold(name)
        row.save()
        made = service is None
        emit(_fact(row, ["created"] if made else changed, {} if made else old), actor=actor, desk_id=desk.pk)
    return row


def _fact(row: Service, changed: list[str], old: dict[str, str | bool | int | None]) -> ServiceEdited:
    """What changed, by the names of the settings; a description's words are not kept."""
    kept = [field for field in changed if field in old and field != "description"]
    return ServiceEdited(
        service=row.pk,
        fields=[_plain(field) for field in changed],
        old={_plain(field): old[field] for field in kept},
        new={_plain(field): getattr(row, field) for field in kept},
    )


def _plain(field: str) -> str:
    return field.removesuffix("_id")


def _check(desk: Desk, service: Service | None, name: str, description: str) -> None:
    wrong = {}
    if not fold(name) or len(name) > SERVICE_NAME_LIMIT:
        wrong["name"] = _("A service needs a name of at most %(limit)s characters.") % {"limit": SERVICE_NAME_LIMIT}
    if len(description) > DESCRIPTION_LIMIT:
        wrong["description"] = _("At most %(limit)s characters.") % {"limit": DESCRIPTION_LIMIT}
    if wrong:
        raise Invalid(_("The service cannot be saved like this."), wrong)
    others = Service.objects.within(desk).exclude(pk=service.pk if service else None)
    if others.filter(folded=fold(name)).exists():
        raise Conflict(_("The desk has a service “%(name)s” already.") % {"name": name})
    if service is None and others.count() >= SERVICE_LIMIT:
        raise Invalid(_("At most %(limit)s services on a desk.") % {"limit": SERVICE_LIMIT})
