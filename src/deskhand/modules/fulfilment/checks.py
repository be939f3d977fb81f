"""What is wrong with a plan, told on the step that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.errors import Invalid
from deskhand.modules.fulfilment import calls, conditions, deeds, spans
from deskhand.modules.fulfilment.definition import TEXT_LIMIT, Definition, Kind, Step
from deskhand.tickets import approving, settable
from deskhand.tickets.actions.people import serves
from deskhand.tickets.models import Priority, Status


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A sentence about a step (none: about the plan). A warning does not keep a plan from being published."""

    words: str
    step: str = ""
    is_warning: bool = False


class Here:
    """What a desk has that steps name: asked once, however many steps name it."""

    def __init__(self, desk_id: int) -> None:
        self.desk_id = desk_id
        self._known: dict[tuple[str, str], bool] = {}

    def has(self, what: str, value: Any, look: Callable[[], bool]) -> bool:
        """Whether the desk has it, by the answer of the first look."""
        key = (what, repr(value))
        if key not in self._known:
            self._known[key] = look()
        return self._known[key]

    @cached_property
    def teams(self) -> frozenset[int]:
        return frozenset(Team.objects.within(self.desk_id).active().values_list("pk", flat=True))

    @cached_property
    def statuses(self) -> frozenset[str]:
        return frozenset(Status.objects.within(self.desk_id).values_list("key", flat=True))

    @cached_property
    def others(self) -> frozenset[str]:
        """Keys of the other desks."""
        found = Desk.objects.filter(is_active=True).exclude(pk=self.desk_id)
        return frozenset(found.values_list("key", flat=True))

    @cached_property
    def fields(self) -> Mapping[str, settable.Settable]:
        return {one.code: one for one in settable.offered(self.desk_id)}

    @cached_property
    def policies(self) -> frozenset[str]:
        return frozenset(one.code for one in approving.policies(self.desk_id))


def problems(plan: Definition, desk_id: int) -> list[Problem]:
    """Everything that is wrong with the plan, for its desk as it is now."""
    found, here = [*_shape(plan)], Here(desk_id)
    for step in plan.steps:
        found += [Problem(step=step.code, words=words) for words in _of_step(step, here)]
        found += [Problem(step=step.code, words=words, is_warning=True) for words in _warnings(plan, step, here)]
    return found


def need_sound(plan: Definition, desk_id: int) -> None:
    """Raise Invalid unless nothing but warnings is found."""
    wrong = [one for one in problems(plan, desk_id) if not one.is_warning]
    if wrong:
        raise Invalid(wrong[0].words, {f"steps.{one.step}" if one.step else "steps": one.words for one in wrong})


def _shape(plan: Definition) -> Iterator[Problem]:
    if not plan.steps:
        yield Problem(words=_("A plan needs a step."))
    codes = [one.code for one in plan.steps]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        yield Problem(step=code, words=_("Two steps have the code “%(code)s”.") % {"code": code})
    for edge in plan.edges:
        for end in (edge.start, edge.end):
            if end not in plan.by_code:
                yield Problem(words=_("An arrow leads to a step that is not there: “%(code)s”.") % {"code": end})
    yield from _circle(plan)


