"""What stands under an agent's answers."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.events import PersonChanged
from deskhand.accounts.models import Desk, DeskRole
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import emit

SIGNATURE_LIMIT = 2000
"""Longest signature of an agent in characters."""


@transaction.atomic
def set_own_signature(*, actor: Actor, desk: Desk, text: str) -> None:
    """What stands under the actor's own answers on a desk that they serve, before the desk's; empty: their name."""
    if actor.person_id is None or not actor.may("tickets.reply", desk.pk):
        raise Denied(_("Only those who answer on this desk have a signature there."))
    clean = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if len(clean) > SIGNATURE_LIMIT:
        words = _("At most %(limit)s characters.") % {"limit": SIGNATURE_LIMIT}
        raise Invalid(_("The signature is too long."), {"signature": words})
    rows = DeskRole.objects.filter(desk=desk, person_id=actor.person_id)
    if rows.exclude(signature=clean).update(signature=clean):
        fact = PersonChanged(person=actor.person_id, fields=["signature"], old={}, new={})
        emit(fact, actor=actor, desk_id=desk.pk)
