"""Makes the kinds of mail's jobs known to the queue."""

from deskhand.mail.actions.forgetting import forget_account_letters
from deskhand.mail.imap import fetch_mailbox
from deskhand.mail.reading import read_letter
from deskhand.mail.sending.trying import send_letter

__all__ = ["fetch_mailbox", "forget_account_letters", "read_letter", "send_letter"]
