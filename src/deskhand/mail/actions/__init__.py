"""Every verb on mailboxes and letters."""

from deskhand.mail.actions.returned import mark_returned

__all__ = ["mark_returned"]
