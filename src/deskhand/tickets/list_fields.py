"""The choice of service and location in forms that open a ticket: only where the desk offers some."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Location
from deskhand.tickets.models import Service

LISTS: dict[str, tuple[Any, str | Promise]] = {
    "service": (Service, _("Service")),
    "location": (Location, _("Location")),
}
"""Fields of a ticket that are chosen from a desk's own list, with the list and the word before it."""


def offer(form: forms.Form, desk: Desk, **empty: str | Promise) -> None:
    """Put a field for each named list that the desk has into the form; ``empty`` maps the names to what an empty choice
    says."""
    for name, words in empty.items():
        model, label = LISTS[name]
        rows = model.objects.within(desk).active()
        if rows.exists():
            form.fields[name] = forms.ModelChoiceField(
                label=str(label), queryset=rows, required=False, empty_label=str(words)
            )


def chosen(form: forms.Form) -> dict[str, Any]:
    """What was chosen, by the names of the fields."""
    return {name: form.cleaned_data.get(name) for name in LISTS}
