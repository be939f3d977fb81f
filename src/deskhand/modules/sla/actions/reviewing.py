"""Writing the review of a customer's month as a file, in the background."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import get_language

from deskhand.accounts.models import Desk, Organization
from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict
from deskhand.modules.sla import months, review, review_pdf
from deskhand.modules.sla.models import Review, ReviewState
from deskhand.modules.sla.months import Month
from deskhand.tickets.people import organization_for


@transaction.atomic
def ask_review(*, actor: Actor, desk: Desk, organization: Organization, month: Month) -> Review:
    """Have the review written, in the language of whoever asks; one that was written before is replaced. One that is
    being written already is not asked for twice. Raises Conflict for a month that has not begun."""
    from deskhand.modules.sla.jobs import write_review

    actor.need("sla.contracts", desk.pk)
    organization_for(actor, organization.pk, desk_id=desk.pk)
    if month.start > clock.now():
        raise Conflict(review_pdf.not_begun())
    rows = Review.objects.within(desk).select_for_update()
    row = rows.filter(organization=organization, month=month.first).first()
    row = row or Review(desk=desk, organization=organization, month=month.first)
    row.state, row.failure, row.language = ReviewState.WAITING, "", get_language() or desk.language
    row.asked_by_id, row.asked_at = actor.person_id, clock.now()
    row.save()
    write_review.put(unique_key=f"sla.review:{row.pk}", desk_id=desk.pk, desk=desk.pk, pk=row.pk)
    return row


def write(desk_id: int, pk: int) -> Callable[[], None] | None:
    """Reckon and write it, outside any transaction; returns what notes the file. None if nobody waits for it."""
    row = Review.objects.within(desk_id).select_related("desk", "organization").filter(pk=pk).first()
    if row is None or row.state != ReviewState.WAITING:
        return None
    pack = review.review_of(row.desk, row.organization, months.month_of(desk_id, row.month))
    try:
        content = review_pdf.rendered(pack, row.language)
    except review_pdf.Unwritable as failure:
        words = str(failure)[:200]
        return lambda: _noted(desk_id, pk, ReviewState.FAILED, words, None)
    blob = blobs.store(content)
    return lambda: _noted(desk_id, pk, ReviewState.READY, "", blob.pk)


def _noted(desk_id: int, pk: int, state: str, failure: str, blob_id: int | None) -> None:
    row = Review.objects.within(desk_id).select_for_update().filter(pk=pk, state=ReviewState.WAITING).first()
    if row is not None:
        row.state, row.failure, row.blob_id, row.written_at = state, failure, blob_id, clock.now()
        row.save(update_fields=["state", "failure", "blob", "written_at"])
