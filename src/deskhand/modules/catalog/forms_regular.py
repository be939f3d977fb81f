"""What the page of a regular order posts besides the answers to its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from deskhand.modules.catalog.actions import Rhythm
from deskhand.modules.catalog.forms_order import OrderForm
from deskhand.modules.catalog.models import RecurringOrder
from deskhand.modules.catalog.regular import MOST_WEEKS


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RegularForm(OrderForm):
    """For whom, how many, who pays, and how often."""

    every = forms.IntegerField(label=gettext_lazy("Every"), min_value=1, max_value=MOST_WEEKS, initial=1)
    unit = forms.ChoiceField(
        label=gettext_lazy("Weeks or months"),
        choices=[("weeks", gettext_lazy("weeks")), ("months", gettext_lazy("months"))],
        initial="months",
    )
    starts_on = forms.DateField(label=gettext_lazy("First time on"), widget=_day())
    until_on = forms.DateField(
        label=gettext_lazy("Last time on"),
        help_text=gettext_lazy("Leave it empty to go on until you stop it."),
        required=False,
        widget=_day(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["wanted_on"]

    @property
    def rhythm(self) -> Rhythm:
        """What the actions take. The form must be valid."""
        given = self.cleaned_data
        return Rhythm(
            unit=given["unit"], every=given["every"], starts_on=given["starts_on"], until_on=given["until_on"]
        )


def begun(row: RecurringOrder) -> dict[str, Any]:
    """What the form says of one that is there."""
    other = row.for_person if row.for_person_id != row.person_id else None
    return {
        "somebody": other.email or other.name if other is not None else "",
        "somebody_id": other.pk if other is not None else None,
        "quantity": row.quantity,
        "cost_centre": row.cost_centre,
        "every": row.every,
        "unit": row.unit,
        "starts_on": row.next_on or row.starts_on,
        "until_on": row.until_on,
    }
