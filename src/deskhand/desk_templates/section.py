"""A part of templates: who makes of a table of a file a row of a desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from deskhand.kernel import slots

if TYPE_CHECKING:
    from deskhand.desk_templates.file import Entry
    from deskhand.desk_templates.models import FromTemplate
    from deskhand.desk_templates.work import Work


class Row(Protocol):
    """A row of whoever owns it."""

    pk: Any


@dataclass(frozen=True)
class Made:
    """What a table became. ``word`` is the code by which others name the row; not ``is_new``: the desk had it."""

    row: Row
    is_new: bool = True
    word: str = ""


@dataclass(frozen=True)
class Joined:
    """A row that lacked what only now came. Not ``is_done``: somebody has changed it meanwhile, so they are told."""

    name: str
    is_done: bool


def _nothing(_said: Mapping[str, Any]) -> Sequence[str]:
    return ()


def _alone(_work: Work, _entry: Entry, _row: FromTemplate) -> Joined | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Section:
    """``code`` is the word of its tables, ``keys`` what they may say (``*`` at an end: must). ``make`` makes the row of
    one table through its owner's actions, or finds the one of that name; None where there is nothing to make.
    ``shown`` tells the lines below a table's name on the page, in the language in which it was read. ``url`` is the
    name of the settings page, which takes the desk's key. ``join`` is asked for each row that the template made before,
    once others were made: it puts on it what it names and the desk has only now (``work.fresh``)."""

    code: str
    title: Any
    keys: Sequence[str]
    make: Callable[[Work, Entry], Made | None]
    shown: Callable[[Mapping[str, Any]], Sequence[str]] = _nothing
    named: str = "name"
    url: str = ""
    join: Callable[[Work, Entry, FromTemplate], Joined | None] = _alone

    @property
    def known(self) -> frozenset[str]:
        """What a table may say."""
        return frozenset(one.removesuffix("*") for one in self.keys)

    @property
    def needed(self) -> frozenset[str]:
        """What it must say."""
        return frozenset(one.removesuffix("*") for one in self.keys if one.endswith("*"))


@dataclass(frozen=True)
class Placed:
    """A section, and the label of the module that brings it; empty for the core's."""

    section: Section
    module: str


def every() -> list[Placed]:
    """All sections, of modules that are off as well, in the order in which they are made."""
    slot = next(one for one in slots.all_slots() if one.name == "desk_template")
    return [Placed(one.item, one.module) for one in slot.contributions]
