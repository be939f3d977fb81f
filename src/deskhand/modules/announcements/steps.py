"""Texts that come at set times: what an announcement says from then on, and what it said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from deskhand.modules.announcements.models import STEP_LIMIT, TITLE_LIMIT
from deskhand.modules.announcements.texts import TEXT_LIMIT, Words, cleaned


@dataclass(frozen=True, kw_only=True)
class Step:
    """From ``at`` on an announcement says these words. An empty title leaves it as it was. ``others`` maps language
    codes to the words in them. Without a time and words it is none."""

    at: datetime | None = None
    words: Words = field(default_factory=Words)
    others: Mapping[str, Words] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        said = [self.words, *self.others.values()]
        return self.at is None and not any(one.title.strip() or one.text.strip() for one in said)


def column(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """As they are kept in an announcement: checked before."""
    return [_kept(one, one.at) for one in steps if one.at is not None and not one.is_empty]


def of(kept: Sequence[Mapping[str, Any]]) -> list[Step]:
    """What an announcement keeps, as steps."""
    return [
        Step(
            at=datetime.fromisoformat(one["at"]),
            words=Words(one["title"], one["text"]),
            others={code: Words(**words) for code, words in one["others"].items()},
        )
        for one in kept
    ]


def wrong(steps: Sequence[Step], starts_at: datetime, ends_at: datetime | None) -> dict[str, str]:
    """What cannot be taken, by field: ``step_at_0``, ``step_title_0``, ``step_text_0``, and in a further language
    ``step_text_0_de``."""
    found: dict[str, str] = {}
    before = starts_at
    for number, one in enumerate(steps):
        if one.is_empty:
            continue
        if said := _wrong_time(one.at, before, starts_at, ends_at):
            found[f"step_at_{number}"] = said
        if not one.words.text.strip():
            found[f"step_text_{number}"] = _("Write what it says from then on.")
        before = max(before, one.at or before)
        found |= _too_long(one, number)
    if sum(not one.is_empty for one in steps) > STEP_LIMIT:
        found["steps"] = _("At most %(limit)s further texts.") % {"limit": STEP_LIMIT}
    return found


def _wrong_time(at: datetime | None, before: datetime, starts_at: datetime, ends_at: datetime | None) -> str:
    if at is None:
        return _("Say from when on it says this.")
    if at <= starts_at:
        return _("By then the announcement has not begun.")
    if ends_at is not None and at >= ends_at:
        return _("By then the announcement is over.")
    return _("It must come after the text before it.") if at <= before else ""


def _too_long(one: Step, number: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for suffix, words in [("", one.words), *((f"_{code}", said) for code, said in one.others.items())]:
        if len(" ".join(words.title.split())) > TITLE_LIMIT:
            found[f"step_title_{number}{suffix}"] = _("At most %(limit)s characters.") % {"limit": TITLE_LIMIT}
        if len(words.text) > TEXT_LIMIT:
            found[f"step_text_{number}{suffix}"] = _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}
    return found


def _kept(one: Step, at: datetime) -> dict[str, Any]:
    others = {code: cleaned(words) for code, words in one.others.items() if words.text.strip()}
    return {"at": at.astimezone(UTC).isoformat(), **cleaned(one.words), "others": others}
