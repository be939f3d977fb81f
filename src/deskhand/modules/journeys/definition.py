"""What a journey says: its stages, the questions at its start, and its activities. It is kept as JSON and read into
these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel.errors import Invalid
from deskhand.modules.journeys.models import CODE_LIMIT, NAME_LIMIT

ACTIVITIES_PER_JOURNEY = 100
"""Most activities of a journey."""

STAGES_PER_JOURNEY = 12
"""Most stages of a journey."""

QUESTIONS_PER_JOURNEY = 30
"""Most questions at the start of a journey."""

CHOICES_PER_QUESTION = 30
"""Most answers to choose from."""

CONDITIONS_PER_ACTIVITY = 5
"""Most conditions of an activity."""

TEXT_LIMIT = 4_000
"""Longest text of an activity in characters."""

EARLIEST, LATEST = -90, 365
"""How many days before and after the key date an activity can begin."""

LONGEST_TAKES = 90
"""Most days that an activity takes."""

DESK, EMPLOYEE, MANAGER, APPROVAL = "desk", "employee", "manager", "approval"

PEOPLE = (EMPLOYEE, MANAGER)
"""Who ticks off themselves what is theirs. Everything else goes by a ticket."""

WHO_LABELS: Mapping[str, Any] = {
    DESK: gettext_lazy("A desk"),
    EMPLOYEE: gettext_lazy("The employee"),
    MANAGER: gettext_lazy("The manager"),
    APPROVAL: gettext_lazy("An approval"),
}
"""Who does an activity."""

UNIT_LABELS: Mapping[str, Any] = {"days": gettext_lazy("Calendar days"), "working": gettext_lazy("Working days")}

QUESTION_LABELS: Mapping[str, Any] = {
    "text": gettext_lazy("Text"),
    "yes": gettext_lazy("Yes or no"),
    "choice": gettext_lazy("One of several"),
}

FACTS: Mapping[str, Any] = {
    "place": gettext_lazy("Place of work"),
    "organization": gettext_lazy("Organization"),
    "department": gettext_lazy("Department"),
}
"""What a condition can ask of the person besides the answers."""

OPERATORS: Mapping[str, Any] = {"is": gettext_lazy("is"), "is_not": gettext_lazy("is not")}


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that is asked as a journey starts."""

    code: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """``about`` is a fact of the person or ``answer:<code>``. What is not known is no value."""

    about: str
    op: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One activity. It begins ``offset`` days from the key date (negative: before it), not before all of ``after`` have
    ended, and takes so many days. ``tells`` are the codes of the answers that travel to the desk. An approval is asked
    for by the ``policy`` of that code, of the desk that runs the journey."""

    code: str
    title: str
    stage: str
    who: str = DESK
    desk: str = ""
    policy: str = ""
    offset: int = 0
    unit: str = "working"
    takes: int = 2
    is_day_one: bool = False
    after: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    tells: tuple[str, ...] = ()
    text: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """Stages and activities in the order in which they are shown."""

    stages: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    steps: tuple[Step, ...] = ()

    @classmethod
    def read(cls, given: Any) -> Self:
        """Of JSON. Raises Invalid where it has not the shape of a journey; what it means is judged elsewhere."""
        if not isinstance(given, Mapping):
            raise _wrong("steps", _("A journey has stages, questions and activities."))
        stages = tuple(_text(one, "stages") for one in _listed(given, "stages", STAGES_PER_JOURNEY))
        questions = tuple(_question(one) for one in _listed(given, "questions", QUESTIONS_PER_JOURNEY))
        steps = tuple(_step(one) for one in _listed(given, "steps", ACTIVITIES_PER_JOURNEY))
        return cls(stages=tuple(dict.fromkeys(stages)), questions=questions, steps=steps)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        made = asdict(self)
        return {name: _plain(value) for name, value in made.items()}

    @cached_property
    def by_code(self) -> Mapping[str, Step]:
        return {one.code: one for one in self.steps}

    @cached_property
    def asked(self) -> Mapping[str, Question]:
        return {one.code: one for one in self.questions}

    @property
    def desks(self) -> list[str]:
        """Keys of the desks that do something, in the order in which they come."""
        return list(dict.fromkeys(one.desk for one in self.steps if one.who == DESK and one.desk))

    def fresh_code(self, title: str) -> str:
        """A code for an activity or a question that no other has."""
        base = slugify(title)[: CODE_LIMIT - 4].strip("-") or "step"
        taken = {*self.by_code, *self.asked}
        return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 1_000))) if code not in taken)

    def with_step(self, step: Step) -> Self:
        """With the activity in place of the one of its code, or behind all."""
        if step.code in self.by_code:
            return replace(self, steps=tuple(step if one.code == step.code else one for one in self.steps))
        return replace(self, steps=(*self.steps, step))

    def without_step(self, code: str) -> Self:
        """Without it; nothing waits for it any more."""
        kept = [one for one in self.steps if one.code != code]
        return replace(
            self, steps=tuple(replace(one, after=tuple(two for two in one.after if two != code)) for one in kept)
        )

    def shifted(self, code: str, by: int) -> Self:
        """With the activity one place up (-1) or down (1) among those of its stage."""
        step = self.by_code.get(code)
        rows = list(self.steps)
        same = [place for place, one in enumerate(rows) if step is not None and one.stage == step.stage]
        here = next((nth for nth, place in enumerate(same) if rows[place].code == code), None)
        if here is None or not 0 <= here + by < len(same):
            return self
        one, two = same[here], same[here + by]
        rows[one], rows[two] = rows[two], rows[one]
        return replace(self, steps=tuple(rows))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _listed(given: Mapping[str, Any], name: str, most: int) -> Sequence[Any]:
    found = given.get(name, [])
    if not isinstance(found, list | tuple):
        raise _wrong(name, _("A journey has stages, questions and activities."))
    if len(found) > most:
        raise _wrong(name, _("At most %(limit)s of them.") % {"limit": most})
    return found


def _text(given: Any, name: str, most: int = NAME_LIMIT, *, needed: bool = True) -> str:
    if not isinstance(given, str) or len(given) > most or "\x00" in given:
        raise _wrong(name, _("At most %(limit)s characters.") % {"limit": most})
    if needed and not given.strip():
        raise _wrong(name, _("Write something here."))
    return given.strip()


def _one_of(given: Any, allowed: Mapping[str, Any], name: str) -> str:
    if given not in allowed:
        raise _wrong(name, _("One of: %(words)s.") % {"words": ", ".join(allowed)})
    return str(given)


def _number(given: Any, lowest: int, highest: int, name: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not lowest <= given <= highest:
        raise _wrong(name, _("Between %(lowest)s and %(highest)s days.") % {"lowest": lowest, "highest": highest})
    return given


def _question(given: Any) -> Question:
    if not isinstance(given, Mapping):
        raise _wrong("questions", _("A question has a code and a label."))
    kind = _one_of(given.get("kind", "text"), QUESTION_LABELS, "kind")
    choices = tuple(_text(one, "choices") for one in _listed(given, "choices", CHOICES_PER_QUESTION))
    if kind == "choice" and not choices:
        raise _wrong("choices", _("Write the answers to choose from."))
    return Question(
        code=_text(given.get("code"), "code", CODE_LIMIT),
        label=_text(given.get("label"), "label"),
        kind=kind,
        choices=choices,
    )


def _step(given: Any) -> Step:
    if not isinstance(given, Mapping):
        raise _wrong("steps", _("An activity has a code and a title."))
    who = _one_of(given.get("who", DESK), WHO_LABELS, "who")
    return Step(
        code=_text(given.get("code"), "code", CODE_LIMIT),
        title=_text(given.get("title"), "title"),
        stage=_text(given.get("stage"), "stage"),
        who=who,
        desk=_text(given.get("desk", ""), "desk", 20, needed=who == DESK) if who == DESK else "",
        policy=_text(given.get("policy", ""), "policy", needed=False) if who == APPROVAL else "",
        offset=_number(given.get("offset", 0), EARLIEST, LATEST, "offset"),
        unit=_one_of(given.get("unit", "working"), UNIT_LABELS, "unit"),
        takes=_number(given.get("takes", 2), 0, LONGEST_TAKES, "takes"),
        is_day_one=given.get("is_day_one", False) is True,
        after=tuple(_text(one, "after", CODE_LIMIT) for one in _listed(given, "after", ACTIVITIES_PER_JOURNEY)),
        conditions=tuple(_condition(one) for one in _listed(given, "conditions", CONDITIONS_PER_ACTIVITY)),
        tells=tuple(_text(one, "tells", CODE_LIMIT) for one in _listed(given, "tells", QUESTIONS_PER_JOURNEY)),
        text=_text(given.get("text", ""), "text", TEXT_LIMIT, needed=False),
        link=_link(given.get("link", "")),
    )


def _condition(given: Any) -> Condition:
    if not isinstance(given, Mapping):
        raise _wrong("conditions", _("A condition asks whether something is so."))
    return Condition(
        about=_text(given.get("about"), "about", CODE_LIMIT + 10),
        op=_one_of(given.get("op", "is"), OPERATORS, "op"),
        value=_text(given.get("value"), "value"),
    )


def _link(given: Any) -> str:
    link = _text(given, "link", 500, needed=False)
    if link and not link.startswith(("https://", "http://", "/")):
        raise _wrong("link", _("A link begins with https:// or with /."))
    if link.startswith("//"):
        raise _wrong("link", _("A link begins with https:// or with /."))
    return link


def _wrong(name: str, words: str) -> Invalid:
    return Invalid(words, {name: words})
