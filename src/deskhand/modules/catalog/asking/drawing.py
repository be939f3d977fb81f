"""A form as a page draws it (``catalog/_form.html``), and the way through its steps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from deskhand.modules.catalog.asking.context import Context
from deskhand.modules.catalog.asking.form import LISTED, Form, Kind, Question
from deskhand.modules.catalog.asking.judging import Judged, begin, judge, words_of
from deskhand.modules.catalog.asking.posting import PREFIX
from deskhand.modules.catalog.asking.references import described, offers
from deskhand.modules.catalog.asking.ruled import ruled

GO, AT, ADD_ROW = "form_go", "form_step", "form_row"
"""Names of what a page posts besides answers: the way (``next``, ``back``), the step, and the table that gets a row."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One question as it is drawn. ``texts`` are what its input holds; ``rows`` are those of a table, each a list of
    parts. ``options`` is None where one searches: ``chosen`` is the id of whom or what its text names, ``own`` the name
    that it has while it is read-only, ``path`` how the search calls it."""

    question: Question
    name: str
    texts: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] | None = None
    rows: list[list[Part]] = field(default_factory=list)
    blank: list[Part] = field(default_factory=list)
    least: str = ""
    most: str = ""
    is_shown: bool = True
    is_fixed: bool = False
    is_needed: bool = False
    error: str = ""
    chosen: str = ""
    own: str = ""
    path: str = ""

    @property
    def id(self) -> str:
        """The id of its input."""
        return "f-" + self.name.replace(".", "-")

    @property
    def text(self) -> str:
        """The one text that it holds."""
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, kw_only=True)
class DrawnStep:
    """One step. It is left out while nothing in it counts."""

    title: str
    parts: list[Part]
    is_counted: bool
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A form for its page. ``step`` is the number of the step that is open; ``rules`` go to the browser."""

    steps: list[DrawnStep]
    step: int
    rules: str
    errors: list[tuple[str, str, str]]

    @property
    def place(self) -> int:
        """Which of the steps that count is open, the first being 1."""
        return 1 + sum(one.is_counted for one in self.steps[: self.step])

    @property
    def count(self) -> int:
        """How many steps count."""
        return sum(one.is_counted for one in self.steps) or 1

    @property
    def is_first(self) -> bool:
        """Whether no step lies before."""
        return self.place == 1

    @property
    def is_last(self) -> bool:
        """Whether no step lies behind."""
        return self.place >= self.count

    @property
    def has_files(self) -> bool:
        """Whether files are asked for."""
        return any(part.question.kind == Kind.ATTACHMENT for one in self.steps for part in one.parts)


@dataclass(frozen=True)
class Turn:
    """Where a page goes on instead of being sent, and what is wrong with the step that it was left at."""

    step: int
    wrong: dict[str, str]
    add_row: str = ""


def turned(form: Form, found: Judged, posted: QueryDict) -> Turn | None:
    """The step to show next; None if the whole form was sent. Forward goes whoever has answered the step."""
    at = int(posted.get(AT, "0")) if posted.get(AT, "0").isdecimal() else 0
    at = min(at, max(len(form.steps) - 1, 0))
    if posted.get(ADD_ROW):
        return Turn(at, {}, str(posted[ADD_ROW]))
    if posted.get(GO) not in ("next", "back"):
        return None
    here = {one.code for one in form.steps[at].questions} if form.steps else set()
    wrong = {place: words for place, words in found.wrong.items() if place.partition(".")[0] in here}
    if posted[GO] == "next" and wrong:
        return Turn(at, wrong)
    counted = _counted(form, found)
    onward = (
        [one for one in counted if one > at] if posted[GO] == "next" else [one for one in counted[::-1] if one < at]
    )
    return Turn(onward[0] if onward else at, {})


def step_with(form: Form, wrong: Mapping[str, str]) -> int:
    """The first step in which something is wrong; the last without."""
    codes = {place.partition(".")[0] for place in wrong}
    found = [at for at, step in enumerate(form.steps) if codes & {one.code for one in step.questions}]
    return found[0] if found else max(len(form.steps) - 1, 0)


def _counted(form: Form, found: Judged) -> list[int]:
    shown = set(found.shown)
    return [at for at, step in enumerate(form.steps) if shown & {one.code for one in step.questions}]


