"""How a desk keeps its articles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.models.choices import Audience, Level
from deskhand.modules.knowledge.querysets import OwnedQuerySet

REVIEW_MONTHS = 12
"""After how many months an article is to be looked at, unless the desk says otherwise."""


class Rules(models.Model):
    """A desk's settings of the module; a desk without a row has the defaults (:func:`rules_of`).

    ``is_behind_sign_in``: public articles, too, are only for people who are signed in; search engines and the widget
    see nothing. ``review_months`` 0: no review date by itself. ``widget_origins``: sites that may embed the widget,
    one origin each (``https://www.example.com``)."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="knowledge_rules")
    is_behind_sign_in = models.BooleanField(default=False)
    first_audience = models.CharField(max_length=14, choices=Audience, default=Audience.AGENTS)
    review_months = models.PositiveSmallIntegerField(default=REVIEW_MONTHS)
    languages = models.JSONField(default=list, blank=True)
    widget_origins = models.JSONField(default=list, blank=True)
    writer_address = models.CharField(max_length=300, blank=True, default="")
    writer_model = models.CharField(max_length=100, blank=True, default="")
    writer_secret = models.TextField(blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    def __str__(self) -> str:
        return f"rules of {self.desk_id}"


class Licence(models.Model):
    """What somebody's word counts for, where it differs from what their role gives."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=11, choices=Level)
    since = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "person"], name="knowledge_licence_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level}"


def rules_of(desk_id: int) -> Rules:
    """The desk's settings, or the defaults (unsaved)."""
    return Rules.objects.within(desk_id).first() or Rules(desk_id=desk_id)
