"""Questions that several forms ask, and how far people come in a form."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.catalog.models.item import CODE_LIMIT, TITLE_LIMIT, ItemVersion
from deskhand.modules.catalog.querysets import OfSetQuerySet, SetQuerySet, VisitQuerySet


class QuestionSet(models.Model):
    """Questions of a desk that forms take in whole. ``is_table``: they are asked in rows. ``code`` stays for life.
    ``draft`` is what it shall ask next, as a form of one step; null for none."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=CODE_LIMIT)
    title = models.CharField(max_length=TITLE_LIMIT)
    is_table = models.BooleanField(default=False)
    draft = models.JSONField(null=True, blank=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(SetQuerySet)

    class Meta:
        ordering = ["title", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="catalog_set_once")]

    def __str__(self) -> str:
        return self.title


class QuestionSetVersion(models.Model):
    """What a set asks from when it was made. Rows are never changed; the newest counts."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(OfSetQuerySet)

    class Meta:
        ordering = ["question_set_id", "number"]
        constraints = [models.UniqueConstraint(fields=["question_set", "number"], name="catalog_set_version_once")]

    def __str__(self) -> str:
        return f"{self.question_set_id} version {self.number}"


class FormVisit(models.Model):
    """How far somebody came in a form, and nothing of who. ``key`` is a random word of the page that was open,
    ``reached`` the code of the last question, ``place`` its place from 0; ``is_ordered`` if it was sent."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="visits")
    key = models.CharField(max_length=40)
    reached = models.CharField(max_length=CODE_LIMIT, blank=True, default="")
    place = models.PositiveSmallIntegerField(default=0)
    is_ordered = models.BooleanField(default=False)
    seen_on = models.DateField()

    objects: ClassVar[Any] = WalledManager.of(VisitQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="catalog_visit_once")]
        indexes = [models.Index(fields=["version", "reached"], name="catalog_visit_reached")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.reached}"
