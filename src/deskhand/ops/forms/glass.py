"""Asking to break glass."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.accounts.models.glass import GLASS_REASON_LEAST, GLASS_REASON_LIMIT, GLASS_USUAL

LENGTHS = tuple((minutes, str(minutes)) for minutes in (15, 60, 120, 240))
"""Minutes for which one may ask."""


class GlassForm(forms.Form):
    """Why, and for how long."""

    reason = forms.CharField(
        label=_("Why it cannot wait"),
        min_length=GLASS_REASON_LEAST,
        max_length=GLASS_REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The second person and the administrators of the desk read it."),
    )
    length = forms.TypedChoiceField(
        label=_("For how many minutes"), choices=LENGTHS, coerce=int, initial=GLASS_USUAL // timedelta(minutes=1)
    )

    def clean_length(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["length"])


class GlassOfDeskForm(GlassForm):
    """A whole desk, for who looks after the installation."""

    desk = forms.ModelChoiceField(
        label=_("Desk"), queryset=Desk.objects.none(), to_field_name="key", empty_label=_("Choose a desk")
    )
    field_order = ("desk", "reason", "length")

    def __init__(self, *args: Any, besides: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desks = Desk.objects.exclude(pk__in=list(besides)).order_by("name")
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]


class GlassOfTicketForm(GlassForm):
    """One confidential ticket of a desk, for who leads, administers or audits it."""

    number = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        max_value=10**15 - 1,
        help_text=_("Of the confidential ticket. Whether there is one is not told."),
    )
    field_order = ("number", "reason", "length")
