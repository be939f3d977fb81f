"""Letters that are meant for the module."""

from __future__ import annotations

from collections.abc import Callable

from deskhand.mail.models import InboundMail
from deskhand.mail.outcomes import Outcome, ignored
from tests.dummy.models import mark


def take_in(letter: InboundMail, mail: object, judgement: object) -> Callable[[], Outcome] | None:
    """Take what says so in its subject; leave the rest to others."""
    if "dummy" not in getattr(mail, "subject", ""):
        return None

    def consequences() -> Outcome:
        mark(letter.mailbox.desk_id, "mail_intake")
        return ignored("report")

    return consequences
