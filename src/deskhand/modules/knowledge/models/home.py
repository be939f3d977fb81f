"""Homes: what a desk's help center looks like to people of an organization, to a brand's customers, or to everybody."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization
from deskhand.files.models import Blob
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.querysets import HomeQuerySet

HOME_NAME_LIMIT = 80
"""Longest name of a home in characters."""

HEADING_LIMIT = 120
"""Longest heading of a home in characters."""

HOME_WORDS_LIMIT = 1_000
"""Most characters of a home's own words in one language."""

WORD_LIMIT = 40
"""Longest word of a brand in its address, in characters."""


class Part(models.TextChoices):
    """What may stand on a home, in the order of the desk."""

    SEARCH = "search", _("Search")
    WORDS = "words", _("Your words")
    NOTICES = "notices", _("Announcements and planned maintenance")
    CONTACTS = "contacts", _("Ways to reach you")
    FEATURED = "featured", _("Articles to read first")
    CATEGORIES = "categories", _("Categories")
    REQUESTS = "requests", _("My requests")
    USEFUL = "useful", _("What helped most")
    LOOSE = "loose", _("Articles without a category")


FIRST_PARTS = (
    Part.SEARCH,
    Part.WORDS,
    Part.NOTICES,
    Part.FEATURED,
    Part.CATEGORIES,
    Part.REQUESTS,
    Part.CONTACTS,
)
"""What a new home shows."""


class Way(models.TextChoices):
    """How people reach a desk besides writing a request."""

    PHONE = "phone", _("Phone")
    MAIL = "mail", _("E-mail")
    CHAT = "chat", _("Chat or other page")
    PLACE = "place", _("Place")


class Home(models.Model):
    """Shown to people of its ``organizations``; at ``word``'s address to anybody, as a brand; to everybody who has no
    home of their own if it ``is_general``. Which articles somebody reads never follows from it.

    ``parts``: codes of :class:`Part` in their order. ``shelves``: ids of the categories that it names, in their order;
    empty for all. ``contacts``: ``{"way", "label", "value", "is_timed"}``, the timed ones only while the desk's
    calendar is open. ``others``: heading and words in further languages. ``mark`` stands in the addresses of logo and
    colours; nobody can guess it, and it changes with them. ``deleted_at``: it can be put back.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="knowledge_homes")
    name = models.CharField(max_length=HOME_NAME_LIMIT)
    word = models.CharField(max_length=WORD_LIMIT, blank=True, default="")
    is_general = models.BooleanField(default=False)
    organizations = models.ManyToManyField(Organization, blank=True, related_name="+")
    heading = models.CharField(max_length=HEADING_LIMIT, blank=True, default="")
    words = models.TextField(blank=True, default="")
    others = models.JSONField(default=dict, blank=True)
    parts = models.JSONField(default=list, blank=True)
    shelves = models.JSONField(default=list, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    mark = models.CharField(max_length=40, unique=True)
    accent = models.CharField(max_length=7, blank=True, default="")
    logo = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(HomeQuerySet)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "word"],
                condition=~Q(word="") & Q(deleted_at=None),
                name="knowledge_home_word_once",
            ),
            models.UniqueConstraint(
                fields=["desk"], condition=Q(is_general=True, deleted_at=None), name="knowledge_one_general_home"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def said(self, language: str) -> dict[str, str]:
        """Heading and words in that language, each else in the desk's."""
        own = self.others.get(language) or {}
        return {"heading": own.get("heading") or self.heading, "words": own.get("words") or self.words}
