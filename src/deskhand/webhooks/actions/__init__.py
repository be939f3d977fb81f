"""Every verb on webhooks."""

from deskhand.webhooks.actions.deliver import drop, enqueue, forget_old, note_try, replay, send_test
from deskhand.webhooks.actions.keep import change_webhook, delete_webhook, disable, rotate_secret, save_webhook

__all__ = [
    "change_webhook",
    "delete_webhook",
    "disable",
    "drop",
    "enqueue",
    "forget_old",
    "note_try",
    "replay",
    "rotate_secret",
    "save_webhook",
    "send_test",
]
