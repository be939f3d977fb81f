"""Every verb on announcements."""

from deskhand.modules.announcements.actions.change import change, delete, end, resume
from deskhand.modules.announcements.actions.dismiss import dismiss, show_again
from deskhand.modules.announcements.actions.publish import Details, Words, publish

__all__ = ["Details", "Words", "change", "delete", "dismiss", "end", "publish", "resume", "show_again"]
