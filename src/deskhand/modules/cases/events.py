"""Facts about cases. They hold ids and codes: neither what a case is about nor what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("case_class.saved", subject="case_class")
@dataclass(frozen=True, kw_only=True)
class ClassSaved(Fact):
    """A class of cases was made or changed: ``fields`` are those that differ."""

    case_class: int
    fields: list[str]


@event("ticket.case_opened", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class CaseOpened(Fact):
    """A ticket became a case of a class."""

    ticket: int
    case_class: int


@event("ticket.case_changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class CaseChanged(Fact):
    """What a case is about was changed: ``class``, ``about``, ``ending`` or ``outcome``."""

    ticket: int
    fields: list[str]
