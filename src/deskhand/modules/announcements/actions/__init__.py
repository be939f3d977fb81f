"""Every verb on announcements."""

from deskhand.modules.announcements.actions.affected import confirm_affected
from deskhand.modules.announcements.actions.change import change, delete, end, resume
from deskhand.modules.announcements.actions.dismiss import dismiss, show_again
from deskhand.modules.announcements.actions.follow import follow, unfollow
from deskhand.modules.announcements.actions.moments import note_moments
from deskhand.modules.announcements.actions.publish import Details, publish
from deskhand.modules.announcements.steps import Step
from deskhand.modules.announcements.texts import Words

__all__ = [
    "Details",
    "Step",
    "Words",
    "change",
    "confirm_affected",
    "delete",
    "dismiss",
    "end",
    "follow",
    "note_moments",
    "publish",
    "resume",
    "show_again",
    "unfollow",
]
