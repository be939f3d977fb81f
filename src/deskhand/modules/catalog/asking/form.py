"""What a request form is: steps of questions with their rules. Pure; kept as JSON with every version of an item.

``{"steps": [{"title": text, "questions": [question, ...]}]}``; a question is its ``code``, ``kind``, ``label`` and
what :class:`Question` names besides. A rule is a tree of ``{"all": [...]}``, ``{"any": [...]}``, ``{"not": rule}`` and
leaves ``{"of": code, "op": one of OPS, "values": [text, ...]}``; ``of`` may be a fact of the person:
``person.department``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

OPS = ("is", "in", "set", "contains", "less", "more")
"""How a rule compares. ``is`` and ``in``: it has one of the values; ``set``: it has any; ``contains``: a part of one,
whatever the case; ``less`` and ``more``: numbers and dates."""

FACTS = ("department", "organization", "location", "is_agent")
"""What rules may ask of the person for whom something is ordered."""

PREFILL = ("name", "email", "phone", "title", "department", "location", "organization", "manager", "person")
"""What a question may begin with of that person. ``person`` is the person, for a question that asks for one."""

OF_PERSON = "person."
"""Before a fact in a rule."""

Rule = Mapping[str, Any]
Row = Mapping[str, list[str]]
Value = list[str] | list[Row]
"""What a question holds: texts, none for nothing; of a table its rows by columns."""

Values = Mapping[str, Value]


class Kind(StrEnum):
    """Kinds of questions."""

    TEXT = "text"
    MULTILINE = "multiline"
    RICH = "rich"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    CHOICES = "choices"
    CHECKBOX = "checkbox"
    REFERENCE = "reference"
    ATTACHMENT = "attachment"
    MASKED = "masked"
    TABLE = "table"
    SECTION = "section"
    LABEL = "label"


SILENT = frozenset({Kind.SECTION, Kind.LABEL})
"""Kinds that ask nothing."""

NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})
DAYS = frozenset({Kind.DATE, Kind.DATETIME})
WRITTEN = frozenset({Kind.TEXT, Kind.MULTILINE, Kind.RICH, Kind.MASKED})
LISTED = frozenset({Kind.CHOICE, Kind.CHOICES})

SIMPLE = frozenset({Kind.TEXT, *NUMBERS, *DAYS, Kind.CHOICE, Kind.CHECKBOX, Kind.REFERENCE})
"""Kinds that a column of a table may have."""

NEVER_FIXED = frozenset({Kind.ATTACHMENT, Kind.MASKED, Kind.TABLE, *SILENT})
"""Kinds that nothing can fill in before the person does."""


class Refers(StrEnum):
    """What a reference chooses among."""

    PERSON = "person"
    ORGANIZATION = "organization"
    TEAM = "team"
    LOCATION = "location"
    SERVICE = "service"


PEOPLE_OF = ("department", "organization", "team")
"""Among whom a person is chosen: those of the same department or organization, or the members of a team."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, one heading or one text between them. ``default`` is texts, or ``{"person": one of PREFILL}``.
    ``least`` and ``most`` are numbers, days (``2026-03-02``), or days told from the day of answering (``today``,
    ``+3 working days``). ``refers`` and ``among`` belong to references; ``columns``, ``min_rows`` and ``max_rows`` to
    tables. ``of_set`` names the question set that it came from. What is not ``is_material`` may change after an
    approval."""

    code: str
    kind: Kind
    label: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    show_if: Rule | None = None
    require_if: Rule | None = None
    readonly: bool = False
    readonly_if: Rule | None = None
    default: Any = None
    least: str = ""
    most: str = ""
    min_length: int = 0
    max_length: int = 0
    pattern: str = ""
    pattern_words: str = ""
    currency: str = ""
    refers: Refers = Refers.PERSON
    among: str = ""
    team: str = ""
    columns: tuple[Question, ...] = ()
    min_rows: int = 0
    max_rows: int = 0
    is_material: bool = True
    of_set: str = ""

    @property
    def asks(self) -> bool:
        """Whether it can be answered."""
        return self.kind not in SILENT

    @property
    def may_be_fixed(self) -> bool:
        """Whether a rule can make it read-only."""
        return self.readonly or self.readonly_if is not None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the form."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A whole form."""

    steps: tuple[Step, ...] = ()
    codes: Mapping[str, Question] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", {one.code: one for one in self.all()})

    def all(self) -> Iterator[Question]:
        """Everything in it, in its order."""
        for step in self.steps:
            yield from step.questions

    def asked(self) -> list[Question]:
        """What can be answered, in its order."""
        return [one for one in self.all() if one.asks]


def above(form: Form) -> dict[str, str]:
    """The code of the section that each question stands in. A section ends with its step or the next section."""
    found = {}
    for step in form.steps:
        section = ""
        for one in step.questions:
            if one.kind == Kind.SECTION:
                section = one.code
            elif section:
                found[one.code] = section
    return found


def leaves(rule: Rule | None) -> Iterator[Rule]:
    """The single comparisons of a rule."""
    if not rule:
        return
    if "not" in rule:
        yield from leaves(rule["not"])
    elif "all" in rule or "any" in rule:
        for one in rule.get("all") or rule.get("any") or ():
            yield from leaves(one)
    else:
        yield rule
