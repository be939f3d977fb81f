"""Classes of cases, who reads them, and the file that makes a ticket a case."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils import timezone, translation

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.scope import WalledManager
from deskhand.modules.cases.querysets import (
    ClassQuerySet,
    FileQuerySet,
    NobodyQuerySet,
    ReaderQuerySet,
    ReportQuerySet,
)
from deskhand.tickets.models import Ticket

CLASS_NAME_LIMIT = 80
"""Longest name of a class, in characters."""

OUTCOME_LIMIT = 300
"""Longest outcome of a case, in characters."""

CLASS_LIMIT = 100
"""Most classes of a desk, with those put away."""

FIRST_READERS = 50
"""Most people on the list of a new case: whoever opens it first, then those whom its class names, then its teams."""

MONTHS_LIMIT = 600
"""Most months for which a closed case is kept; 0 says nothing."""


ENDING_LIMIT = 80
"""Longest way in which a case can end, in characters."""

ENDINGS_LIMIT = 20
"""Most ways in which the cases of a class can end."""


class CaseClass(models.Model):
    """A class of cases of a desk. ``words`` are its names in other languages than the desk's, by their codes.
    ``is_offered``: requesters may open one themselves. ``takes_nameless``: anybody may report without a name.
    ``excludes_manager``: the manager of the one whom it is about never reads it. ``keep_months`` is how long a case is
    kept after its end; 0 says nothing. ``endings``: one of them is said before a case is resolved, if there are any."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=CLASS_NAME_LIMIT)
    words = models.JSONField(default=dict)
    is_confidential = models.BooleanField(default=True)
    is_offered = models.BooleanField(default=False)
    takes_nameless = models.BooleanField(default=False)
    excludes_manager = models.BooleanField(default=False)
    keep_months = models.PositiveSmallIntegerField(default=0)
    endings = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(ClassQuerySet)

    class Meta:
        ordering = ["-is_active", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="case_class_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """Its name in the language of whoever reads."""
        return str(self.words.get(translation.get_language() or "") or self.name)


class CaseReader(models.Model):
    """Somebody, or everybody of a team, who is on the list of every new confidential case of a class."""

    case_class = models.ForeignKey(CaseClass, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(ReaderQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_class", "person"], name="case_reader_person_once"),
            models.UniqueConstraint(fields=["case_class", "team"], name="case_reader_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.team_id} of {self.case_class_id}"


class CaseFile(models.Model):
    """What makes a ticket a case of a desk: its class, whom it is about, and what came of it: ``ending`` in a word of
    its class, ``outcome`` in a sentence. A ticket that went on to another desk leaves its file behind, and may get
    another one there."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="case_files")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    case_class = models.ForeignKey(CaseClass, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=ENDING_LIMIT, blank=True, default="")
    outcome = models.CharField(max_length=OUTCOME_LIMIT, blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(FileQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "desk"], name="case_file_once")]

    def __str__(self) -> str:
        return f"case {self.ticket_id}"

    @property
    def keep_until(self) -> date | None:
        """The day after whose end it needs to be kept no more: so many months after its end. None while it goes on, or
        if its class says nothing."""
        ended, months = self.ticket.closed_at or self.ticket.resolved_at, self.case_class.keep_months
        if ended is None or not months:
            return None
        return timezone.localdate(ended) + relativedelta(months=months)


class Nobody(models.Model):
    """Who stands as the requester of a desk's reports without a name, instead of whoever wrote them. They have no
    address, so nobody signs in as them, and they are excluded from each such case: whoever got hold of that account
    would read nothing."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(NobodyQuerySet)

    def __str__(self) -> str:
        return f"nobody of desk {self.desk_id}"


class NamelessReport(models.Model):
    """What makes a case one without a name: ``digest`` is that of its code, which only the reporter has."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)

    objects: ClassVar[Any] = WalledManager.of(ReportQuerySet)

    def __str__(self) -> str:
        return f"report {self.ticket_id}"
