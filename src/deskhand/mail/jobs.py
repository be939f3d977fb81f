"""Makes the kinds of mail's jobs known to the queue."""

from deskhand.mail.actions.forgetting import forget_account_letters
from deskhand.mail.fetching.mailboxes import fetch_mailbox
from deskhand.mail.reading import read_letter
from deskhand.mail.sending.turns import look_out, take_turn, take_turn_apart

__all__ = ["fetch_mailbox", "forget_account_letters", "look_out", "read_letter", "take_turn", "take_turn_apart"]
