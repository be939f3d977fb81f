"""What becomes of articles: they are used on tickets, flagged, judged by readers, followed, searched for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.models.article import Article, Translation
from deskhand.modules.knowledge.querysets import (
    AskedQuerySet,
    OfArticleQuerySet,
    OfTranslationQuerySet,
    UseQuerySet,
)
from deskhand.tickets.models import Ticket

WORDS_LIMIT = 200
"""Longest question in characters that is kept of a search."""

TEXT_LIMIT = 4_000
"""Longest remark of a reader or an agent in characters."""


class How(models.TextChoices):
    """In which way an article was used on a ticket."""

    ATTACHED = "attached", _("used")
    LINKED = "linked", _("link sent")
    INSERTED = "inserted", _("text sent")
    WRITTEN = "written", _("written from the ticket")


class Use(models.Model):
    """An article was used on a ticket: each pair counts once, in the first way."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="used_on")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="knowledge_uses")
    how = models.CharField(max_length=10, choices=How)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(UseQuerySet)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["article", "ticket"], name="knowledge_use_once")]
        indexes = [models.Index(fields=["at"], name="knowledge_use_at")]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.ticket_id}"


class Flag(models.Model):
    """Something about an article is to be mended: said by an agent, or by a reader whom it did not help."""

    class Source(models.TextChoices):
        AGENT = "agent", _("Colleague")
        READER = "reader", _("Reader")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="flags")
    translation = models.ForeignKey(Translation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=6, choices=Source)
    text = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(OfArticleQuerySet)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"flag {self.pk} of {self.article_id}"


class Judgement(models.Model):
    """Somebody read an article and said whether it helped. Signed-in people have one each, which they may change.
    ``is_spared``: it was said instead of sending a request, and is counted there."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="judgements")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    has_helped = models.BooleanField()
    is_spared = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OfTranslationQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation", "person"], name="knowledge_one_judgement")]
        indexes = [models.Index(fields=["at"], name="knowledge_judged_at")]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.has_helped}"


class Follow(models.Model):
    """Somebody wants to hear when an article changes."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OfArticleQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="knowledge_follow_once")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.article_id}"


class Place(models.TextChoices):
    """Where somebody searched."""

    PORTAL = "portal", _("Portal")
    WRITING = "writing", _("While writing a request")
    WIDGET = "widget", _("Widget")
    TICKET = "ticket", _("Beside a ticket")
    DESK = "desk", _("Agents' pages")
    API = "api", _("API")


class Asked(models.Model):
    """A search: its words as they were typed, and how many articles the asker was offered. Nobody's name. ``ticket``:
    the words are the subject of a request that was sent; they go with it when it leaves the desk or is purged."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    words = models.CharField(max_length=WORDS_LIMIT)
    folded = models.CharField(max_length=WORDS_LIMIT)
    place = models.CharField(max_length=8, choices=Place)
    found = models.PositiveIntegerField()
    opened = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(AskedQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["desk", "at"], name="knowledge_asked_at"),
            models.Index(fields=["desk", "folded", "found", "at", "ticket"], name="knowledge_asked_words"),
        ]

    def __str__(self) -> str:
        return self.words


class Spared(models.Model):
    """A request that was not sent because an article answered it. ``is_confirmed``: somebody said so. Else inferred:
    the offered article was opened, and neither a request nor another search came from there within a while."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="spared")
    is_confirmed = models.BooleanField()
    place = models.CharField(max_length=8, choices=Place)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OfArticleQuerySet)

    class Meta:
        indexes = [models.Index(fields=["at"], name="knowledge_spared_at")]

    def __str__(self) -> str:
        return f"spared by {self.article_id}"
