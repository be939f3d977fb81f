"""The pipe of a mail server: one letter on a stream, one exit code."""

from __future__ import annotations

import sys
from typing import IO

from django.conf import settings
from django.db import DatabaseError

from deskhand.kernel.errors import TooLarge
from deskhand.mail.models import Mailbox
from deskhand.mail.receive import accept

ACCEPTED = 0
NO_SUCH_MAILBOX = 64
TOO_LARGE = 65
TRY_AGAIN = 75
"""Exit codes as mail servers understand them (sysexits.h): 64 and 65 return the letter to its sender, 75 keeps it."""


def run(mailbox_name: str, stream: IO[bytes]) -> int:
    """Read one letter and accept it for the mailbox of that name. Reasons go to standard error."""
    try:
        found = Mailbox.objects.beyond_walls("the operator names the mailbox")
        mailbox: Mailbox | None = found.select_related("desk").filter(name=mailbox_name).first()
        if mailbox is None:
            known = ", ".join(found.order_by("name").values_list("name", flat=True)) or "none yet"
            return _said(NO_SUCH_MAILBOX, f"there is no mailbox {mailbox_name!r} (known: {known})")
        accept(mailbox, stream.read(settings.DESKHAND.max_mail + 1), "pipe")
    except TooLarge as error:
        return _said(TOO_LARGE, str(error))
    except (DatabaseError, OSError) as error:
        return _said(TRY_AGAIN, f"not now, try again: {error}")
    return ACCEPTED


def _said(code: int, words: str) -> int:
    sys.stderr.write(f"deskhand: {words}\n")
    return code
