"""Removing stored files that nothing refers to."""

from __future__ import annotations

from deskhand.files import blobs
from deskhand.ops import backup
from deskhand.ops.unused_files import enclosed, unused

AT_ONCE = 200
"""Files that one sweep removes, each in a transaction of its own; the next job goes on."""


def sweep_files() -> bool:
    """Remove the first of them. Whether there are more to remove. Nothing is removed while a backup is written: what
    its copy of the database names must still be there when its files are packed."""
    ids = list(unused().order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    letters = enclosed(ids)
    removed = 0
    for pk in ids[:AT_ONCE]:
        with backup.no_backup_is_written() as is_quiet:
            if not is_quiet:
                return False
            removed += blobs.remove_unused(pk, lambda one: one in letters or not unused().filter(pk=one).exists())
    return len(ids) > AT_ONCE and removed > 0
