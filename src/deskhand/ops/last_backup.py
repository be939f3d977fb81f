"""When the last backup was made, from its fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskhand.kernel.models import Event
from deskhand.ops.events import BackedUp


@dataclass(frozen=True)
class Backup:
    """A backup that was made: ``file`` without folders, ``size`` in bytes."""

    at: datetime
    file: str
    size: int


def last_backup() -> Backup | None:
    """The newest backup of this installation, or nothing. One short query."""
    facts = Event.objects.filter(subject_kind=BackedUp.subject_kind, subject_id=BackedUp.installation)
    row = facts.filter(code=BackedUp.code).order_by("-at", "-id").values("at", "values").first()
    return Backup(row["at"], row["values"]["file"], row["values"]["size"]) if row else None
