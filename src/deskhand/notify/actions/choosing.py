"""What somebody wants to hear."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.notify import kinds
from deskhand.notify.models import Preference


@transaction.atomic
def choose(*, actor: Actor, kind: str, channel: str, wanted: bool) -> None:
    """Switch a kind on or off for oneself, by one channel."""
    if actor.person_id is None or actor.only_ticket is not None:
        raise Denied(_("Sign in first."))
    if kind not in {one.code for one in kinds.every()} or channel not in kinds.CHANNELS:
        raise Invalid(_("There is no such notification."))
    Preference.objects.update_or_create(
        person_id=actor.person_id, kind=kind, channel=channel, defaults={"wanted": wanted}
    )
