"""Statuses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.tickets.choosing import place_of
from deskhand.tickets.models import Category, Status
from deskhand.tickets.status import may_follow
from deskhand.tickets.status_needs import NEEDS


class StatusForm(forms.Form):
    """A status inside a category."""

    category = forms.ChoiceField(
        label=_("Category"), choices=Category.choices, help_text=_("It decides what the status does, and stays.")
    )
    name = forms.CharField(label=_("Agents read"), max_length=60, required=False)
    requester_name = forms.CharField(
        label=_("Requesters read"),
        max_length=60,
        required=False,
        help_text=_("Empty: the words of the category, in the reader's language."),
    )
    next_keys = forms.MultipleChoiceField(
        label=_("May be followed by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What agents can choose next. None ticked: all that the categories allow."),
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs first"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, need.label) for code, need in NEEDS.items()],
        help_text=_("Asked of agents when they set the status, on every way."),
    )
    pauses = forms.BooleanField(
        label=_("Pauses time"),
        required=False,
        help_text=_("Time promises stand still while a ticket has this status."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A status that is put away cannot be chosen any more."),
    )
    replaced_by = forms.ChoiceField(
        label=_("Tickets get instead"),
        required=False,
        help_text=_("When it is put away: the status of the same category that its tickets get."),
    )

    def __init__(self, *args: Any, desk: Desk, status: Status | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = [one for one in _ordered(desk) if status is None or one.pk != status.pk]
        fits = [one for one in self.others if status is None or may_follow(status.category, one.category)]
        kept = status.next_keys if status else []
        offered = [(one.key, one.label) for one in fits if one.is_active or one.key in kept]
        self.fields["next_keys"].choices = offered  # type: ignore[attr-defined]
        if status is None:
            self.fields["name"].required = True
            self._without("is_active", "replaced_by", "pauses")
            return
        del self.fields["category"]
        same = [(one.key, one.label) for one in fits if one.category == status.category and one.is_active]
        self.fields["replaced_by"].choices = [("", _("None")), *same]  # type: ignore[attr-defined]
        if status.is_default:
            self._without("is_active", "replaced_by")
            self.fields["name"].help_text = _("Empty: “%(words)s”, in the reader's language.") % {
                "words": Category(status.category).label
            }

    def _without(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def clean_replaced_by(self) -> Status | None:
        key = self.cleaned_data["replaced_by"]
        return next((one for one in self.others if one.key == key), None)

    @classmethod
    def of(cls, status: Status) -> StatusForm:
        """The form with what is so now."""
        now = {name: getattr(status, name) for name in cls.base_fields}
        now["replaced_by"] = status.replaced_by.key if status.replaced_by else ""
        return cls(desk=status.desk, status=status, initial=now)


def _ordered(desk: Desk) -> list[Status]:
    return sorted(Status.objects.within(desk), key=lambda one: (place_of(one.category), one.position, one.pk))
