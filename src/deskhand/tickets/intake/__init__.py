"""How letters become tickets and replies: what fills mail's slots."""

from deskhand.tickets.intake.anyway import open_anyway
from deskhand.tickets.intake.arriving import take_in
from deskhand.tickets.intake.copies import note_other_mailbox

__all__ = ["note_other_mailbox", "open_anyway", "take_in"]
