"""Letters that are meant for the module, and what its filter finds in them."""

from __future__ import annotations

from collections.abc import Callable

from deskhand.kernel.actor import Actor
from deskhand.mail.filters import FilterContext, Verdict
from deskhand.mail.judging import Judgement
from deskhand.mail.models import InboundMail
from deskhand.mail.outcomes import Outcome, ignored
from deskhand.mail.parsing.model import ParsedMail
from tests.dummy.models import mark


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """Is it for the dummy?"""
    return Verdict("dummy", "meant", "its subject says so") if "dummy" in mail.subject else None


def take_in(letter: InboundMail, mail: ParsedMail, judgement: Judgement) -> Callable[[], Outcome] | None:
    """Take what the filter marked; leave the rest to others."""
    if all(line["filter"] != "dummy" for line in judgement.lines):
        return None

    def consequences() -> Outcome:
        mark(letter.mailbox.desk_id, "mail_filter")
        mark(letter.mailbox.desk_id, "mail_intake")
        return ignored("report")

    return consequences


def note_copy(first: InboundMail, copy: InboundMail) -> None:
    """Mark that a letter came to another mailbox, too."""
    mark(copy.mailbox.desk_id, "mail_copy")


def take_in_anyway(actor: Actor, letter: InboundMail, mail: ParsedMail) -> Callable[[], Outcome] | None:
    """Mark what is meant for the dummy and was taken in by hand; leave the rest to others."""
    if "dummy" not in mail.subject:
        return None

    def consequences() -> Outcome:
        mark(letter.mailbox.desk_id, "mail_anyway")
        return ignored("report")

    return consequences
