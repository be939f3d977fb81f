"""Ending letters by the link that they carry."""

from __future__ import annotations

from django.db import transaction

from deskhand.notify import kinds
from deskhand.notify.models import Digest, Notification, Preference, Rhythm, WaitsFor
from deskhand.notify.stopping import SUMMARY, Stop


@transaction.atomic
def stop_letters(*, stop: Stop) -> None:
    """Write to the person no more of these kinds from this desk; summaries end as a whole. The signed link that they
    got speaks for them. May be done again. Kinds that are known no more are passed over."""
    known = {kind.code for kind in kinds.every()}
    for code in sorted(set(stop.kinds) & known):
        Preference.objects.update_or_create(
            person_id=stop.person_id, kind=code, channel=kinds.MAIL, desk_id=stop.desk_id, defaults={"wanted": False}
        )
    if SUMMARY in stop.kinds:
        Rhythm.objects.filter(person_id=stop.person_id).update(digest=Digest.NEVER, digest_due_at=None)
        waiting = Notification.objects.filter(person_id=stop.person_id, waits_for=WaitsFor.DIGEST)
        waiting.update(waits_for=WaitsFor.NOTHING)
