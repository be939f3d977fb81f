"""What the API keeps for itself: answers for repeated requests, and when a token was last used."""

from deskhand.api.actions.note_use import note_use
from deskhand.api.actions.report_usage import forget_old_usage, report_usage
from deskhand.api.actions.stored_answers import forget_answer, forget_old_answers, keep_answer, reserve_answer

__all__ = [
    "forget_answer",
    "forget_old_answers",
    "forget_old_usage",
    "keep_answer",
    "note_use",
    "report_usage",
    "reserve_answer",
]
