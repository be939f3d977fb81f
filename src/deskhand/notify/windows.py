"""Several changes within a short time become one letter: the first opens a window, at whose end it is written."""

from __future__ import annotations

from datetime import timedelta

LENGTH = timedelta(minutes=2)
"""How long the letter about a first change waits for others on the same ticket."""

LATE = timedelta(seconds=30)
"""A window that should have closed so long ago is looked after: its own job was lost."""
