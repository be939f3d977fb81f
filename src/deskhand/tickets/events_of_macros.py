"""Facts about macros."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


@event("macro.edited", subject="macro")
@dataclass(frozen=True, kw_only=True)
class MacroEdited(Fact):
    """A macro of a desk or a team was made or changed. ``old`` and ``new`` map names of steps to short words; texts and
    people are not among them."""

    macro: int
    fields: list[str]
    old: dict[str, str | bool] = field(default_factory=dict)
    new: dict[str, str | bool] = field(default_factory=dict)


@event("own_macro.edited", subject="macro")
@dataclass(frozen=True, kw_only=True)
class OwnMacroEdited(Fact):
    """Somebody made or changed a macro that is theirs alone."""

    macro: int
    fields: list[str]


@event("ticket.macro_applied", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class MacroApplied(Fact):
    """Somebody applied a macro. ``facts`` are the ids of the facts about the ticket that it came to, in their order."""

    ticket: int
    macro: int
    facts: list[int]
