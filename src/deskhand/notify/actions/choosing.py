"""What somebody wants to hear, by which channel, and when."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.notify import kinds, rhythm
from deskhand.notify.models import EVERYWHERE, Digest, Notification, Preference, Rhythm, WaitsFor


@transaction.atomic
def choose(*, actor: Actor, kind: str, channel: str, wanted: bool | None, desk_id: int = EVERYWHERE) -> None:
    """Switch a kind on or off for oneself, by one channel, in general or on one desk that one serves. None takes the
    choice back: the desk follows the general one, and that the kind's own default."""
    person = _own(actor)
    if kind not in {one.code for one in kinds.every()} or channel not in kinds.CHANNELS:
        raise Invalid(_("There is no such notification."))
    if desk_id != EVERYWHERE and not actor.may("tickets.read", desk_id):
        raise Invalid(_("You do not serve this desk."))
    key: dict[str, Any] = {"person_id": person, "kind": kind, "channel": channel, "desk_id": desk_id}
    if wanted is None:
        Preference.objects.filter(**key).delete()
    else:
        Preference.objects.update_or_create(**key, defaults={"wanted": wanted})


@transaction.atomic
def set_rhythm(
    *, actor: Actor, digest: str, hour: int, day: int, quiet_from: time | None, quiet_until: time | None
) -> Rhythm:
    """Say how often one wants a summary (at ``hour`` on ``day``, 0 Monday to 6 Sunday), and between which times of
    one's own zone no mail is written at all."""
    person = Person.objects.get(pk=_own(actor))
    if digest not in Digest.values or not 0 <= hour <= 23 or not 0 <= day <= 6:
        raise Invalid(_("Choose one of the offered times."), {"digest": _("Choose one of the offered times.")})
    if (quiet_from is None) != (quiet_until is None):
        raise Invalid(
            _("Quiet hours need a beginning and an end."), {"quiet_from": _("Give both times, or neither of them.")}
        )
    row, _made = Rhythm.objects.select_for_update().get_or_create(person=person)
    row.digest, row.digest_hour, row.digest_day = digest, hour, day
    row.quiet_from, row.quiet_until = quiet_from, quiet_until
    row.digest_due_at = rhythm.next_digest(row, clock.now(), clock.zone_of(person.time_zone))
    row.save()
    if digest == Digest.NEVER:
        Notification.objects.filter(person=person, waits_for=WaitsFor.DIGEST).update(waits_for=WaitsFor.NOTHING)
    return row


def _own(actor: Actor) -> int:
    if actor.person_id is None or actor.only_ticket is not None:
        raise Denied(_("Sign in first."))
    return actor.person_id
