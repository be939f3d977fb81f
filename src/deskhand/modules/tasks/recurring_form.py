"""The form of a ticket that comes again. Only the fields of the chosen pattern are shown and count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk, Person, Team
from deskhand.calendars.recurrence import OnClosed, Pattern, Recurrence
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.tasks.actions import Contents
from deskhand.modules.tasks.actions.recurring import LARGEST_STEP, NTHS, TEXT_LIMIT, rule_of
from deskhand.modules.tasks.models import Checklist, RecurringTicket
from deskhand.tickets import choosing
from deskhand.tickets.models import KINDS_TO_CHOOSE, Kind, Priority
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

WEEKDAYS = (
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
)
NTH_WORDS = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
    -1: gettext_lazy("last"),
    -2: gettext_lazy("last but one"),
    -3: gettext_lazy("third from the end"),
}
FIELDS_OF: dict[str, tuple[str, ...]] = {
    Pattern.ONCE: (),
    Pattern.DAYS: ("every", "until_on"),
    Pattern.WEEKS: ("every", "weekdays", "until_on"),
    Pattern.MONTH_DAY: ("every", "day", "until_on"),
    Pattern.MONTH_WEEKDAY: ("every", "nth", "weekdays", "until_on"),
    Pattern.MONTH_WORKDAY: ("every", "nth", "until_on"),
    Pattern.YEARS: ("every", "until_on"),
}
"""The fields that count for a pattern, besides beginning, time and what becomes of closed days."""

EVERY_WORDS = {
    Pattern.DAYS: gettext_lazy("Every … days"),
    Pattern.WEEKS: gettext_lazy("Every … weeks"),
    Pattern.YEARS: gettext_lazy("Every … years"),
}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RuleForm(forms.Form):
    """When it comes again."""

    pattern = forms.ChoiceField(label=gettext_lazy("When"), choices=Pattern.choices)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=_day())
    at = forms.TimeField(label=gettext_lazy("At"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    every = forms.IntegerField(
        label=gettext_lazy("Every … months"), min_value=1, max_value=LARGEST_STEP, required=False, initial=1
    )
    nth = forms.TypedChoiceField(
        label=gettext_lazy("Which one"),
        choices=[(one, NTH_WORDS[one]) for one in NTHS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day = forms.IntegerField(
        label=gettext_lazy("Day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        initial=1,
        help_text=gettext_lazy("In a month that is too short: its last day."),
    )
    until_on = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=_day(), help_text=gettext_lazy("Empty: without an end.")
    )
    on_closed = forms.ChoiceField(
        label=gettext_lazy("On a day that is no working day"), choices=OnClosed.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = _with_beginnings(self.data)
        asked = self.data.get("pattern") if self.is_bound else self.initial.get("pattern")
        self.pattern_chosen = asked if asked in Pattern.values else Pattern.WEEKS.value
        kept = {"pattern", "starts_on", "at", "on_closed", *FIELDS_OF[self.pattern_chosen]}
        for name in [one for one in RuleForm.base_fields if one not in kept]:
            del self.fields[name]
        if "every" in self.fields and self.pattern_chosen in EVERY_WORDS:
            self.fields["every"].label = EVERY_WORDS[Pattern(self.pattern_chosen)]
        if self.pattern_chosen == Pattern.ONCE:
            self.fields["starts_on"].label = _("On")

    @property
    def rule(self) -> Recurrence:
        """What the action takes. The form must be valid."""
        given = self.cleaned_data
        return Recurrence(
            pattern=given["pattern"],
            starts_on=given["starts_on"],
            at=given["at"],
            every=given.get("every") or 1,
            weekdays=tuple(given.get("weekdays") or ()),
            day=given.get("day"),
            nth=given.get("nth"),
            until_on=given.get("until_on"),
            on_closed=given["on_closed"],
        )


def _with_beginnings(given: Any) -> Any:
    """What was posted, with a beginning for fields that another pattern has just brought."""
    data = given.copy()
    for name in ("every", "nth", "day"):
        data.setdefault(name, "1")
    return data


class RecurringForm(RuleForm):
    """The ticket, and when it comes again."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=SUBJECT_LIMIT)
    text = forms.CharField(label=gettext_lazy("Text"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 5}))
    requester = forms.CharField(
        label=gettext_lazy("Requester"),
        widget=forms.EmailInput,
        help_text=gettext_lazy("Mail address of somebody known here. They can see the ticket on the portal."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS_TO_CHOOSE)
    priority = forms.TypedChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices, coerce=int)
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("No team"),
    )
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Assignee"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )
    tags = forms.CharField(label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Separated by commas."))
    checklist = forms.ModelChoiceField(
        label=gettext_lazy("Checklist"),
        queryset=Checklist.objects.none(),
        required=False,
        empty_label=gettext_lazy("No checklist"),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["assignee"].queryset = choosing.agents(desk)
        choices["assignee"].label_from_instance = lambda one: one.name
        choices["team"].queryset = Team.objects.within(desk).active()
        choices["checklist"].queryset = Checklist.objects.within(desk).active()

    def clean_requester(self) -> Person:
        """The owner of the address."""
        try:
            found = addresses.owner_of(addresses.normal(self.cleaned_data["requester"]))
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if found is None:
            raise forms.ValidationError(_("Nobody has this address. Make the person first, or name somebody else."))
        return found

    @property
    def contents(self) -> Contents:
        """What the action takes. The form must be valid."""
        names = ("subject", "text", "requester", "kind", "priority", "team", "assignee", "checklist")
        tags = [one.strip() for one in self.cleaned_data["tags"].split(",") if one.strip()]
        return Contents(**{name: self.cleaned_data[name] for name in names}, tags=tags)

    @classmethod
    def fresh(cls, desk: Desk, author: str) -> RecurringForm:
        """An empty form: every Monday from tomorrow on."""
        tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
        begun = {"pattern": Pattern.WEEKS, "starts_on": tomorrow, "at": "08:00", "every": 1, "weekdays": [0]}
        begun |= {"on_closed": OnClosed.NEXT, "kind": Kind.SERVICE_REQUEST, "priority": Priority.NORMAL}
        return cls(desk=desk, initial=begun | {"requester": author})

    @classmethod
    def of(cls, row: RecurringTicket) -> RecurringForm:
        """The form with what is so now."""
        names = ("subject", "text", "kind", "priority", "team", "assignee", "checklist")
        now = {name: getattr(row, name) for name in names} | vars(rule_of(row))
        now |= {"requester": row.requester.email if row.requester else "", "tags": ", ".join(row.tags)}
        return cls(desk=row.desk, initial=now)