def drawn(
    form: Form,
    given: Mapping[str, Any] | None,
    context: Context,
    *,
    wrong: Mapping[str, str] | None = None,
    step: int | None = None,
    add_row: str = "",
) -> Drawing:
    """The form with what it holds: what was given, as it was typed, or what it begins with. It opens at ``step``, else
    where something is wrong."""
    held = begin(form, context) if given is None else given
    found = judge(form, held, context)
    counted = _counted(form, found) or [0]
    at = step if step is not None else step_with(form, wrong) if wrong else counted[0]
    compiled = ruled(form, context)
    bounds = {one["code"]: one for one in compiled["questions"]}
    easel = _Easel(held, found, context, wrong or {}, add_row, bounds)
    steps = [
        DrawnStep(
            title=one.title,
            parts=[easel.part(question) for question in one.questions],
            is_counted=place in counted,
            is_current=place == at,
        )
        for place, one in enumerate(form.steps)
    ]
    told = {**compiled, "words": {one.code: words_of(one, bounds[one.code]) for one in form.asked()}}
    return Drawing(
        steps=steps,
        step=at,
        rules=json.dumps(told, separators=(",", ":")),
        errors=[_error(form, place, words) for place, words in (wrong or {}).items()],
    )


def _error(form: Form, place: str, words: str) -> tuple[str, str, str]:
    """The id of the input, the label and what is wrong."""
    code, *_rest = place.split(".")
    label = form.codes[code].label if code in form.codes else code
    return "f-" + (PREFIX + place).replace(".", "-"), label, words


@dataclass(frozen=True)
class _Easel:
    held: Mapping[str, Any]
    found: Judged
    context: Context
    wrong: Mapping[str, str]
    add_row: str
    bounds: Mapping[str, Any]

    def part(self, one: Question) -> Part:
        code, name = one.code, f"{PREFIX}{one.code}"
        is_fixed = code in self.found.fixed
        raw: Any = self.found.values.get(code, []) if is_fixed else self.held.get(code, [])
        own: dict[str, Any] = {
            "is_shown": code in self.found.shown,
            "is_fixed": is_fixed,
            "is_needed": code in self.found.needed,
            "error": self.wrong.get(code, ""),
        }
        if one.kind == Kind.TABLE:
            rows = [self._row(one, row, at) for at, row in enumerate(self._with_blank(one, raw))]
            return Part(question=one, name=name, rows=rows, blank=self._row(one, {}, None), **own)
        texts = [raw] if isinstance(raw, str) else [str(text) for text in raw or []]
        return self._input(one, name, texts, self.bounds[code], own)

    def _input(
        self, one: Question, name: str, texts: list[str], bounds: Mapping[str, Any], own: Mapping[str, Any]
    ) -> Part:
        options = self._options(one)
        searched = self._searched(one, texts, name) if options is None else {"texts": texts}
        if one.kind in (Kind.ATTACHMENT, Kind.MASKED):
            searched = {"texts": []}
        return Part(
            question=one, name=name, options=options, least=bounds["least"], most=bounds["most"], **searched, **own
        )

    def _searched(self, one: Question, texts: list[str], name: str) -> dict[str, Any]:
        text, chosen = described(one, texts[0], self.context) if texts else ("", "")
        place = name.removeprefix(PREFIX).split(".")
        begins = self.bounds[one.code]["default"] if len(place) == 1 else []
        own = described(one, begins[0], self.context)[0] if begins else ""
        path = f"{place[0]}.{place[-1]}" if len(place) > 1 else place[0]
        return {"texts": [text] if text else [], "chosen": chosen, "own": own, "path": path}

    def _with_blank(self, one: Question, raw: Any) -> Sequence[Mapping[str, Any]]:
        rows = [row for row in raw or [] if isinstance(row, Mapping)]
        wanted = max(len(rows) + (self.add_row == one.code), one.min_rows, 1)
        return [*rows, *({} for _each in range(wanted - len(rows)))]

    def _row(self, table: Question, row: Mapping[str, Any], at: int | None) -> list[Part]:
        place = f"{table.code}.{'NEW' if at is None else at}"
        return [
            self._input(
                column,
                f"{PREFIX}{place}.{column.code}",
                [str(text) for text in row.get(column.code) or []],
                bounds,
                {"is_needed": column.required, "error": self.wrong.get(f"{place}.{column.code}", "")},
            )
            for column, bounds in zip(table.columns, self.bounds[table.code]["columns"], strict=True)
        ]

    def _options(self, one: Question) -> list[tuple[str, str]] | None:
        if one.kind in LISTED:
            return [(option.code, option.label) for option in one.options]
        return offers(one, self.context) if one.kind == Kind.REFERENCE else []
