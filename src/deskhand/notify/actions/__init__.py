"""Every verb on notifications."""

from deskhand.notify.actions.choosing import choose, set_rhythm
from deskhand.notify.actions.forgetting import forget_old
from deskhand.notify.actions.reading import mark_read, mark_unread, ticket_seen
from deskhand.notify.actions.rehoming import notifications_follow_messages, rehome_notifications
from deskhand.notify.actions.stopping import stop_letters
from deskhand.notify.actions.summing import send_summary
from deskhand.notify.actions.telling import tell
from deskhand.notify.actions.writing import write_letters

__all__ = [
    "choose",
    "forget_old",
    "mark_read",
    "mark_unread",
    "notifications_follow_messages",
    "rehome_notifications",
    "send_summary",
    "set_rhythm",
    "stop_letters",
    "tell",
    "ticket_seen",
    "write_letters",
]
