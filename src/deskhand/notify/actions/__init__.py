"""Every verb on notifications."""

from deskhand.notify.actions.choosing import choose
from deskhand.notify.actions.reading import mark_read, ticket_seen
from deskhand.notify.actions.rehoming import rehome_notifications
from deskhand.notify.actions.telling import tell

__all__ = ["choose", "mark_read", "rehome_notifications", "tell", "ticket_seen"]
