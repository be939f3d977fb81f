"""The part of a policy's form that is about one warning: when it comes, and what follows from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import typed
from deskhand.modules.sla.steps import HIGHER, NOTE_LIMIT, UP, WHO
from deskhand.modules.sla.terms import BREACH, MILESTONE_LIMIT, Milestone
from deskhand.modules.sla.typed import TYPED_LIMIT
from deskhand.tickets import choosing
from deskhand.tickets.models import Priority

PERSON = "person"

WHEN = (
    ("", _("No warning")),
    ("percent", _("when so many percent of the time are over")),
    ("before", _("so long before it is due")),
    (BREACH, _("when it is due")),
    ("after", _("so long after it was due")),
)

TELLS = tuple((name, label) for name, label in WHO.items() if name != PERSON)
"""Whom a warning tells, besides a person by name."""


@dataclass(frozen=True)
class Offered:
    """Whom warnings can tell, and to whom they can give a ticket: pairs of id and name."""

    agents: list[tuple[str, str]]
    teams: list[tuple[str, str]]

    @classmethod
    def on(cls, desk: Desk) -> Offered:
        """Those of a desk. Two queries; one is enough for all forms of a page."""
        teams = Team.objects.within(desk).active().order_by("name")
        return cls(
            [(str(one.pk), one.name) for one in choosing.agents(desk)], [(str(one.pk), one.name) for one in teams]
        )


class WarningForm(forms.Form):
    """One warning of a target. Without a time it is none."""

    when = forms.ChoiceField(label=_("When"), choices=WHEN, required=False)
    amount = forms.CharField(
        label=_("How much"), max_length=TYPED_LIMIT, required=False, help_text=_("“75”, or “30m” and the like.")
    )
    notify = forms.MultipleChoiceField(
        label=_("Tell"), choices=TELLS, required=False, widget=forms.CheckboxSelectMultiple
    )
    person = forms.ChoiceField(label=_("Tell somebody by name"), required=False)
    team = forms.ChoiceField(label=_("Hand it to"), required=False)
    note = forms.CharField(
        label=_("Hand-over note"),
        max_length=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    assign = forms.ChoiceField(label=_("Assign it to"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    webhook = forms.BooleanField(label=_("Call webhooks"), required=False)
    call = forms.CharField(
        label=_("Name of the call"),
        max_length=40,
        required=False,
        help_text=_("Webhooks that hear of “ticket.sla_called” are told it, such as “pager”."),
    )
    others = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, is_added: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_added = is_added
        self._offer("person", [("", _("Nobody")), *offered.agents])
        self._offer("assign", [("", _("Leave as it is")), *offered.agents])
        self._offer("team", [("", _("Leave as it is")), (HIGHER, _("the next higher tier")), *offered.teams])
        raised = [(UP, _("one higher")), *((one.word, one.label) for one in reversed(Priority))]
        self._offer("priority", [("", _("Leave as it is")), *raised])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        """The choices of a field; one that was chosen and is gone stays, so that it is seen to be missing."""
        was = str(self.initial.get(name) or "")
        if was and was not in {value for value, _label in choices}:
            choices = [*choices, (was, _("Not there any more: choose another"))]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(cls, milestones: Sequence[Milestone], offered: Offered, prefix: str) -> list[WarningForm]:
        """A form for each warning."""
        return [
            cls(prefix=f"{prefix}w{place}", offered=offered, initial=initial(one))
            for place, one in enumerate(milestones)
        ]

    @classmethod
    def posted(cls, given: Any, offered: Offered, prefix: str, *, more: bool = False) -> list[WarningForm]:
        """The forms as somebody filled them in, and perhaps an empty one more."""
        count = given.get(f"{prefix}-warnings", "0")
        known = min(int(count), MILESTONE_LIMIT + 1) if count.isdecimal() and len(count) < 3 else 0
        found = [cls(given, prefix=f"{prefix}w{place}", offered=offered) for place in range(known)]
        if more and known <= MILESTONE_LIMIT:
            usual = {"when": "percent", "amount": "75", "notify": ["assignee"]}
            found.append(cls(prefix=f"{prefix}w{known}", offered=offered, is_added=True, initial=usual))
        return found

    @property
    def is_used(self) -> bool:
        return bool(self["when"].value())

    def clean(self) -> dict[str, Any]:
        """Read the time."""
        found = super().clean() or {}
        self.time: dict[str, float] = {}
        when, amount = found.get("when", ""), found.get("amount", "").strip()
        try:
            if when == "percent":
                self.time["percent"] = _percent(amount)
            elif when in ("before", "after"):
                self.time[when] = typed.seconds(amount)
        except Invalid as refusal:
            self.add_error("amount", str(refusal))
        return found

    @property
    def said(self) -> dict[str, Any]:
        """The warning as a version says it. The form must be valid."""
        return {**self.time, "steps": list(self._steps())}

    def _steps(self) -> list[dict[str, Any]]:
        wanted = self.cleaned_data
        steps: list[dict[str, Any]] = [{"step": "notify", "who": who} for who in wanted["notify"]]
        if wanted["person"]:
            steps.append({"step": "notify", "who": PERSON, "person": int(wanted["person"])})
        if wanted["team"]:
            team = HIGHER if wanted["team"] == HIGHER else int(wanted["team"])
            steps.append({"step": "hand_over", "team": team, "note": wanted["note"].strip()})
        if wanted["assign"]:
            steps.append({"step": "assign", "person": int(wanted["assign"])})
        if wanted["priority"]:
            steps.append({"step": "priority", "to": wanted["priority"]})
        if wanted["webhook"]:
            steps.append({"step": "webhook", "name": wanted["call"].strip()})
        return [*steps, *_known(wanted["others"])]

    def refuse(self, place: str, sentence: str) -> None:
        """Show a refusal at the field of the step that it is about (``steps.0``), or at the time."""
        number = place.partition(".")[2]
        steps = list(self._steps())
        kind = steps[int(number)]["step"] if number.isdecimal() and int(number) < len(steps) else ""
        at = {"notify": "notify", "hand_over": "team", "webhook": "call"}.get(kind, kind)
        if kind == "hand_over" and not self.cleaned_data["note"].strip():
            at = "note"
        self.add_error(at if at in self.fields else "when", sentence)


def initial(one: Milestone) -> dict[str, Any]:
    """What the form holds for a warning."""
    values: dict[str, Any] = {"when": one.key.partition(":")[0], "notify": []}
    if one.percent is not None:
        values["amount"] = f"{one.percent:g}"
    elif one.before or one.after:
        values["amount"] = typed.typed_seconds(one.before or one.after or 0)
    others = [step for step in one.steps if not _take(step, values)]
    return values | ({"others": json.dumps(others)} if others else {})


def _take(step: Mapping[str, Any], values: dict[str, Any]) -> bool:
    """Put a step into the fields. False if they cannot hold it: there is such a one already."""
    match step.get("step"):
        case "notify" if step.get("who") != PERSON:
            values["notify"].append(step.get("who"))
        case "notify" if step.get("who") == PERSON and PERSON not in values:
            values["person"] = str(step.get("person"))
        case "hand_over" if "team" not in values:
            values |= {"team": str(step.get("team")), "note": step.get("note", "")}
        case "assign" if "assign" not in values:
            values["assign"] = str(step.get("person"))
        case "priority" if "priority" not in values:
            values["priority"] = step.get("to")
        case "webhook" if "webhook" not in values:
            values |= {"webhook": True, "call": step.get("name", "")}
        case _:
            return False
    return True


def _percent(text: str) -> float:
    try:
        found = float(text.removesuffix("%").strip().replace(",", "."))
    except ValueError:
        raise Invalid(_("Write a number of percent, such as 75.")) from None
    if not 0 < found < float("inf"):
        raise Invalid(_("Write a number of percent, such as 75."))
    return found


def _known(text: str) -> list[dict[str, Any]]:
    """Steps for which the form has no field; they stay as they are."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
