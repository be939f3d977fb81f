"""Which stored files nothing refers to any more."""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.db.models import Exists, ForeignKey, OuterRef, QuerySet

from deskhand.files.blobs import UNUSED_FOR
from deskhand.files.models import Blob
from deskhand.kernel import clock
from deskhand.mail.models import OutboundMail, OutboundState


def unused() -> QuerySet[Blob]:
    """Those that no key of any app refers to, modules of others included, and that nobody brought lately."""
    found = Blob.objects.filter(stored_at__lt=clock.now() - UNUSED_FOR)
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            if isinstance(column, ForeignKey) and column.related_model is Blob:
                found = found.filter(~Exists(model._base_manager.filter(**{column.name: OuterRef("pk")})))
    return found


def enclosed(ids: Collection[int]) -> set[int]:
    """Those of these ids that a letter encloses which is still to be sent: it names them without a key."""
    if not ids:
        return set()
    waiting = OutboundMail.objects.beyond_walls("letters of all desks").exclude(state=OutboundState.SENT)
    lists = waiting.exclude(attachments=[]).values_list("attachments", flat=True)
    return {one["blob_id"] for attachments in lists.iterator() for one in attachments} & set(ids)
