"""What is to be written, as far as somebody decided about it; and articles that were opened and may have answered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.models.article import NOTE_LIMIT, Article
from deskhand.modules.knowledge.models.use import WORDS_LIMIT, Place
from deskhand.modules.knowledge.querysets import OwnedQuerySet


class Gap(models.Model):
    """A gap that is off the list of what is to be written: somebody put it away, or an article was made for it, or one
    answers it now. ``key`` are the folded words of a search, or those that a cluster of tickets has in common;
    ``tickets`` are the ids of that cluster's, by which it is known again when its words change; or of those whose
    subjects alone hold the words of the search. Who reads none of them is not shown the words."""

    class Kind(models.TextChoices):
        SEARCH = "search", _("Search without result")
        TICKETS = "tickets", _("Tickets without article")

    class State(models.TextChoices):
        PUT_AWAY = "put_away", pgettext_lazy("state", "Put away")
        WRITTEN = "written", _("An article is written")
        ANSWERED = "answered", _("An article answers it now")

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    key = models.CharField(max_length=WORDS_LIMIT)
    state = models.CharField(max_length=8, choices=State)
    tickets = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=NOTE_LIMIT, blank=True, default="")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["desk", "kind", "key"], name="knowledge_gap_once")]

    def __str__(self) -> str:
        return self.key


class Opening(models.Model):
    """Somebody who is signed in opened an article that was offered or found, and nothing came of it yet: the last one
    of each person on a desk. It becomes a request spared (inferred), or nothing, and is forgotten."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=8, choices=Place)
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "person"], name="knowledge_opening_once")]
        indexes = [models.Index(fields=["at"], name="knowledge_opening_at")]

    def __str__(self) -> str:
        return f"{self.person_id} opened {self.article_id}"
