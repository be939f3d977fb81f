"""The fixed vocabularies of tickets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    INCIDENT = "incident", _("Incident")
    SERVICE_REQUEST = "service_request", _("Service request")
    QUESTION = "question", _("Question")


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
