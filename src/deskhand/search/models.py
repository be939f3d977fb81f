"""What is indexed. Two tables: the narrow one says what and whose it is and is read for every match, the wide one
holds the words and is read by the index alone.

The index itself is made by migration 0002 and kept by the database: triggers on SQLite, a generated column on
PostgreSQL. So it can neither be forgotten nor outlive a rollback.
"""

from __future__ import annotations

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
