"""The forms of a macro, and of a time that is told by how far ahead it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.mail.plaintext import html_from_text
from deskhand.tickets import choosing
from deskhand.tickets.ahead import DAYS, Ahead
from deskhand.tickets.list_fields import LISTS
from deskhand.tickets.macros import ME, NOBODY, NOTE, REPLY, SOMEBODY
from deskhand.tickets.models import KINDS_TO_CHOOSE, Macro, Priority
from deskhand.tickets.models.macro import MACRO_NAME_LIMIT

OWN, OF_DESK = "own", "desk"
"""Scopes of a macro; a team's is ``team:`` and its id."""

UNITS: tuple[tuple[str, str | Promise], ...] = (
    ("m", _("minutes from now")),
    ("h", _("hours from now")),
    ("d", _("days from now")),
    ("b", _("business days from now")),
    ("w", _("weeks from now")),
    *((code, WEEKDAYS[place]) for place, code in enumerate(DAYS)),
)
"""What a time ahead is counted in, and the days of the week."""

PLAIN = ("status", "priority", "kind", "team", "service", "location", "message", "text")
"""Steps that are one field of the form."""

UNCHANGED = ("", _("Leave as it is"))


class AheadForm(forms.Form):
    """So many of a unit, or a day of the week, perhaps at a time of day."""

    count = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=600)
    unit = forms.ChoiceField(label=_("What"), choices=UNITS)
    clock = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        """Put the code of what was chosen under ``code``."""
        found = super().clean() or {}
        if not self.errors:
            try:
                found["code"] = code_from(found["unit"], found["count"], found["clock"])
            except Invalid as refusal:
                self.add_error("count" if found["unit"] not in DAYS else "unit", str(refusal))
        return found


def code_from(unit: str, count: int | None, clock: Any) -> str:
    """The code of :mod:`deskhand.tickets.ahead` for what a form holds. Raises Invalid."""
    what = unit if unit in DAYS else f"{count or 1}{unit}"
    return Ahead.of(f"{what}@{clock:%H:%M}" if clock else what).code


def parts_of(code: str) -> dict[str, Any]:
    """The code as fields of a form."""
    found = Ahead.of(code)
    unit = found.unit if found.day is None else DAYS[found.day]
    return {"unit": unit, "count": found.count or None, "clock": found.clock}


