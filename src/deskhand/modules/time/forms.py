"""What the pages of time take in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import STAFF
from deskhand.modules.time import durations
from deskhand.modules.time.actions import Work
from deskhand.modules.time.models import NAME_LIMIT, NOTE_LIMIT, Activity, Entry
from deskhand.modules.time.sums import GROUPS, Period

BILLABLE = [("", gettext_lazy("As the activity says")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class EntryForm(forms.Form):
    """A time entry. ``person`` is asked of those who may book for others, ``activity`` where the desk has any."""

    duration = forms.CharField(
        label=gettext_lazy("Time"),
        max_length=durations.TYPED_LIMIT,
        help_text=gettext_lazy("Such as 1h 15m, 1:15, 1.25h, or 75 for minutes."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=_day())
    activity = forms.ChoiceField(label=gettext_lazy("Activity"), required=False)
    billable = forms.ChoiceField(label=gettext_lazy("Billable"), required=False, choices=BILLABLE)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=NOTE_LIMIT, required=False)
    person = forms.ChoiceField(label=gettext_lazy("Whose time"), required=False)

    def __init__(self, *args: Any, actor: Actor, desk: Desk, entry: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activities = {str(one.pk): one for one in _activities(desk, entry)}
        self.people = _people(actor, desk, entry)
        self._choose("activity", [("", _("None")), *((key, one.name) for key, one in self.activities.items())])
        self._choose("person", [(str(pk), name) for pk, name in self.people.items()])
        if not self.activities:
            del self.fields["activity"]
            self._choose("billable", [("no", _("No")), ("yes", _("Yes"))])
        if len(self.people) < 2:
            del self.fields["person"]

    @classmethod
    def fresh(cls, actor: Actor, desk: Desk, measured: timedelta | None = None) -> EntryForm:
        """An empty form for today; with what a timer has measured, if there is one."""
        typed = durations.typed_again(durations.in_minutes(measured)) if measured is not None else ""
        now = {"day": timezone.localdate(), "duration": typed, "person": str(actor.person_id)}
        return cls(actor=actor, desk=desk, initial=now)

    @classmethod
    def of(cls, actor: Actor, entry: Entry) -> EntryForm:
        """The form with what is so now."""
        now: dict[str, Any] = {
            "duration": durations.typed_again(entry.duration),
            "day": entry.day,
            "activity": str(entry.activity_id or ""),
            "billable": "yes" if entry.is_billable else "no",
            "note": entry.note,
            "person": str(entry.person_id),
        }
        return cls(actor=actor, desk=entry.desk, entry=entry, initial=now)

    def clean_duration(self) -> timedelta:
        """What was typed as a duration."""
        try:
            return durations.parsed(self.cleaned_data["duration"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None

    @property
    def work(self) -> Work:
        """What the actions take. The form must be valid."""
        wanted = self.cleaned_data
        said = {"yes": True, "no": False}.get(wanted["billable"])
        return Work(
            duration=wanted["duration"],
            day=wanted["day"],
            activity=self.activities.get(wanted.get("activity", "")),
            is_billable=said,
            note=wanted["note"],
        )

    @property
    def worker(self) -> Person | None:
        """Whose time it is, if that was asked."""
        chosen = self.cleaned_data.get("person", "")
        return Person.objects.filter(pk=int(chosen)).first() if chosen else None

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    """From when until when, and what to sum by."""

    begins = forms.DateField(label=gettext_lazy("From"), widget=_day())
    ends = forms.DateField(label=gettext_lazy("To"), widget=_day())
    by = forms.ChoiceField(required=False, choices=[(name, name) for name in GROUPS])

    @classmethod
    def asked(cls, values: Any) -> PeriodForm:
        """What the address asks for; this month, where it says nothing."""
        first, last = this_month(timezone.localdate())
        given = {"begins": values.get("from", first), "ends": values.get("to", last), "by": values.get("by", "person")}
        return cls(given)

    def clean(self) -> dict[str, Any]:
        """Adds ``period``."""
        wanted: dict[str, Any] = super().clean() or {}
        if "begins" in wanted and "ends" in wanted:
            try:
                wanted["period"] = Period(wanted["begins"], wanted["ends"])
            except Invalid as refusal:
                self.add_error("ends", str(refusal))
        return wanted


class ActivityForm(forms.Form):
    """A kind of work."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LIMIT)
    is_billable = forms.BooleanField(
        label=gettext_lazy("Billable"),
        required=False,
        help_text=gettext_lazy("What new entries of this activity begin with."),
    )


def this_month(today: date) -> tuple[date, date]:
    """Its first day, and today."""
    return today.replace(day=1), today


def _activities(desk: Desk, entry: Entry | None) -> list[Activity]:
    """What can be chosen: the desk's list, and what the entry has."""
    offered = list(Activity.objects.within(desk).offered())
    former = entry.activity if entry is not None else None
    return offered if former is None or former in offered else [*offered, former]


def _people(actor: Actor, desk: Desk, entry: Entry | None) -> dict[int, str]:
    """Whose time the actor may book: their own; that of everybody who serves the desk, for those who may."""
    if not actor.may("time.others", desk.pk):
        return {}
    serving = DeskRole.objects.filter(desk=desk, role__in=STAFF, person__is_active=True)
    rows = serving.order_by("person__name", "person_id").values_list("person_id", "person__name").distinct()
    known = {entry.person_id: entry.person.name} if entry is not None else {}
    return {**dict(rows), **known}
