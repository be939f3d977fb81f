"""What has happened in a journey: who did what when, as the desk that runs it reads it.

Only facts of that desk are told. What another desk did on its ticket is told as Deskhand saw it end: by nobody's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Person
from deskhand.kernel.models import Event
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.models import Journey
from deskhand.modules.journeys.shown import PROBLEMS
from deskhand.web import moments

Values = Mapping[str, Any]

FIELDS: Mapping[str, Any] = {
    "answers": gettext_lazy("answers"),
    "place": gettext_lazy("place of work"),
    "person": gettext_lazy("account"),
    "manager": gettext_lazy("manager"),
}
"""What can change of a journey, as a line names it."""

SAID: Mapping[str, Any] = {
    "journey.started": gettext_lazy("%(who)s started the journey"),
    "journey.moved": gettext_lazy("%(who)s moved the day from %(old)s to %(new)s"),
    "journey.changed": gettext_lazy("%(who)s changed: %(fields)s"),
    "journey.activity_begun": gettext_lazy("“%(title)s” began"),
    "journey.activity_late": gettext_lazy("“%(title)s” was late"),
    "journey.activity_stuck": gettext_lazy("“%(title)s” got stuck"),
    "journey.ended done": gettext_lazy("The journey was done"),
    "journey.ended cancelled": gettext_lazy("%(who)s cancelled the journey"),
    "journey.ended withdrawn": gettext_lazy("%(who)s withdrew the journey: the person does not come"),
    "journey.activity_ended done": gettext_lazy("“%(title)s” was done"),
    "journey.activity_ended ticked": gettext_lazy("%(who)s ticked off “%(title)s”"),
    "journey.activity_ended skipped": gettext_lazy("%(who)s went on without “%(title)s”"),
    "journey.activity_ended cancelled": gettext_lazy("“%(title)s” ended with the journey"),
    "journey.activity_reopened unticked": gettext_lazy("%(who)s opened “%(title)s” again: it was not done"),
    "journey.activity_reopened again": gettext_lazy("%(who)s let “%(title)s” be tried again"),
}
"""A line by the code of its fact, and what became of it."""


@dataclass(frozen=True)
class Happened:
    """One line. ``code`` is that of its fact; ``more`` is the reason that somebody gave, or why it is stuck."""

    at: datetime
    code: str
    words: str
    more: str


def facts_of(journey: Journey) -> QuerySet[Event]:
    """Its facts, the newest first. The caller has judged the journey."""
    rows = Event.objects.filter(subject_kind="journey", subject_id=journey.pk, desk_id=journey.desk_id)
    return rows.order_by("-at", "-pk")


def told(journey: Journey, facts: Sequence[Event]) -> list[Happened]:
    """Each as a line. One query."""
    people = {one.actor_id for one in facts if one.actor_id is not None}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    titles = {one.code: one.title for one in Definition.read(journey.definition).steps}
    return [line for one in facts if (line := _line(one, names, titles)) is not None]


def _line(fact: Event, names: Mapping[int, str], titles: Mapping[str, str]) -> Happened | None:
    values = fact.values
    words = SAID.get(_which(fact))
    if words is None:
        return None
    said = words % {
        "who": names.get(fact.actor_id or 0) or "Deskhand",
        "title": titles.get(values.get("activity", ""), ""),
        "old": _day(values.get("old")),
        "new": _day(values.get("new")),
        "fields": ", ".join(str(FIELDS.get(one, one)) for one in values.get("fields", ())),
    }
    return Happened(fact.at, fact.code, said, _more(fact))


def _which(fact: Event) -> str:
    became = fact.values.get("state") or fact.values.get("outcome") or fact.values.get("because") or ""
    if fact.code == "journey.activity_ended" and became == "done" and fact.actor_id is not None:
        became = "ticked"
    return f"{fact.code} {became}".strip()


def _more(fact: Event) -> str:
    if fact.code == "journey.activity_stuck":
        return str(PROBLEMS.get(fact.values.get("problem", ""), ""))
    return fact.reason if fact.code in ("journey.ended", "journey.activity_ended") else ""


def _day(text: Any) -> str:
    return moments.date_words(date.fromisoformat(text)) if isinstance(text, str) and text else ""
