"""What the filters found, in the terms in which the intake decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deskhand.mail.models import Mailbox
from deskhand.mail.own import is_own, own_addresses
from deskhand.mail.parsing.model import ParsedMail


@dataclass(frozen=True)
class Returned:
    """A letter of ours that came back: to whom it did not get, and whether trying again is pointless."""

    recipients: tuple[str, ...]
    is_permanent: bool
    message_id: str = ""
    words: str = ""


@dataclass(frozen=True)
class Judgement:
    """``kind`` is the strongest finding: own, loop, bounce, auto_reply, report, spam, or empty for what people wrote.
    ``may_answer`` is false for everything that a machine sent or that must not be answered. ``lines`` are all verdicts
    as they are kept and shown: ``{"filter", "verdict", "because"}``."""

    kind: str = ""
    may_answer: bool = True
    returned: Returned | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)


def judged(mail: ParsedMail, mailbox: Mailbox) -> Judgement:
    """Ask every filter about a letter to this mailbox."""
    if is_own(mail.from_.email, own_addresses()):
        return Judgement("own", False)
    if mail.headers.get("auto-submitted", "no").lower().startswith("auto-replied"):
        return Judgement("auto_reply", False)
    return Judgement()
