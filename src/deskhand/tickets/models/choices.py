"""The fixed vocabularies of tickets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a ticket is. A task is work for a team that somebody's request needs: it has no requester's side. It is made
    by what plans the work, and neither becomes another kind nor comes from one."""

    INCIDENT = "incident", _("Incident")
    SERVICE_REQUEST = "service_request", _("Service request")
    QUESTION = "question", _("Question")
    TASK = "task", _("Task")


KINDS_TO_CHOOSE = tuple((one.value, one.label) for one in Kind if one is not Kind.TASK)
"""Codes and names of the kinds that a person may choose."""

KIND_WORDS = tuple(code for code, _label in KINDS_TO_CHOOSE)
"""Their codes."""


class Category(models.TextChoices):
    """The fixed categories that every status belongs to."""

    NEW = "new", _("New")
    OPEN = "open", _("Open")
    ON_HOLD = "on_hold", _("On hold")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = (Category.NEW, Category.OPEN, Category.ON_HOLD)
FINISHED = (Category.RESOLVED, Category.CLOSED, Category.CANCELLED)


class Priority(models.IntegerChoices):
    """Ordered: low < normal < high < urgent. The API and the query language use :attr:`word`."""

    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")

    @property
    def word(self) -> str:
        """``low``, ``normal``, ``high`` or ``urgent``."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Priority:
        """The priority of a word. Raises KeyError."""
        return cls[word.upper()]


class MessageKind(models.TextChoices):
    REPLY = "reply", _("Reply")
    NOTE = "note", _("Internal note")
    LOG = "log", _("Phone or walk-in log")
