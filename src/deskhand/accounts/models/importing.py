"""Lists that were imported into a desk's directory: the file, what its columns are, and what became of each row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models.desk import Desk
from deskhand.accounts.models.person import Person
from deskhand.files.models import Blob
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class What(models.TextChoices):
    """What a list is of."""

    PEOPLE = "people", _("People")
    ORGANIZATIONS = "organizations", _("Organizations")


class Existing(models.TextChoices):
    """What becomes of those whom the desk knows already."""

    FILL = "fill", _("Fill in what is empty")
    OVERWRITE = "overwrite", _("Replace what differs")
    LEAVE = "leave", _("Leave as they are")


class Stage(models.TextChoices):
    """How far an import is. ``-ing`` is work for the worker."""

    MAPPING = "mapping", _("Waits for its columns")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    APPLYING = "applying", _("Being imported")
    DONE = "done", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


WORKING = (Stage.CHECKING, Stage.APPLYING, Stage.UNDOING)


class Verdict(models.TextChoices):
    """What a row does. A row of somebody whom only other desks know reads as new here: an import does not tell."""

    NEW = "new", _("Added to the directory")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")


class ImportQuerySet(WalledQuerySet[Any]):
    """Imports of a desk."""


class ImportBatch(models.Model):
    """One file on its way into a desk's directory. ``columns`` say for each column of the file what it is; ``at_row``
    is the number of the last row that the present ``stage`` (and ``phase`` of it) is through with: each chunk of rows
    moves it in the transaction of its effect, so that nothing is done twice. ``made_organizations`` are ids that a list
    of people entered by the way. ``first_rows`` (number and cells of each) are for the preview, which need not read
    the whole file again."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=13, choices=What)
    filename = models.CharField(max_length=255)
    blob = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, related_name="+")
    encoding = models.CharField(max_length=20)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    first_rows = models.JSONField(default=list)
    existing = models.CharField(max_length=9, choices=Existing, default=Existing.FILL)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.MAPPING)
    phase = models.CharField(max_length=8, blank=True, default="")
    at_row = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    made_organizations = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(ImportQuerySet)

    class Meta:
        indexes = [models.Index(fields=["desk", "-begun_at"], name="import_of_desk")]

    def __str__(self) -> str:
        return f"import {self.pk} of {self.what}"


class ImportRowQuerySet(WalledQuerySet[Any]):
    desk_path = "batch__desk_id"


class ImportRow(models.Model):
    """One row of a file. ``cells`` map what a column is to its texts; ``subject_id`` is the person or organization that
    it became or changed. ``before`` and ``after`` hold the fields that it changes, ``addresses`` those that it adds;
    ``is_made`` is true if the subject was made by it, ``is_entered`` if its entry in the directory was. ``remarks`` and
    ``fate`` (what undoing did) are reasons: a code and what its sentence needs."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=9, choices=Verdict)
    cells = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    is_warned = models.BooleanField(default=False)
    subject_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    addresses = models.JSONField(default=list)
    is_made = models.BooleanField(default=False)
    is_entered = models.BooleanField(default=False)
    fate = models.JSONField(default=list)

    objects: ClassVar[Any] = WalledManager.of(ImportRowQuerySet)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="import_row_verdict")]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.batch_id}"
