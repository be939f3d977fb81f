"""What the pages of agreements, waivers and reviews take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization, Person, Team
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import months, service_credits
from deskhand.modules.sla.actions.agreements import LONGEST_NOTICE, NOTES_LIMIT, Contract
from deskhand.modules.sla.actions.waivers import REASON_LIMIT
from deskhand.modules.sla.contract_access import owners_on
from deskhand.modules.sla.models import Agreement, Level, Policy
from deskhand.modules.sla.models.agreement import MOST_FEE_DIGITS
from deskhand.modules.sla.models.policy import NAME_LIMIT
from deskhand.tickets.people import organizations_of


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AgreementForm(forms.Form):
    """A contract. Of the three other sides the one of its kind counts."""

    level = forms.ChoiceField(label=_("Between whom"), choices=Level.choices, initial=Level.SLA)
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT)
    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.none(),
        required=False,
        help_text=_("For an agreement with requesters."),
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        help_text=_("For an agreement between teams: the one that promises."),
    )
    supplier = forms.CharField(
        label=_("Supplier"), max_length=NAME_LIMIT, required=False, help_text=_("For a contract with a supplier.")
    )
    starts_on = forms.DateField(label=_("First day"), widget=_day())
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=_day(), help_text=_("Empty: until further notice.")
    )
    notice_days = forms.IntegerField(label=_("Notice in days"), required=False, min_value=0, max_value=LONGEST_NOTICE)
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Is told when the last days for a notice begin; without one the leads are."),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=NOTES_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )
    fee = forms.DecimalField(
        label=_("Monthly fee"), required=False, max_digits=MOST_FEE_DIGITS, decimal_places=2, localize=False
    )
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3, help_text=_("As in EUR."))
    bands = forms.CharField(
        label=_("Service credits"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One band a line, as in “99.5: 10”: where less than 99.5 % was kept, 10 % of the fee is owed."),
    )

    def __init__(self, *args: Any, desk: Desk, row: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations_of([desk.pk]).order_by("name")  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.within(desk).order_by("name")  # type: ignore[attr-defined]
        kept = row.owner_id if row is not None else None
        self.fields["owner"].queryset = owners_on(desk.pk, kept=kept)  # type: ignore[attr-defined]
        if row is not None:
            self.fields["level"].choices = [(row.level, row.get_level_display())]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, row: Agreement, desk: Desk) -> AgreementForm:
        """The form with what is so now."""
        names = ("level", "name", "organization", "team", "supplier", "starts_on", "ends_on", "notice_days", "notes")
        now = {name: getattr(row, name) for name in (*names, "owner", "fee", "currency")}
        return cls(
            desk=desk, row=row, initial=now | {"bands": service_credits.as_typed(service_credits.read(row.bands))}
        )

    def clean_bands(self) -> list[service_credits.Band]:
        try:
            return service_credits.typed(self.cleaned_data["bands"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None

    @property
    def contract(self) -> Contract:
        """What the action takes. The form must be valid."""
        return Contract(**self.cleaned_data)


class BelongingForm(forms.Form):
    """Which policies belong to an agreement: those of its kind that belong to no other."""

    policies = forms.ModelMultipleChoiceField(
        label=_("Policies"), queryset=Policy.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, row: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Policy.objects.within(row.desk_id).filter(put_away_at=None, level=row.level)
        mine = found.filter(agreement=row)
        self.fields["policies"].queryset = (found.filter(agreement=None) | mine).order_by("position", "pk")  # type: ignore[attr-defined]
        self.initial.setdefault("policies", list(mine.values_list("pk", flat=True)))


class WaiverForm(forms.Form):
    """Why a promise should be excused."""

    reason = forms.CharField(
        label=_("Why it should be excused"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """What a second person says to it."""

    answer = forms.CharField(label=_("Your answer"), max_length=REASON_LIMIT, required=False)


class MonthForm(forms.Form):
    """Which month a page shows."""

    month = forms.CharField(required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk

    def clean_month(self) -> months.Month:
        try:
            return months.read(self.desk.pk, self.cleaned_data["month"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None
