"""Housekeeping of the installation: stored files that nothing refers to, and what the database knows of itself."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel.sqlite import statistics
from deskhand.ops.actions import sweep_files

EVERY = 6 * 3600
"""Seconds between two looks for unused files."""


@job(outside=True)
def sweep_unused_files() -> None:
    """Remove stored files that nothing has referred to for a day: of tickets that left the bin, of imports."""
    if sweep_files():
        sweep_unused_files.put(unique_key="sweep_unused_files")


@job(outside=True)
def measure_tables() -> None:
    """Tell SQLite's planner what has grown."""
    statistics.refresh()


every(EVERY, sweep_unused_files)
every(24 * 3600, measure_tables)
