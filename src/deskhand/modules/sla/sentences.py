"""Policies in words: what each promises in a line, and what a new version of one says differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.calendars.models import Calendar
from deskhand.modules.sla import steps, typed
from deskhand.modules.sla.metrics import CONDITIONS, LABELS, WORDS, Condition
from deskhand.modules.sla.models import PolicyVersion
from deskhand.modules.sla.target_form import CONDITION_WORDS, REOPENS_WORDS
from deskhand.modules.sla.terms import ANY, BREACH, Milestone, Target, Terms
from deskhand.tickets.models import Priority

Names = tuple[Mapping[int, str], Mapping[int, str]]
"""Names of people and of teams by id."""


CALENDAR_WORDS = {
    "ticket": gettext_lazy("the calendar that counts for the ticket"),
    "desk": gettext_lazy("the calendar of the desk"),
    "team": gettext_lazy("the calendar of the team"),
    "organization": gettext_lazy("the calendar of the organization"),
    "location": gettext_lazy("the calendar of the location"),
    "always": gettext_lazy("around the clock"),
}
"""Whose calendar counts, in a line."""


@dataclass(frozen=True)
class Difference:
    """What a version says otherwise than the one before. An empty side was not said."""

    label: str
    old: str
    new: str


def name_of(target: Target) -> str:
    """What a target is called."""
    return target.label or str(LABELS[target.metric])


def goals_in_words(target: Target) -> str:
    """``8 h, urgent 1 h, high 4 h``."""
    goals = sorted(target.goals.items(), key=lambda pair: (pair[0] != ANY, -pair[0]))
    return ", ".join(
        typed.in_words(goal) if priority == ANY else f"{Priority(priority).label} {typed.in_words(goal)}"
        for priority, goal in goals
    )


def promises(terms: Terms) -> list[tuple[str, str]]:
    """What is promised: name of each target, and its times."""
    return [(name_of(one), goals_in_words(one)) for one in terms.targets]


def milestone_in_words(one: Milestone) -> str:
    """When a warning comes."""
    if one.percent is not None:
        return _("at %(percent)s %%") % {"percent": f"{one.percent:g}"}
    if one.before is not None:
        return _("%(time)s before it is due") % {"time": typed.seconds_in_words(one.before)}
    if one.after is not None:
        return _("%(time)s after it was due") % {"time": typed.seconds_in_words(one.after)}
    return _("when it is due")


def condition_in_words(found: Condition) -> str:
    """When a condition holds."""
    if not found.is_there:
        return _("never")
    words = _(" or ").join(str(WORDS[word]) for word in WORDS if word in found.words)
    if found.query and words:
        return _("%(words)s, and it answers “%(query)s”") % {"words": words, "query": found.query}
    return words or _("it answers “%(query)s”") % {"query": found.query}


def differences(before: PolicyVersion, old: Terms, after: PolicyVersion, new: Terms) -> list[Difference]:
    """What a version says otherwise than the one before, each with its terms."""
    names = steps.names_in(_all_steps(old, new), after.policy.desk_id)
    found = [
        Difference(_("In use"), _yes(before.is_on), _yes(after.is_on)),
        Difference(_("Place in the order"), str(before.position + 1), str(after.position + 1)),
        Difference(_("Only for new tickets"), _yes(before.only_new), _yes(after.only_new)),
        Difference(_("For which tickets"), old.query or _("all"), new.query or _("all")),
        Difference(_("Calendar"), calendar_in_words(old), calendar_in_words(new)),
        Difference(_("Counts from the beginning"), _yes(old.retroactive_start), _yes(new.retroactive_start)),
        Difference(_("Earlier pauses count"), _yes(old.retroactive_pause), _yes(new.retroactive_pause)),
        *_of_targets(old, new, names),
    ]
    return [one for one in found if one.old != one.new]


def calendar_in_words(terms: Terms) -> str:
    """Whose calendar counts."""
    if terms.calendar_id is None:
        return str(CALENDAR_WORDS[terms.source])
    rows = Calendar.objects.beyond_walls("named by a policy of a desk that may use it")
    row = rows.filter(pk=terms.calendar_id).first()
    return row.name if row is not None else _("a calendar that is gone")


def _all_steps(*said: Terms) -> list[steps.Step]:
    return [step for terms in said for target in terms.targets for one in target.milestones for step in one.steps]


def _of_targets(old: Terms, new: Terms, names: Names) -> Iterator[Difference]:
    keys = dict.fromkeys([one.key for one in (*old.targets, *new.targets)])
    for key in keys:
        was, now = old.target(key), new.target(key)
        named = now or was
        if named is None:
            continue
        title = name_of(named)
        yield Difference(title, goals_in_words(was) if was else "", goals_in_words(now) if now else "")
        if was is not None and now is not None:
            yield from _of_target(title, was, now, names)


def _of_target(title: str, was: Target, now: Target, names: Names) -> Iterator[Difference]:
    reopens: dict[str, Any] = dict(REOPENS_WORDS)
    pairs = [
        (_("Name"), was.label, now.label),
        (_("The requester sees until when"), _yes(was.is_promised), _yes(now.is_promised)),
        (_("Rests in statuses that pause"), _yes(was.conditions.pauses), _yes(now.conditions.pauses)),
        (_("When its ticket is reopened"), str(reopens[was.reopens]), str(reopens[now.reopens])),
        (_("Warnings"), _warnings(was, names), _warnings(now, names)),
        *((CONDITION_WORDS[name], _condition(was, name), _condition(now, name)) for name in CONDITIONS),
    ]
    for label, old, new in pairs:
        yield Difference(f"{title}: {label}", old, new)


def _condition(target: Target, name: str) -> str:
    return condition_in_words(getattr(target.conditions, name))


def _warnings(target: Target, names: Names) -> str:
    shown = [
        f"{milestone_in_words(one)}: {', '.join(steps.in_words(step, *names) for step in one.steps)}"
        for one in target.milestones
        if one.steps
    ]
    shown += [milestone_in_words(one) for one in target.milestones if not one.steps and one.key != BREACH]
    return "; ".join(shown) or _("none")


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
