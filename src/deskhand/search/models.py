"""What is indexed. For words two tables: the narrow one says what and whose it is and is read for every match, the wide
one holds the words and is read by the index alone.

The index itself is made by migration 0002 and kept by the database: triggers on SQLite, a generated column on
PostgreSQL. So it can neither be forgotten nor outlive a rollback.

For meaning, one table of vectors, and one row for each kind that says how often they have changed.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class SearchDocument(models.Model):
    """One thing that can be found: a ticket, an article."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    desk_id = models.BigIntegerField()
    """The wall around it. No foreign key: this rung knows no desks."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_one_document")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchText(models.Model):
    """Its words, cut and folded, separated by blanks. Requesters are never answered from ``internal_words``."""

    document = models.OneToOneField(SearchDocument, on_delete=models.CASCADE, primary_key=True, related_name="text")
    title_words = models.TextField()
    public_words = models.TextField()
    internal_words = models.TextField()

    def __str__(self) -> str:
        return f"words of document {self.document_id}"


class SearchVector(models.Model):
    """What one passage of an object means, for search by meaning (:mod:`deskhand.search.semantic`)."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=16, blank=True)
    """Of which of the object's languages; empty where it has only one."""
    part = models.PositiveIntegerField()
    """The passage's place among those of this language, from 0."""
    desk_id = models.BigIntegerField()
    model = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=16)
    """Of the text that was embedded: what is unchanged is not embedded again."""
    text_number = models.PositiveIntegerField()
    """In which of the texts that were handed over the passage lies, from 0."""
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    """Characters of that text."""
    vector = models.BinaryField()
    """Signed bytes, as many as the model has dimensions; their scale does not matter."""
    version = models.BigIntegerField()
    """Of :class:`VectorState` when the object's passages changed last."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language", "part"], name="search_one_vector"),
        ]
        indexes = [models.Index(fields=["kind", "version"], name="search_vector_version")]

    def __str__(self) -> str:
        return f"part {self.part} of {self.kind} {self.object_id}"


class VectorState(models.Model):
    """How often the vectors of a kind have changed; whoever writes vectors locks it, so that versions are committed in
    order and nobody who reads up to one misses what lies below it."""

    kind = models.CharField(max_length=20, primary_key=True)
    lineage = models.UUIDField(default=uuid4)
    """Of this row's life: a file of another database, or of the same one before it was emptied, is not believed."""
    version = models.BigIntegerField(default=0)
    """Counts up, to the microsecond of the clock where that is more: so no number comes again after a restore."""
    whole_since = models.BigIntegerField(default=0)
    """What was read before this still has what was removed: it is read anew, not mended."""

    def __str__(self) -> str:
        return f"{self.kind} at {self.version}"
