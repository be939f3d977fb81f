"""What a desk asks of its tickets besides, and what they answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization, Person, Team
from deskhand.kernel.scope import WalledManager
from deskhand.modules.fields.querysets import (
    FieldQuerySet,
    MatrixChoiceQuerySet,
    MatrixQuerySet,
    OptionQuerySet,
    TemplateQuerySet,
    ValueQuerySet,
)
from deskhand.tickets.models import KINDS_TO_CHOOSE, Priority, Ticket
from deskhand.tickets.models import Kind as TicketKind
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

CODE_LIMIT = 30
"""Longest code of a field or a choice in characters."""

LABEL_LIMIT = 80
"""Longest label in characters."""

HELP_LIMIT = 300
"""Longest help text in characters."""

TEXT_LIMIT = 1_000
"""Longest text or address that a field of a ticket holds, in characters."""

DIGITS = 18
"""Digits of a number in all."""

PLACES = 4
"""Of those, digits behind the point."""


class FieldKind(models.TextChoices):
    """What a field holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of a list")
    CHOICES = "choices", _("Several of a list")
    TREE = "tree", _("Tree (categories)")
    PERSON = "person", _("Person")
    ORGANIZATION = "organization", _("Organization")
    CHECKBOX = "checkbox", _("Yes or no")
    URL = "url", _("Web address")


LISTED = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.TREE})
"""Kinds whose values are options."""

OF_STAFF = frozenset({FieldKind.PERSON, FieldKind.ORGANIZATION})
"""Kinds that only agents fill in: whom a desk knows is not told to requesters."""


class Side(models.TextChoices):
    """Who."""

    AGENTS = "agents", _("Agents only")
    REQUESTERS = "requesters", _("Requesters too")


class Needed(models.TextChoices):
    """When a field must be filled in."""

    NEVER = "never", _("It may stay empty")
    CREATION = "creation", _("When the ticket is opened")
    RESOLVING = "resolving", _("Before the ticket is resolved")


class Field(models.Model):
    """A question. ``ticket_kinds`` are words with blanks between; none means all. ``show_if`` and ``need_if`` are rules
    (:mod:`deskhand.modules.fields.rules`) or null. ``default`` is written as a form holds it."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=CODE_LIMIT)
    kind = models.CharField(max_length=12, choices=FieldKind, default=FieldKind.TEXT)
    label = models.CharField(max_length=LABEL_LIMIT)
    help = models.CharField(max_length=HELP_LIMIT, blank=True, default="")
    ticket_kinds = models.CharField(max_length=100, blank=True, default="")
    default = models.CharField(max_length=200, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    seen_by = models.CharField(max_length=10, choices=Side, default=Side.AGENTS)
    filled_by = models.CharField(max_length=10, choices=Side, default=Side.AGENTS)
    needed = models.CharField(max_length=10, choices=Needed, default=Needed.NEVER)
    show_if = models.JSONField(null=True, blank=True, default=None)
    need_if = models.JSONField(null=True, blank=True, default=None)
    in_list = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    is_archived = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(FieldQuerySet)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="one_field_of_a_code")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_listed(self) -> bool:
        """Whether its values are options."""
        return self.kind in LISTED

    def is_for(self, ticket_kind: str) -> bool:
        """Whether tickets of that kind are asked."""
        return not self.ticket_kinds or ticket_kind in self.ticket_kinds.split()


class Option(models.Model):
    """A choice of a field; in a tree below its ``parent``. An archived one stays with the tickets that have it."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="options")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=CODE_LIMIT)
    label = models.CharField(max_length=LABEL_LIMIT)
    position = models.PositiveIntegerField(default=0)
    is_archived = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(OptionQuerySet)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["field", "code"], name="one_option_of_a_code")]

    def __str__(self) -> str:
        return self.label


class Value(models.Model):
    """What a ticket holds in a field; for several of a list a row each. The column follows from the field's kind:
    ``text`` (and ``words``, its folded words between blanks), ``number``, ``day``, ``is_on``, ``option``, ``person``,
    ``organization``."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="values")
    text = models.CharField(max_length=TEXT_LIMIT, blank=True, default="")
    words = models.TextField(blank=True, default="")
    number = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    day = models.DateField(null=True)
    is_on = models.BooleanField(null=True)
    option = models.ForeignKey(Option, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(ValueQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "field"], condition=Q(option=None), name="one_value_of_a_field"),
            models.UniqueConstraint(fields=["ticket", "field", "option"], name="one_value_of_an_option"),
        ]
        indexes = [
            models.Index(fields=["field", "option"], name="value_by_option"),
            models.Index(fields=["field", "number"], name="value_by_number"),
            models.Index(fields=["field", "day"], name="value_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.field_id}"


class Template(models.Model):
    """A named start of a ticket. ``values`` are what its fields hold, by code, as a form holds them."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LABEL_LIMIT)
    subject = models.CharField(max_length=SUBJECT_LIMIT, blank=True, default="")
    body = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=20, choices=KINDS_TO_CHOOSE, default=TicketKind.INCIDENT)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tags = models.CharField(max_length=1_000, blank=True, default="")
    values = models.JSONField(default=dict, blank=True)
    is_archived = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(TemplateQuerySet)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Matrix(models.Model):
    """On a desk the priority follows from two fields. ``cells`` maps ``<impact>/<urgency>`` (codes of options) to the
    number of a priority."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="+")
    impact = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+")
    urgency = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="+")
    cells = models.JSONField(default=dict)
    is_on = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(MatrixQuerySet)

    def __str__(self) -> str:
        return f"{self.impact} × {self.urgency}"


class MatrixChoice(models.Model):
    """The priority that the matrix gave a ticket last. A ticket whose priority is another has one of somebody's own,
    which stays."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+")
    priority = models.PositiveSmallIntegerField()

    objects: ClassVar[Any] = WalledManager.of(MatrixChoiceQuerySet)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.priority}"
