"""What the API keeps for itself: answers for repeated requests, and when a token was last used."""

from deskhand.api.actions.note_use import note_use
from deskhand.api.actions.stored_answers import forget_old_answers, keep_answer, reserve_answer

__all__ = ["forget_old_answers", "keep_answer", "note_use", "reserve_answer"]
