"""Letters of people's accounts (sign-in links, invitations, new passwords) are no archive: what opens a door is not
kept."""

from __future__ import annotations

from datetime import timedelta

from deskhand.jobs.queue import job
from deskhand.kernel import clock
from deskhand.mail.models import LetterKind, OutboundMail, OutboundState

KEEP = timedelta(days=30)
"""How long it stays written down that such a letter went out, without its text."""

AT_ONCE = 5_000
"""Letters that one sweep blanks, and that it removes; the next job goes on."""


@job()
def forget_account_letters() -> None:
    """Blank the texts of those that are sent or given up (an earlier version kept them), and remove the old ones."""
    letters = OutboundMail.objects.beyond_walls("letters of accounts belong to no desk").filter(
        desk_id=None, kind=LetterKind.SIGN_IN
    )
    over = letters.exclude(state=OutboundState.QUEUED).exclude(text="", html="")
    blanked = letters.filter(pk__in=list(over.values_list("pk", flat=True)[:AT_ONCE])).update(text="", html="")
    old = letters.filter(made_at__lt=clock.now() - KEEP)
    removed, _rows = letters.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])).delete()
    if AT_ONCE in (blanked, removed):
        forget_account_letters.put(unique_key="forget_account_letters")