class MacroForm(forms.Form):
    """A macro: what it is called, whose it is, and what it does. An empty field leaves that of a ticket alone."""

    name = forms.CharField(label=_("Name"), max_length=MACRO_NAME_LIMIT, help_text=_("Agents choose it by this."))
    scope = forms.ChoiceField(label=_("For"))
    status = forms.ChoiceField(label=_("Status"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[UNCHANGED, *KINDS_TO_CHOOSE])
    team = forms.ChoiceField(label=_("Team"), required=False)
    assignee = forms.ChoiceField(label=_("Assignee"), required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    location = forms.ChoiceField(label=_("Location"), required=False)
    tags = forms.CharField(label=_("Put on tags"), required=False, max_length=2000, help_text=_("Commas between them."))
    untag = forms.CharField(
        label=_("Take off tags"), required=False, max_length=2000, help_text=_("Commas between them.")
    )
    follow = forms.BooleanField(label=_("Whoever applies it follows the ticket"), required=False)
    hold_unit = forms.ChoiceField(label=_("On hold until"), required=False)
    hold_count = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=600)
    hold_clock = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    message = forms.ChoiceField(
        label=_("Message"),
        required=False,
        choices=[("", _("None")), (REPLY, _("Reply to the requester")), (NOTE, _("Internal note"))],
    )
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    body_format = forms.ChoiceField(choices=[("text", ""), ("html", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, desk: Desk, macro: Macro | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        steps = macro.steps if macro else {}
        self._offer("scope", _scopes(actor, desk, macro))
        self._offer("status", [UNCHANGED, *((one.pk, one.label) for one in choosing.statuses(desk))], steps)
        self._offer("priority", [UNCHANGED, *((one.word, one.label) for one in Priority)])
        teams = Team.objects.within(desk).active().order_by("name")
        self._offer("team", [UNCHANGED, (NOBODY, _("No team")), *((one.pk, one.name) for one in teams)], steps)
        known = [(one.pk, one.name) for one in choosing.agents(desk)]
        self._offer("assignee", [UNCHANGED, (ME, _("Whoever applies it")), (NOBODY, _("Nobody")), *known])
        for name, (model, _label) in LISTS.items():
            self._offer_list(name, model.objects.within(desk).active(), steps)
        self._offer("hold_unit", [("", _("Not on hold by this")), *UNITS])

    def _offer(self, name: str, choices: Any, steps: Any = None) -> None:
        """The choices of a field; one that was chosen and is gone stays, so that it is seen to be missing."""
        field: Any = self.fields[name]
        field.choices = choices
        was = (steps or {}).get(name)
        if was is not None and str(was) not in {str(value) for value, _label in choices}:
            field.choices = [*choices, (was, _("Not there any more: choose another"))]

    def _offer_list(self, name: str, rows: Any, steps: Any) -> None:
        """The desk's list; no field where there is none, unless the macro has such a step."""
        known = [(one.pk, one.name) for one in rows]
        if known or name in steps:
            self._offer(name, [UNCHANGED, (NOBODY, _("None")), *known], steps)
        else:
            del self.fields[name]

    @classmethod
    def of(cls, macro: Macro, actor: Actor) -> MacroForm:
        """The form with what is so now."""
        steps = macro.steps
        now = {name: steps.get(name, "") for name in PLAIN}
        now |= {name: ", ".join(steps.get(name, [])) for name in ("tags", "untag")}
        now["assignee"] = macro.assign_to_id if steps.get("assignee") == SOMEBODY else steps.get("assignee", "")
        now |= {"name": macro.name, "follow": steps.get("follow", False), "scope": scope_of(macro)}
        if "hold" in steps:
            now |= {f"hold_{name}": value for name, value in parts_of(steps["hold"]).items()}
        return cls(actor=actor, desk=macro.desk, macro=macro, initial=now)

    def wanted(self) -> dict[str, Any]:
        """What the action takes. Raises Invalid for a time that cannot be."""
        typed = self.cleaned_data
        steps = {name: typed.get(name, "") for name in ("follow", *PLAIN) if name != "text"}
        steps |= {name: [one for one in typed[name].split(",") if one.strip()] for name in ("tags", "untag")}
        somebody = typed["assignee"] if str(typed["assignee"]).isdecimal() else ""
        steps["assignee"] = SOMEBODY if somebody else typed["assignee"]
        if typed["message"]:
            steps["text"] = typed["text"] if typed["body_format"] == "html" else html_from_text(typed["text"])
        if typed["hold_unit"]:
            steps["hold"] = self._hold()
        kind, _colon, team = typed["scope"].partition(":")
        return {
            "name": typed["name"],
            "steps": steps,
            "assign_to": choosing.chosen(self.desk, "assignee", somebody) if somebody else None,
            "team": Team.objects.within(self.desk).get(pk=team) if kind == "team" else None,
            "is_own": kind == OWN,
        }

    def _hold(self) -> str:
        typed = self.cleaned_data
        try:
            return code_from(typed["hold_unit"], typed["hold_count"], typed["hold_clock"])
        except Invalid as refusal:
            raise Invalid(str(refusal), {"hold_unit": str(refusal)}) from None


def scope_of(macro: Macro) -> str:
    """The macro's scope as the form says it."""
    if macro.person_id:
        return OWN
    return f"team:{macro.team_id}" if macro.team_id else OF_DESK


def _scopes(actor: Actor, desk: Desk, macro: Macro | None) -> list[tuple[str, str | Promise]]:
    found: list[tuple[str, str | Promise]] = []
    if actor.may("tickets.macros", desk.pk):
        teams = Team.objects.within(desk).active().order_by("name")
        found = [(OF_DESK, _("The whole desk")), *((f"team:{one.pk}", one.name) for one in teams)]
        if macro is not None and macro.team and not macro.team.is_active:
            found.append((scope_of(macro), macro.team.name))
    return [*found, (OWN, _("Only me"))]
