"""What the pages of calendars take in: hours and days as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.calendars import notation, public_holidays, rules
from deskhand.calendars.feeds import FEED_LIMIT, closed_days_of
from deskhand.calendars.hours import WEEKDAYS
from deskhand.calendars.models import NAME_LIMIT, Calendar, CalendarVersion
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.web.refusals import put_on
from deskhand.web.zones import zones

OFFICE_HOURS = [["09:00", "17:00"]]
"""What a new calendar begins with from Monday to Friday."""

TEXT_LIMIT = 20_000
"""Longest list of days in characters."""


class CalendarForm(forms.Form):
    """A calendar, new or not."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LIMIT)
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("All times below are by the clock there.")
    )
    is_always_open = forms.BooleanField(label=gettext_lazy("Open around the clock, every day"), required=False)
    breaks = forms.CharField(
        label=gettext_lazy("Breaks on every day"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as 12:00–12:30. Time stands still."),
    )
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    holidays = forms.CharField(
        label=gettext_lazy("Holidays of your own"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: 2026-12-24 Christmas Eve. With *-12-24 it is every year."),
    )
    exceptions = forms.CharField(
        label=gettext_lazy("Other hours on single days"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line: 2026-12-31 09:00–12:00 Stocktaking. Without hours the day is closed; with hours it is open "
            "even on a holiday."
        ),
    )
    feed = forms.FileField(
        label=gettext_lazy("Add holidays from a file"),
        required=False,
        help_text=gettext_lazy(
            "An iCalendar file (.ics). Its whole days are put into the list above for you to check."
        ),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Counts from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: from now on. The time before stays as it was computed."),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, day in enumerate(WEEKDAYS):
            self.fields[day] = forms.CharField(label=NAMES[weekday], required=False, max_length=200)
        self._choices("zone", zones())
        self._choices("country", [("", _("None")), *public_holidays.countries()])
        self._choices("region", [("", _("The whole country")), *public_holidays.regions(self._country())])
        if is_new:
            del self.fields["valid_from"]

    @classmethod
    def beginning(cls) -> CalendarForm:
        """A new calendar: office hours, here."""
        hours = {day: OFFICE_HOURS if place < 5 else [] for place, day in enumerate(WEEKDAYS)}
        return cls(initial=_typed({**rules.ALWAYS, "zone": settings.DESKHAND.time_zone, "hours": hours}), is_new=True)

    @classmethod
    def of(cls, calendar: Calendar, version: CalendarVersion) -> CalendarForm:
        """The form with what is so now."""
        return cls(initial={"name": calendar.name, **_typed(version.rules)})

    @classmethod
    def again(cls, form: CalendarForm, *, is_new: bool) -> CalendarForm:
        """What a valid form holds, as it was read: the days of a file stand in their list."""
        typed = {"name": form.cleaned_data["name"], "valid_from": form.data.get("valid_from", "")}
        return cls(initial={**typed, **_typed(form.cleaned_data["rules"])}, is_new=is_new)

    def days(self) -> list[forms.BoundField]:
        """The fields of the week."""
        return [self[day] for day in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        """Adds ``rules``: what was typed, in the one form that actions take, if it can be read."""
        typed: dict[str, Any] = super().clean() or {}
        found = {
            "zone": typed.get("zone", ""),
            "country": typed.get("country", ""),
            "region": typed.get("region", ""),
            "hours": self._week(typed),
            "breaks": self._read("breaks", notation.windows_of, typed),
            "holidays": self._read("holidays", notation.holidays_of, typed),
            "exceptions": self._read("exceptions", notation.exceptions_of, typed),
        }
        if self.files.get("feed"):
            found["holidays"] = self._with_feed(found["holidays"])
        if not self.errors:
            self._check(typed, found)
        return typed

    def clean_valid_from(self) -> datetime | None:
        """The first moment of that day where the calendar is; today is now."""
        day, zone = self.cleaned_data["valid_from"], self.cleaned_data.get("zone")
        if not day or not zone or day == clock.now().astimezone(ZoneInfo(zone)).date():
            return None
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))

    def _country(self) -> str:
        return str((self.data.get("country") if self.is_bound else self.initial.get("country")) or "")

    def _choices(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _week(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        if typed.get("is_always_open"):
            return dict.fromkeys(WEEKDAYS, rules.ALL_DAY)
        return {day: self._read(day, notation.windows_of, typed) for day in WEEKDAYS}

    def _read(self, name: str, read: Callable[[str], Any], typed: Mapping[str, Any]) -> Any:
        try:
            return read(typed.get(name) or "")
        except ValueError as error:
            self.add_error(name, str(error))
            return []

    def _with_feed(self, holidays: list[dict[str, Any]]) -> list[dict[str, Any]]:
        upload: Any = self.files["feed"]
        try:
            if upload.size > FEED_LIMIT:
                raise Invalid(_("This file is too large for a list of holidays."))
            brought = closed_days_of(upload.read())
        except Invalid as error:
            self.add_error("feed", str(error))
            return holidays
        known = {one["on"] for one in holidays}
        return [*holidays, *(one for one in brought if one["on"] not in known)]

    def _check(self, typed: dict[str, Any], found: dict[str, Any]) -> None:
        try:
            typed["rules"] = rules.checked(found)
        except Invalid as refusal:
            fields = {name.removeprefix("hours."): words for name, words in refusal.fields.items()}
            put_on(self, Invalid(str(refusal), {("mon" if name == "hours" else name): w for name, w in fields.items()}))


def _typed(found: rules.Rules) -> dict[str, Any]:
    """Rules as the fields show them."""
    is_always_open = all(windows == rules.ALL_DAY for windows in found["hours"].values())
    week = {} if is_always_open else found["hours"]
    return {
        **{word: found[word] for word in ("zone", "country", "region")},
        **{day: notation.typed_windows(week.get(day, [])) for day in WEEKDAYS},
        "is_always_open": is_always_open,
        "breaks": notation.typed_windows(found["breaks"]),
        "holidays": notation.typed_holidays(found["holidays"]),
        "exceptions": notation.typed_exceptions(found["exceptions"]),
    }
