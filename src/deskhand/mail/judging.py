"""What the filters found, in the terms in which letters are taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.utils.translation import gettext as _

from deskhand.kernel import slots
from deskhand.mail.filters import Bounce, Filter, FilterContext, Verdict, judge_all, summary
from deskhand.mail.message_ids import ticket_of
from deskhand.mail.models import SpamGoes
from deskhand.mail.own import is_own
from deskhand.mail.parsing.model import ParsedMail
from deskhand.mail.surroundings import Surroundings, surroundings

log = structlog.get_logger(__name__)

OWN, LOOP, BOUNCE, REPORT, AUTO_REPLY = "own_mail", "loop", "bounce", "report", "auto_reply"


@dataclass(frozen=True)
class Judgement:
    """``kind`` is what decides about the letter: one of the words above, or empty for what somebody wrote to us (a
    person, or a program that reports something). ``may_answer`` is false where an answer would reach a machine or
    go round in circles. ``is_authentic``: the From address is vouched for by a DMARC pass, told by the trusted server
    or checked here; ``is_unverified``: its domain asks to turn away such a letter. ``is_spam``: if it opens a ticket,
    that lies in spam. ``held`` is the code of an outcome if it has to wait in quarantine, and ``held_because`` says
    why in English. ``lines`` are all verdicts as they are kept (:func:`line`)."""

    kind: str = ""
    may_answer: bool = True
    bounce: Bounce | None = None
    is_authentic: bool = False
    is_unverified: bool = False
    sender_is_blocked: bool = False
    is_spam: bool = False
    held: str = ""
    held_because: Verdict | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)


def judged(mail: ParsedMail, around: Surroundings | None = None) -> Judgement:
    """Ask every filter about a letter. ``around`` is what is known of its mailbox and sender; without it the letter
    belongs to no desk, so that only what holds everywhere is asked."""
    around = around or surroundings(mail)
    verdicts = asked(mail, around)
    whole = summary(verdicts)
    kind = _kind(mail, verdicts, around.context.own_addresses)
    holding = None if around.is_released or kind not in ("", AUTO_REPLY) else _holding(verdicts, around)
    filters = {(one.filter, one.verdict) for one in verdicts}
    spam_waits = around.spam_goes == SpamGoes.QUARANTINE
    return Judgement(
        kind=kind,
        may_answer=whole.may_answer,
        bounce=whole.bounce,
        is_authentic=any(one.is_authentic for one in verdicts),
        is_unverified=("authentication", "unverified") in filters,
        sender_is_blocked=("blocked_sender", "blocked") in filters,
        is_spam=any(one.is_spam for one in verdicts) and not (around.is_released and spam_waits),
        held="" if holding is None else ("spam_held" if holding.is_spam else "too_many"),
        held_because=holding,
        lines=[line(one) for one in verdicts],
    )


def asked(mail: ParsedMail, around: Surroundings) -> tuple[Verdict, ...]:
    """The verdicts of all filters, those of modules that are on for the desk last."""
    more = slots.items("mail_filter", desk_id=around.desk_id) if around.desk_id else ()
    return judge_all(mail, around.context, [_guarded(one) for one in more])


def line(verdict: Verdict) -> dict[str, Any]:
    """A verdict as it is kept with the letter: ``because`` in English, ``reason`` and ``values`` to translate it."""
    kept = {"filter": verdict.filter, "verdict": verdict.verdict, "because": verdict.because, "reason": verdict.reason}
    return {**kept, "values": dict(verdict.values)} if verdict.values else kept


def in_words(verdict: Verdict) -> str:
    """Why, in the language of the moment."""
    return _told(verdict.reason, verdict.values)


def told(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Kept verdicts in the reader's language: ``filter``, ``verdict`` and ``because``."""
    return [
        {
            "filter": str(one.get("filter", "")),
            "verdict": str(one.get("verdict", "")),
            "because": _told(one["reason"], one.get("values", {})) if "reason" in one else str(one.get("because", "")),
        }
        for one in lines
    ]


def _told(reason: str, values: Mapping[str, str]) -> str:
    if not values:
        return _(reason)
    in_language = {name: _(value) if name == "evidence" else value for name, value in values.items()}
    try:
        return _(reason) % in_language
    except (KeyError, ValueError, TypeError):  # A sentence of an older version, or of a module.
        return reason


def _guarded(judge: Filter) -> Filter:
    """A module's filter: if it fails the letter goes on without its answer."""

    def guarded(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
        try:
            return judge(mail, ctx)
        except Exception:
            log.exception("mail.filter_failed", filter=f"{judge.__module__}.{getattr(judge, '__qualname__', judge)}")
            return None

    return guarded


def _holding(verdicts: Iterable[Verdict], around: Surroundings) -> Verdict | None:
    spam_waits = around.spam_goes == SpamGoes.QUARANTINE
    return next((one for one in verdicts if one.holds or (one.is_spam and spam_waits)), None)


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
