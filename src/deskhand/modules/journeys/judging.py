"""Conditions of activities, and what is wrong with a journey before it can be used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.kernel.words import fold
from deskhand.modules.journeys.definition import APPROVAL, DESK, FACTS, Condition, Definition, Step

ANSWER = "answer:"
"""What an answer is called in a condition, before its code."""

Known = Mapping[str, str]
"""Facts of the person and answers by what a condition calls them."""


@dataclass(frozen=True)
class Problem:
    """Something that is wrong with the activity of this code, or with the whole. A warning does not keep the journey
    from being used."""

    step: str
    words: str
    is_warning: bool = False


def holds(step: Step, known: Known) -> bool:
    """Whether the activity is needed for somebody of whom this is known: all its conditions are so."""
    return all(_is_so(one, known) for one in step.conditions)


def _is_so(condition: Condition, known: Known) -> bool:
    same = fold(known.get(condition.about, "")) == fold(condition.value)
    return same if condition.op == "is" else not same


def problems(
    plan: Definition,
    *,
    desks: Mapping[str, str],
    agreed: Mapping[str, frozenset[str]],
    policies: Collection[str] = (),
) -> list[Problem]:
    """All that is wrong. ``desks`` are the names of the desks that can take part by key; ``agreed`` are the codes to
    which each has said yes; ``policies`` are the codes of those by which the journey's own desk gets approvals."""
    found = [] if plan.steps else [Problem("", _("There is no activity yet."))]
    codes = [one.code for one in plan.steps]
    found += [Problem(one, _("Two activities have this code.")) for one in sorted(set(codes)) if codes.count(one) > 1]
    for step in plan.steps:
        found += _of_step(plan, step)
        if step.who == APPROVAL and step.policy not in policies:
            found.append(_of_approval(step, policies))
        if step.who == DESK:
            found += _of_desk(step, desks, agreed)
    return found + [Problem(one, _("It waits for itself: the activities go in a circle.")) for one in _circling(plan)]


def _of_step(plan: Definition, step: Step) -> list[Problem]:
    words = []
    if step.stage not in plan.stages:
        words.append(_("Its stage is not there."))
    if any(one not in plan.by_code for one in step.after):
        words.append(_("It waits for an activity that is not there."))
    if any(one not in plan.asked for one in step.tells):
        words.append(_("It tells an answer that nobody is asked for."))
    if any(not _is_known(plan, one.about) for one in step.conditions):
        words.append(_("Its condition asks for something that is not there."))
    if step.is_day_one and step.offset >= 0:
        words.append(_("It is needed on day one, so it must begin before the key date."))
    found = [Problem(step.code, one) for one in words]
    late = [plan.by_code[one] for one in step.after if one in plan.by_code and plan.by_code[one].offset > step.offset]
    found += [
        Problem(step.code, _("It waits for “%(title)s”, which begins later.") % {"title": one.title}, is_warning=True)
        for one in late
    ]
    return found


def _is_known(plan: Definition, about: str) -> bool:
    return about in FACTS or (about.startswith(ANSWER) and about.removeprefix(ANSWER) in plan.asked)


def _of_desk(step: Step, desks: Mapping[str, str], agreed: Mapping[str, frozenset[str]]) -> list[Problem]:
    if step.desk not in desks:
        return [Problem(step.code, _("Its desk does not take part in journeys."))]
    if step.code in agreed.get(step.desk, frozenset()):
        return []
    words = _("Not set up: %(desk)s has not accepted it yet.") % {"desk": desks[step.desk]}
    return [Problem(step.code, words, is_warning=True)]


def _of_approval(step: Step, policies: Collection[str]) -> Problem:
    if not policies:
        words = _("Nothing gets approvals on this desk: somebody has to go on without one.")
        return Problem(step.code, words, is_warning=True)
    return Problem(
        step.code, _("The desk has no such approval policy.") if step.policy else _("Choose how it is approved.")
    )


def _circling(plan: Definition) -> list[str]:
    """Codes of activities that wait for themselves by some way."""
    return [one.code for one in plan.steps if one.code in _before(plan, one.code)]


def _before(plan: Definition, code: str) -> set[str]:
    seen: set[str] = set()
    level = set(plan.by_code[code].after) & set(plan.by_code)
    while level:
        seen |= level
        level = {two for one in level for two in plan.by_code[one].after if two in plan.by_code} - seen
    return seen
