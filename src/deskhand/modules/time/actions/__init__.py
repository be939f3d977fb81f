"""Every verb on time worked."""

from deskhand.modules.time.actions.activities import offer_activity, retire_activity, save_activity
from deskhand.modules.time.actions.book import Work, book
from deskhand.modules.time.actions.correct import correct, remove, restore
from deskhand.modules.time.actions.timers import discard, pause, start, stop

__all__ = [
    "Work",
    "book",
    "correct",
    "discard",
    "offer_activity",
    "pause",
    "remove",
    "restore",
    "retire_activity",
    "save_activity",
    "start",
    "stop",
]
