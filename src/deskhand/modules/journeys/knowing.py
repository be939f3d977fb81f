"""What is known of the person of a journey, as conditions ask for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel.errors import Invalid
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.judging import ANSWER, Known
from deskhand.modules.journeys.models import Journey

YES, NO = "yes", "no"
"""Answers to a question of yes or no."""

ANSWER_LIMIT = 1_000
"""Longest answer in characters."""


def known_of(journey: Journey) -> Known:
    """Of a journey."""
    return known(journey.person, journey.place, journey.answers)


def known(person: Person | None, place: str, answers: Mapping[str, str]) -> Known:
    """Facts of the person, and answers. What somebody wrote at the journey goes before what stands at the person."""
    organization = person.organization if person is not None else None
    facts = {
        "place": place or (person.location if person is not None else ""),
        "department": person.department if person is not None else "",
        "organization": organization.name if organization is not None else "",
    }
    return {**facts, **{f"{ANSWER}{code}": value for code, value in answers.items()}}


def read_answers(plan: Definition, given: Mapping[str, str]) -> dict[str, str]:
    """Answers to the questions of a journey; what nobody asked for is left out. Raises Invalid with what is wrong."""
    found: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for one in plan.questions:
        value = str(given.get(one.code, "") or "").strip()
        if len(value) > ANSWER_LIMIT or "\x00" in value:
            wrong[f"answer-{one.code}"] = _("At most %(limit)s characters.") % {"limit": ANSWER_LIMIT}
        elif value and one.kind != "text" and value not in (one.choices if one.kind == "choice" else (YES, NO)):
            wrong[f"answer-{one.code}"] = _("Choose one of the answers.")
        elif value:
            found[one.code] = value
    if wrong:
        raise Invalid(_("Some answers cannot be taken."), wrong)
    return found


def in_words(kind: str, value: str) -> str:
    """An answer as people read it."""
    if kind == "yes":
        return _("Yes") if value == YES else _("No")
    return value
