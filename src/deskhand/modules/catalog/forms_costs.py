"""What the report of costs is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.costs import GROUPS, CostQuestion
from deskhand.modules.catalog.models.item import CODE_LIMIT

NOBODY = "-"
"""What asks for lines without a cost centre."""


class CostForm(forms.Form):
    """A period, what to sum by, and perhaps one cost centre or item."""

    begins = forms.DateField(label=_("From"))
    ends = forms.DateField(label=_("To"))
    by = forms.ChoiceField(choices=[(one, one) for one in GROUPS])
    cost_centre = forms.CharField(required=False, max_length=CODE_LIMIT)
    item = forms.CharField(required=False, max_length=CODE_LIMIT)

    @classmethod
    def asked(cls, values: Any, today: date) -> CostForm:
        """What the address asks for; this year by cost centre, where it says nothing."""
        given = {"begins": values.get("from") or today.replace(month=1, day=1), "ends": values.get("to") or today}
        named = {name: values.get(name, "") for name in ("cost_centre", "item")}
        return cls(given | named | {"by": values.get("by") or "cost_centre"})

    def clean(self) -> dict[str, Any]:
        """Adds ``question``."""
        wanted: dict[str, Any] = super().clean() or {}
        if not self.errors:
            centre = wanted["cost_centre"]
            try:
                wanted["question"] = CostQuestion(
                    first=wanted["begins"],
                    last=wanted["ends"],
                    cost_centre=("" if centre == NOBODY else centre) if centre else None,
                    item=wanted["item"],
                )
            except Invalid as refusal:
                self.add_error("ends", str(refusal))
        return wanted