def _circle(plan: Definition) -> Iterator[Problem]:
    """The steps of a circle, by their names, and those that nothing leads to but a circle."""
    sorter = TopologicalSorter({code: [edge.start for edge in edges] for code, edges in plan.into.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        names = " → ".join(plan.by_code[one].name for one in error.args[1] if one in plan.by_code)
        yield Problem(step=error.args[1][0], words=_("The steps lead in a circle: %(names)s.") % {"names": names})
        starts = [one.code for one in plan.steps if not plan.into[one.code]]
        reached = {*starts, *(code for start in starts for code in plan.after(start))}
        for step in plan.steps:
            if step.code not in reached:
                yield Problem(step=step.code, words=_("No way leads here from the beginning."))


def _of_step(step: Step, here: Here) -> Iterator[str]:
    if not step.name.strip():
        yield _("Give the step a name.")
    if step.condition and (why := conditions.problem_with(step.condition, here.desk_id)):
        yield _("The condition cannot be understood: %(why)s") % {"why": why}
    yield from _OF_KIND[step.kind](step.says, here)


def _task(says: Mapping[str, Any], here: Here) -> Iterator[str]:
    team = says.get("team")
    if team is not None and not (isinstance(team, int) and team in here.teams):
        yield _("The desk has no such team in use.")
    if says.get("priority", "normal") not in {one.word for one in Priority}:
        yield _("One of: low, normal, high, urgent.")
    yield from _due(says)
    yield from _text(says.get("note", ""))


def _due(says: Mapping[str, Any]) -> Iterator[str]:
    if says.get("due") is not None and not spans.is_span(says["due"]):
        yield _("Say in how many business hours or days it is due.")


def _approval(says: Mapping[str, Any], here: Here) -> Iterator[str]:
    if not says.get("policy"):
        yield _("Choose how it is approved.")
    elif here.policies and says["policy"] not in here.policies:
        yield _("The desk has no such approval policy.")
    yield from _due(says)


def _action(says: Mapping[str, Any], here: Here) -> Iterator[str]:
    deed, value = says.get("deed"), says.get("value")
    if not isinstance(deed, str) or deed not in deeds.LABELS:
        yield _("Choose what Deskhand does.")
        return
    if deed == "field":
        yield from _field(says, here)
        return
    if deed == "mail" and not _is_address(says.get("to")):
        yield _("Write the address that the letter goes to.")
    is_known: Callable[[], bool] = {
        "priority": lambda: value in {one.word for one in Priority},
        "status": lambda: isinstance(value, str) and value in here.statuses,
        "assignee": lambda: here.has("agent", value, lambda: _serves(value, here.desk_id)),
        "end": lambda: True,
    }.get(deed, lambda: _is_row_or_text(deed, value, here))
    if not is_known():
        yield _("Choose what it is set to.")


def _field(says: Mapping[str, Any], here: Here) -> Iterator[str]:
    found = here.fields.get(says["field"]) if isinstance(says.get("field"), str) else None
    value = says.get("value", "")
    if found is None:
        yield _("The desk has no such field.")
    elif not isinstance(value, str) or len(value) > TEXT_LIMIT:
        yield _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}
    elif value and found.choices and value not in dict(found.choices):
        yield _("Choose what it is set to.")


def _is_address(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(addresses.normal(text))
    except Invalid:
        return False


def _wait(says: Mapping[str, Any], here: Here) -> Iterator[str]:
    until = says.get("until")
    if until == "span" and not spans.is_span(says.get("span")):
        yield _("Say how many business hours or days it waits.")
    elif until == "answer" and not (isinstance(says.get("answer"), str) and says["answer"]):
        yield _("Name the answer that holds the date.")
    elif until == "query":
        query = says.get("query")
        if not isinstance(query, str) or not query.strip():
            yield _("Say what must be so of the ticket.")
        elif why := conditions.problem_with(query, here.desk_id):
            yield _("The condition cannot be understood: %(why)s") % {"why": why}
    elif until not in ("span", "answer", "tasks", "reply"):
        yield _("Choose what it waits for.")


def _request(says: Mapping[str, Any], here: Here) -> Iterator[str]:
    if not isinstance(says.get("desk"), str) or says["desk"] not in here.others:
        yield _("Choose another desk.")
    yield from _due(says)
    yield from _text(says.get("text", ""))


def _call(says: Mapping[str, Any], here: Here) -> Iterator[str]:
    if not isinstance(says.get("call"), str) or calls.named(here.desk_id, says["call"]) is None:
        yield _("Choose what it calls.")
    yield from _due(says)
    word = says.get("word", "")
    if not isinstance(word, str) or len(word) > 60 or not all(one.isalnum() or one in "-_." for one in word):
        yield _("The word of a call has letters, digits, dots and dashes.")


_OF_KIND: Mapping[str, Callable[[Mapping[str, Any], Here], Iterator[str]]] = {
    Kind.TASK: _task,
    Kind.APPROVAL: _approval,
    Kind.ACTION: _action,
    Kind.WAIT: _wait,
    Kind.REQUEST: _request,
    Kind.CALL: _call,
}


def _warnings(plan: Definition, step: Step, here: Here) -> Iterator[str]:
    out = plan.out_of[step.code]
    if step.kind == Kind.APPROVAL and not any(one.on in ("declined", "any") for one in out):
        yield _("Nothing follows when it is declined: then the plan is given up.")
    if step.kind == Kind.APPROVAL and not here.policies:
        yield _("Nothing gets approvals on this desk: somebody has to go on without one.")
    if out and not any(one.on in ("done", "any") for one in out):
        yield _("Nothing follows when it is done.")
    if step.kind == Kind.ACTION and step.says.get("deed") == "end" and out:
        yield _("The plan is given up here: what follows is never reached.")


def _text(text: Any) -> Iterator[str]:
    if not isinstance(text, str) or len(text) > TEXT_LIMIT:
        yield _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}


def _serves(pk: Any, desk_id: int) -> bool:
    person = Person.objects.filter(pk=pk).first() if isinstance(pk, int) else None
    return person is not None and serves(person, desk_id)


def _is_row_or_text(deed: str, value: Any, here: Here) -> bool:
    if deed in deeds.ROWS:
        return here.has(deed, value, lambda: deeds.row_of(deed, value, here.desk_id) is not None)
    return isinstance(value, str) and 0 < len(value.strip()) <= (TEXT_LIMIT if deed in ("note", "mail") else 60)
