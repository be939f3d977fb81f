"""What the filters found, in the terms in which letters are taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deskhand.mail.filters import Bounce, FilterContext, Verdict, judge_all, summary
from deskhand.mail.message_ids import ticket_of
from deskhand.mail.own import instance_mark, is_own, own_addresses
from deskhand.mail.parsing.model import ParsedMail

OWN, LOOP, BOUNCE, REPORT, AUTO_REPLY = "own_mail", "loop", "bounce", "report", "auto_reply"


@dataclass(frozen=True)
class Judgement:
    """``kind`` is what decides about the letter: one of the words above, or empty for what somebody wrote to us (a
    person, or a program that reports something). ``may_answer`` is false where an answer would reach a machine or
    go round in circles. ``is_authentic`` is true where the
    From address is vouched for: a DMARC pass, hence aligned with it. ``lines`` are all verdicts as they are kept:
    ``{"filter", "verdict", "because"}``."""

    kind: str = ""
    may_answer: bool = True
    bounce: Bounce | None = None
    is_authentic: bool = False
    lines: list[dict[str, Any]] = field(default_factory=list)


def judged(mail: ParsedMail) -> Judgement:
    """Ask every filter about a letter."""
    ours = own_addresses()
    verdicts = judge_all(mail, FilterContext(own_addresses=ours, instance=instance_mark()))
    whole = summary(verdicts)
    return Judgement(
        kind=_kind(mail, verdicts, ours),
        may_answer=whole.may_answer,
        bounce=whole.bounce,
        lines=[line(one) for one in verdicts],
    )


def line(verdict: Verdict) -> dict[str, Any]:
    """A verdict as it is kept with the letter."""
    return {"filter": verdict.filter, "verdict": verdict.verdict, "because": verdict.because}


def _kind(mail: ParsedMail, verdicts: tuple[Verdict, ...], ours: frozenset[str]) -> str:
    found = {(one.filter, one.verdict) for one in verdicts}
    filters = {one.filter for one in verdicts}
    if "own_mail" in filters or is_own(mail.from_.email, ours) or ticket_of(mail.message_id) is not None:
        return OWN
    if "loop" in filters:
        return LOOP
    if ("bounce", "delivered") in found or "report" in filters:
        return REPORT
    if "bounce" in filters:
        return BOUNCE
    if ("auto_reply", "auto-reply") in found or "calendar_reply" in filters:
        return AUTO_REPLY
    return ""
