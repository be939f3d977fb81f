"""The door to the word index: put and remove documents, find them by their words.

Writing happens in the caller's transaction: what is rolled back was never indexed.
:func:`matching` is the way to combine words with other conditions; :func:`find` ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from deskhand.search.finding import MAX_COUNT, MAX_RANKED, Bounded, count, find
from deskhand.search.matching import matching
from deskhand.search.models import SearchDocument, SearchText
from deskhand.search.parts import Audience, Parts, Reach

__all__ = [
    "MAX_COUNT",
    "MAX_RANKED",
    "Audience",
    "Bounded",
    "Entry",
    "Parts",
    "Reach",
    "count",
    "find",
    "matching",
    "put",
    "put_many",
    "remove",
]

BATCH = 500
"""Documents written at once by :func:`put_many`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document for :func:`put_many`."""

    object_id: int
    desk_id: int
    parts: Parts


@transaction.atomic
def put(kind: str, object_id: int, desk_id: int, parts: Parts) -> None:
    """Index the object, or bring it up to date; unchanged words are not written again. May be repeated."""
    documents = SearchDocument.objects.select_for_update()
    document, is_new = documents.get_or_create(kind=kind, object_id=object_id, defaults={"desk_id": desk_id})
    columns = parts.columns()
    if is_new:
        SearchText.objects.create(document=document, **columns)
        return
    if document.desk_id != desk_id:
        document.desk_id = desk_id
        document.save(update_fields=["desk_id"])
    SearchText.objects.filter(document=document).exclude(**columns).update(**columns)


@transaction.atomic
def put_many(kind: str, entries: Iterable[Entry]) -> None:
    """Index many objects, as an import does; what was indexed under their ids before is replaced."""
    for batch in _batches(entries):
        remove(kind, *(entry.object_id for entry in batch))
        documents = SearchDocument.objects.bulk_create(
            SearchDocument(kind=kind, object_id=entry.object_id, desk_id=entry.desk_id) for entry in batch
        )
        SearchText.objects.bulk_create(
            SearchText(document=document, **entry.parts.columns())
            for document, entry in zip(documents, batch, strict=True)
        )


def remove(kind: str, *object_ids: int) -> None:
    """Forget the objects; those that are not indexed are passed over."""
    SearchDocument.objects.filter(kind=kind, object_id__in=object_ids).delete()


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        yield batch
