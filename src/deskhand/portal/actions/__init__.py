"""What requesters do on the portal. Each is one of the tickets' own verbs, with the form's files and its guard."""

from deskhand.portal.actions.answer import answer
from deskhand.portal.actions.open_request import open_request, open_unproven_request

__all__ = ["answer", "open_request", "open_unproven_request"]
