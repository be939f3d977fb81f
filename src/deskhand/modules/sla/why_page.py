"""What the page "Why is this due" shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import explain_words, promises
from deskhand.modules.sla.drawing import Drawing, drawing
from deskhand.modules.sla.explain import Explained, explained, policy_words, words
from deskhand.modules.sla.judging import Verdict, judged
from deskhand.modules.sla.models import Level, Outcome
from deskhand.modules.sla.promises import Tone
from deskhand.modules.sla.readings import Reading, Readings, readings
from deskhand.tickets.models import Ticket
from deskhand.web import moments

ENDED_LISTED = 100
"""Ended clocks that the page lists, the newest; the API has them all."""

OPEN_SHOWN = 12
"""Open clocks that are explained at once; of more, those that are due first. The others are listed."""

VERDICTS: Mapping[Verdict, Promise] = {
    Verdict.COUNTS: gettext_lazy("counts"),
    Verdict.SILENT: gettext_lazy("covers it, and promises nothing at this priority"),
    Verdict.SHADOWED: gettext_lazy("not asked: an earlier one covers it"),
    Verdict.FAILED: gettext_lazy("does not cover it"),
    Verdict.OFF: gettext_lazy("is switched off"),
    Verdict.ONLY_NEW: gettext_lazy("counts only for tickets that were opened later"),
    Verdict.NOT_YET: gettext_lazy("its agreement has not begun"),
    Verdict.OVER: gettext_lazy("its agreement is over"),
}
"""What was found of a policy, in words."""


@dataclass(frozen=True)
class Shown:
    """A clock that is explained at length."""

    why: Explained
    sentence: str
    plan: Drawing
    policy: str
    tone: Tone

    @property
    def clock(self) -> Reading:
        """The clock itself."""
        return self.why.clock


def asked_instant(text: str) -> datetime | None:
    """The past instant that an address names, in the reader's zone unless it says its own; None for none. Raises
    Invalid."""
    if not text.strip():
        return None
    try:
        # The plus of an offset comes as a space from an address in which it was not escaped.
        found = parse_datetime(text.strip()) or parse_datetime("+".join(text.strip().rsplit(" ", 1)))
        if found is None:
            raise ValueError(text)
        aware = found if timezone.is_aware(found) else timezone.make_aware(found)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        sentence = _("Write day and time, as in 2026-03-02 14:20.")
        raise Invalid(sentence, {"at": sentence}) from None


def page_of(ticket: Ticket, typed: str, name: str) -> dict[str, Any]:
    """Everything on the page: at the instant that was typed, with the ended clock of that name. What cannot be
    understood is said in ``error``; then it is the page of now."""
    error = ""
    try:
        found = readings(ticket, asked_instant(typed))
    except Invalid as refusal:
        found, error = readings(ticket), str(refusal)
    chosen = _chosen(found, name)
    listed = [one for one in [*found.open, *found.ended] if one not in chosen]
    policies = judged(found)
    return {
        "ticket": ticket,
        "heading": explain_words.heading(found),
        "at": found.at,
        "is_past": found.is_past,
        "typed": typed if error else moments.local_minute(found.at) if found.is_past else "",
        "error": error,
        "clocks": [_shown(one, found) for one in explained(found, chosen)],
        "others": [(one, tone_of(one)) for one in listed[:ENDED_LISTED]],
        "others_count": len(listed),
        "counting": [one for one in policies if one.verdict in (Verdict.COUNTS, Verdict.SILENT)],
        "rest": [one for one in policies if one.verdict not in (Verdict.COUNTS, Verdict.SILENT)],
        "was_elsewhere": found.snapshot.desk_id != ticket.desk_id,
        "verdicts": {one.value: words for one, words in VERDICTS.items()},
        "levels": dict(Level.choices),
        "outcomes": dict(Outcome.choices),
        "counted": words,
        "teams": found.teams if any(one.life.team_id for one in found.clocks) else {},
        "began_at": found.story.moments[0].at,
    }


def tone_of(clock: Reading) -> Tone:
    """How it stands with a clock, as everywhere."""
    if not clock.life.is_open:
        return {Outcome.MET.value: Tone.MET, Outcome.MISSED.value: Tone.LATE}.get(clock.life.outcome, Tone.CALM)
    return promises.tone_of(clock.due_at, clock.soon_at, clock.at, is_paused=clock.state == "paused")


def _chosen(found: Readings, name: str) -> Sequence[Reading]:
    """The clocks that are explained: the one that was asked for, else those that are open, else the newest."""
    asked = [one for one in found.clocks if one.name == name]
    return asked or found.open[:OPEN_SHOWN] or found.ended[:1]


def _shown(why: Explained, found: Readings) -> Shown:
    clock = why.clock
    return Shown(why, explain_words.sentence(clock), drawing(clock), policy_words(clock.rule, found), tone_of(clock))
