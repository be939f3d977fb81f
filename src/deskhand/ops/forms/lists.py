"""Services and locations of a desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Location, Person
from deskhand.accounts.models.location import LOCATION_NAME_LIMIT
from deskhand.ops.forms.desk import serving
from deskhand.tickets.models import Service
from deskhand.tickets.models.service import DESCRIPTION_LIMIT, SERVICE_NAME_LIMIT


class ServiceForm(forms.Form):
    """A service of the desk."""

    name = forms.CharField(label=_("Name"), max_length=SERVICE_NAME_LIMIT)
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Who answers for it. Whoever serves the desk can be chosen."),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=DESCRIPTION_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For agents."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A service that is not in use stays on its tickets and is not offered any more."),
    )

    def __init__(self, *args: Any, desk: Desk, service: Service | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = serving(desk)
        if service is not None and service.owner_id is not None:
            people = people | Person.objects.filter(pk=service.owner_id)
        self.fields["owner"].queryset = people.distinct().order_by("name")  # type: ignore[attr-defined]

    @classmethod
    def of(cls, row: Service) -> ServiceForm:
        """The form with what is so now."""
        now = {name: getattr(row, name) for name in ("name", "owner", "description", "is_active")}
        return cls(desk=row.desk, service=row, initial=now)


class LocationForm(forms.Form):
    """A location of the desk."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LOCATION_NAME_LIMIT,
        help_text=_("As it is written at people: their tickets are for this location then."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A location that is not in use stays on its tickets and is not offered any more."),
    )

    @classmethod
    def of(cls, row: Location) -> LocationForm:
        """The form with what is so now."""
        return cls(initial={"name": row.name, "is_active": row.is_active})
