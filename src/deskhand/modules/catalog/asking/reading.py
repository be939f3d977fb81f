"""From the JSON of a form to the form, with everything refused that could not be asked or judged later."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.asking import limits, pattern, rule_reading, typed
from deskhand.modules.catalog.asking.form import (
    DAYS,
    LISTED,
    NEVER_FIXED,
    NUMBERS,
    PEOPLE_OF,
    PREFILL,
    SILENT,
    SIMPLE,
    WRITTEN,
    Form,
    Kind,
    Option,
    Question,
    Refers,
    Step,
)
from deskhand.modules.catalog.asking.moments import is_moment

_CODE = re.compile(rf"[a-z][a-z0-9_]{{0,{limits.CODE_LIMIT - 1}}}")
_OPTION = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{0,{limits.CODE_LIMIT - 1}}}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def read_form(given: Any) -> Form:
    """The form. Raises Invalid; its ``fields`` name the place (``steps.0.questions.2.label``) and what is wrong."""
    steps = given.get("steps") if isinstance(given, Mapping) else None
    if not isinstance(steps, Sequence) or isinstance(steps, str):
        raise refused("steps", _("A form is a list of steps."))
    if len(steps) > limits.STEP_LIMIT:
        raise refused("steps", _("At most %(limit)s steps.") % {"limit": limits.STEP_LIMIT})
    form = Form(tuple(_step(one, f"steps.{place}") for place, one in enumerate(steps)))
    _alone(form)
    rule_reading.check(form)
    return form


def refused(path: str, words: str) -> Invalid:
    """What cannot be, and where it stands."""
    return Invalid(words, {path: words})


def _step(given: Any, path: str) -> Step:
    questions = given.get("questions", []) if isinstance(given, Mapping) else None
    if not isinstance(questions, list):
        raise refused(path, _("A step has a title and questions."))
    title = _text(given.get("title", ""), f"{path}.title", limits.LABEL_LIMIT)
    return Step(
        title=title,
        questions=tuple(_question(one, f"{path}.questions.{place}") for place, one in enumerate(questions)),
    )


def _alone(form: Form) -> None:
    codes = [one.code for one in form.all()]
    if len(codes) > limits.QUESTION_LIMIT:
        raise refused("steps", _("At most %(limit)s questions.") % {"limit": limits.QUESTION_LIMIT})
    for step_at, step in enumerate(form.steps):
        for at, one in enumerate(step.questions):
            if codes.count(one.code) > 1:
                words = _("Two questions have the code “%(code)s”.") % {"code": one.code}
                raise refused(f"steps.{step_at}.questions.{at}.code", words)


def _question(given: Any, path: str, *, is_column: bool = False) -> Question:
    if not isinstance(given, Mapping):
        raise refused(path, _("A question has a code, a kind and a label."))
    unknown = set(given) - set(Question.__dataclass_fields__)
    if unknown:
        raise refused(path, _("A question has no “%(word)s”.") % {"word": str(min(map(str, unknown)))[:60]})
    found = _parts(given, path)
    if is_column and found.kind not in SIMPLE:
        raise refused(f"{path}.kind", _("A column cannot be of this kind."))
    for check in (_checked_choices, _checked_table, _checked_pattern, _checked_bounds, _checked_fixing):
        check(found, path)
    _checked_default(found, path)
    return found


def _parts(given: Mapping[str, Any], path: str) -> Question:
    code = given.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise refused(f"{path}.code", _("A code is small letters, digits and _, a letter first."))
    kind = given.get("kind")
    if kind not in set(Kind):
        raise refused(f"{path}.kind", _("There is no such kind of question."))
    label = _text(given.get("label"), f"{path}.label", limits.LABEL_LIMIT)
    if not label and kind != Kind.LABEL:
        raise refused(f"{path}.label", _("Write what is asked."))
    columns = _list(given.get("columns"), f"{path}.columns", limits.COLUMN_LIMIT)
    return Question(
        code=code,
        kind=Kind(kind),
        label=label,
        help=_text(given.get("help", ""), f"{path}.help", limits.HELP_LIMIT),
        options=tuple(
            _option(one, f"{path}.options.{place}")
            for place, one in enumerate(_list(given.get("options"), f"{path}.options", limits.OPTION_LIMIT))
        ),
        columns=tuple(_question(one, f"{path}.columns.{place}", is_column=True) for place, one in enumerate(columns)),
        default=given.get("default"),
        refers=_refers(given.get("refers", Refers.PERSON), f"{path}.refers"),
        **_simple(given, path),
    )


def _simple(given: Mapping[str, Any], path: str) -> dict[str, Any]:
    return {
        **{name: rule_reading.read(given.get(name), f"{path}.{name}") for name in rule_reading.RULES},
        **{name: _truth(given.get(name, usual), f"{path}.{name}") for name, usual in _TRUTHS.items()},
        **{name: _whole(given.get(name, 0), f"{path}.{name}", most) for name, most in _WHOLES.items()},
        **{name: _text(given.get(name, ""), f"{path}.{name}", most) for name, most in _TEXTS.items()},
    }


_TRUTHS = {"required": False, "readonly": False, "is_material": True}
_WHOLES = {
    "min_length": limits.LONG_LIMIT,
    "max_length": limits.LONG_LIMIT,
    "min_rows": limits.ROW_LIMIT,
    "max_rows": limits.ROW_LIMIT,
}
_TEXTS = {
    "least": 60,
    "most": 60,
    "pattern": limits.PATTERN_LIMIT,
    "pattern_words": limits.LABEL_LIMIT,
    "currency": 3,
    "among": 20,
    "team": 20,
    "of_set": 60,
}


def _text(given: Any, path: str, most: int) -> str:
    if not isinstance(given, str) or _UNSTORABLE.search(given):
        raise refused(path, _("Write a text."))
    if len(given) > most:
        raise refused(path, _("At most %(limit)s characters.") % {"limit": most})
    return given.strip()


def _truth(given: Any, path: str) -> bool:
    if not isinstance(given, bool):
        raise refused(path, _("Write yes or no."))
    return given


def _whole(given: Any, path: str, most: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= most:
        raise refused(path, _("Write a whole number from 0 to %(limit)s.") % {"limit": most})
    return given


def _list(given: Any, path: str, most: int) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise refused(path, _("This is a list."))
    if len(given) > most:
        raise refused(path, _("At most %(limit)s of them.") % {"limit": most})
    return given


def _refers(given: Any, path: str) -> Refers:
    if given not in set(Refers):
        raise refused(path, _("Choose what is asked for."))
    return Refers(given)


def _option(given: Any, path: str) -> Option:
    code = given.get("code") if isinstance(given, Mapping) else None
    if not isinstance(code, str) or not _OPTION.fullmatch(code):
        raise refused(f"{path}.code", _("The code of a choice is letters, digits and _ . -"))
    label = _text(given.get("label", ""), f"{path}.label", limits.LABEL_LIMIT)
    return Option(code=code, label=label or code)


def _checked_choices(one: Question, path: str) -> None:
    if one.kind in LISTED and not one.options:
        raise refused(f"{path}.options", _("Give it at least one choice."))
    if len({option.code for option in one.options}) < len(one.options):
        raise refused(f"{path}.options", _("Two choices have the same code."))


def _checked_table(one: Question, path: str) -> None:
    if one.kind != Kind.TABLE:
        return
    if not one.columns:
        raise refused(f"{path}.columns", _("Give it at least one column."))
    if len({column.code for column in one.columns}) < len(one.columns):
        raise refused(f"{path}.columns", _("Two columns have the same code."))
    for place, column in enumerate(one.columns):
        if column.show_if or column.require_if or column.may_be_fixed:
            raise refused(f"{path}.columns.{place}", _("A column has no rules of its own."))
    if one.max_rows and one.max_rows < one.min_rows:
        raise refused(f"{path}.max_rows", _("The most is less than the least."))


def _checked_pattern(one: Question, path: str) -> None:
    if not one.pattern:
        return
    if one.kind not in WRITTEN - {Kind.RICH}:
        raise refused(f"{path}.pattern", _("Only a text can have a pattern."))
    if not pattern.is_readable(one.pattern):
        raise refused(f"{path}.pattern", _("This pattern cannot be read."))


def _checked_bounds(one: Question, path: str) -> None:
    for name in ("least", "most"):
        text = getattr(one, name)
        if not text or (one.kind in DAYS and is_moment(text)):
            continue
        if one.kind not in NUMBERS | DAYS:
            raise refused(f"{path}.{name}", _("Only a number or a date can have a range."))
        typed.check(one, [text], f"{path}.{name}")
    if one.max_length and one.max_length < one.min_length:
        raise refused(f"{path}.max_length", _("The most is less than the least."))
    if one.currency and not _CURRENCY.fullmatch(one.currency):
        raise refused(f"{path}.currency", _("Write the code of a currency, as in EUR."))
    if one.kind == Kind.MONEY and not one.currency:
        raise refused(f"{path}.currency", _("Write the code of a currency, as in EUR."))
    if one.kind == Kind.REFERENCE and one.among and (one.refers != Refers.PERSON or one.among not in PEOPLE_OF):
        raise refused(f"{path}.among", _("Choose whom it offers."))
    if one.among == "team" and not (one.team.isdecimal() and one.team.isascii()):
        raise refused(f"{path}.team", _("Choose a team."))


def _checked_fixing(one: Question, path: str) -> None:
    if one.may_be_fixed and one.kind in NEVER_FIXED:
        raise refused(f"{path}.readonly_if", _("A question of this kind cannot be read-only."))
    if one.kind in SILENT and (one.required or one.require_if):
        raise refused(f"{path}.required", _("A heading or text asks nothing that could be needed."))


def _checked_default(one: Question, path: str) -> None:
    given = one.default
    if given in (None, []):
        return
    if one.kind in NEVER_FIXED or one.kind == Kind.TABLE:
        raise refused(f"{path}.default", _("A question of this kind begins empty."))
    if isinstance(given, Mapping):
        if set(given) != {"person"} or given["person"] not in PREFILL:
            raise refused(f"{path}.default", _("There is no such thing known of a person."))
        return
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise refused(f"{path}.default", _("What it begins with is a list of texts."))
    typed.check(one, given, f"{path}.default")
