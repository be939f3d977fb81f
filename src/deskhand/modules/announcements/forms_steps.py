"""The fields of the texts that come at set times: ``step_at_0``, ``step_title_0``, ``step_text_0``, and the words in a
further language, ``step_text_0_de``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.modules.announcements.models import STEP_LIMIT, TITLE_LIMIT
from deskhand.modules.announcements.steps import Step
from deskhand.modules.announcements.texts import TEXT_LIMIT, Words

SPARE = 2
"""Empty places for further texts that a form offers."""

MOMENT = "%Y-%m-%dT%H:%M"


def moment() -> forms.DateTimeInput:
    """A day and a time of day."""
    return forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})


def sent_steps(sent: Mapping[str, Any]) -> int:
    """How many places for further texts a form came back with."""
    return 1 + max((number for number in range(STEP_LIMIT) if f"step_text_{number}" in sent), default=-1)


def fields_of_step(number: int, step: Step, languages: Sequence[str]) -> dict[str, forms.Field]:
    """The fields of one further text."""
    at = forms.DateTimeField(label=_("From then on"), required=False, widget=moment(), initial=step.at)
    found: dict[str, forms.Field] = {f"step_at_{number}": at, **_words(str(number), step.words)}
    for code in languages:
        found |= _words(f"{number}_{code}", step.others.get(code, Words()))
    return found


def _words(suffix: str, now: Words) -> dict[str, forms.Field]:
    area = forms.Textarea(attrs={"rows": 3})
    return {
        f"step_title_{suffix}": forms.CharField(
            label=_("Title"),
            max_length=TITLE_LIMIT,
            required=False,
            initial=now.title,
            help_text=_("Empty: it stays as it was."),
        ),
        f"step_text_{suffix}": forms.CharField(
            label=_("Text"), max_length=TEXT_LIMIT, required=False, widget=area, initial=now.text
        ),
    }
