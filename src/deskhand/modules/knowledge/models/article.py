"""An article, its translations, and the versions of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from deskhand.accounts.models import Desk, Organization, Person, Team
from deskhand.files.models import Blob
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.models.choices import OPEN, Audience, Confidence, State
from deskhand.modules.knowledge.models.shelf import Shelf
from deskhand.modules.knowledge.querysets import (
    ArticleQuerySet,
    OfArticleQuerySet,
    TranslationQuerySet,
    VersionQuerySet,
)

TITLE_LIMIT = 200
"""Longest title in characters."""

SUMMARY_LIMIT = 320
"""Longest summary in characters: what stands below the title where articles are offered."""

KEYWORDS_LIMIT = 400
"""Longest list of further words that an article is found by, in characters."""

NOTE_LIMIT = 400
"""Longest note about a change in characters."""


ORIGIN_LIMIT = 200
"""Longest name in characters under which an article was imported."""


class Article(models.Model):
    """What the desk knows about one thing. Its words are in its translations.

    State after KCS: ``confidence``, ``audience`` (with the rows that narrow it), and governance: ``owner``,
    ``review_at`` (somebody looks whether it is still true; use moves it on), ``reviewed_at`` (when somebody did),
    ``expires_at`` (people outside the desk do not read it any more). ``language`` is that of its first translation, the
    source of the others.
    ``replaced_by`` leads on whoever comes to an archived article. ``uses`` counts tickets that it was used for.
    ``origin`` names it elsewhere (``confluence:98310``): importing it again brings it up to date.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="articles")
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    position = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10)
    confidence = models.CharField(max_length=14, choices=Confidence, default=Confidence.WORK_IN_PROGRESS)
    audience = models.CharField(max_length=14, choices=Audience, default=Audience.AGENTS)
    organizations = models.ManyToManyField(Organization, blank=True, related_name="+")
    teams = models.ManyToManyField(Team, blank=True, related_name="+")
    people = models.ManyToManyField(Person, blank=True, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    keywords = models.CharField(max_length=KEYWORDS_LIMIT, blank=True, default="")
    review_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_featured = models.BooleanField(default=False)
    origin = models.CharField(max_length=ORIGIN_LIMIT, blank=True, default="")
    uses = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(ArticleQuerySet)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["desk", "confidence", "audience"], name="knowledge_state"),
            models.Index(fields=["desk", "review_at"], name="knowledge_review"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["desk", "origin"], condition=~Q(origin=""), name="knowledge_origin_once")
        ]

    def __str__(self) -> str:
        return f"article {self.pk}"


class Translation(models.Model):
    """An article in one language. ``title``, ``summary`` and ``slug`` are those of the published version, else of the
    draft, kept here for lists. ``published_at`` is null until a version is published, and after a withdrawal."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=TITLE_LIMIT)
    summary = models.CharField(max_length=SUMMARY_LIMIT, blank=True, default="")
    slug = models.CharField(max_length=TITLE_LIMIT)
    published = models.OneToOneField("Version", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(TranslationQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="knowledge_language_once")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One version of a translation: clean HTML in the four parts of KCS, of which only ``resolution`` is needed.

    ``number`` counts from 1. ``made_from`` is, for a translation, the version of the source language that it says the
    same as: where another one is published there, the translation is stale. ``publish_at``: approved, and published by
    itself then. ``edition`` counts savings of a draft: who saves over another's saving is told.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=TITLE_LIMIT)
    summary = models.CharField(max_length=SUMMARY_LIMIT, blank=True, default="")
    issue = models.TextField(blank=True, default="")
    environment = models.TextField(blank=True, default="")
    resolution = models.TextField(blank=True, default="")
    cause = models.TextField(blank=True, default="")
    note = models.CharField(max_length=NOTE_LIMIT, blank=True, default="")
    made_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reviewer = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    review_note = models.CharField(max_length=NOTE_LIMIT, blank=True, default="")
    publish_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = WalledManager.of(VersionQuerySet)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["translation", "number"], name="knowledge_number_once"),
            models.UniqueConstraint(
                fields=["translation"], condition=Q(state__in=[str(state) for state in OPEN]), name="knowledge_one_open"
            ),
        ]
        indexes = [models.Index(fields=["publish_at"], condition=Q(state="approved"), name="knowledge_planned")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class ArticleFile(models.Model):
    """A file of an article: shown in its text (pictures) or offered below it. Its ``key`` is its address, which nobody
    can guess; who may read the article may read it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    is_inline = models.BooleanField(default=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(OfArticleQuerySet)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.filename
