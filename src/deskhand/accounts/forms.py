"""What accounts' pages take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk, DeskRole
from deskhand.accounts.models.access import Scope
from deskhand.accounts.models.person import EMAIL_LIMIT, UNDO_CHOICES, Person
from deskhand.web.zones import zones

TOKEN_DAYS = (365, 90, 30)
"""Lives of an API token that the page offers, in days; the first is proposed."""

ENDLESS = 0
"""What stands for no end."""


class AddressForm(forms.Form):
    """A mail address, to which something is sent if we know it."""

    email = forms.EmailField(label=_("E-mail"), max_length=EMAIL_LIMIT)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class DetailsForm(forms.Form):
    """One's own details."""

    name = forms.CharField(label=_("Name"), max_length=200)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    undo_seconds = forms.TypedChoiceField(
        label=_("Undo after sending"),
        help_text=_("An answer that you send here waits so long, and can be taken back."),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As the browser")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        usual = settings.DESKHAND.time_zone
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("As here: %(zone)s") % {"zone": usual}),
            *zones(),
        ]
        lengths = [(one, ngettext("%(n)s second", "%(n)s seconds", one) % {"n": one}) for one in UNDO_CHOICES if one]
        self.fields["undo_seconds"].choices = [(0, _("Off: it leaves at once")), *lengths]  # type: ignore[attr-defined]

    def for_staff(self, is_staff: bool) -> DetailsForm:
        """Without what only those who answer have a use for, if the person does not."""
        if not is_staff:
            del self.fields["undo_seconds"]
        return self

    @classmethod
    def of(cls, person: Person) -> DetailsForm:
        """The form with what is so now."""
        return cls(initial={name: getattr(person, name) for name in cls.base_fields})


class TokenForm(forms.Form):
    """A new API token: what it may, for how long, and on which desks."""

    token_name = forms.CharField(label=_("What it is for"), max_length=80)
    scope = forms.ChoiceField(
        label=_("It may"),
        choices=Scope.choices,
        help_text=_("What these pages ask a proof for needs the last one. Such a token ends within a year."),
    )
    days = forms.TypedChoiceField(label=_("It works for"), coerce=int)
    is_endless_meant = forms.BooleanField(label=_("Yes, it shall work until I end it"), required=False)
    desks = forms.ModelMultipleChoiceField(
        Desk.objects.none(),
        label=_("Only on these desks"),
        help_text=_("Choose none for all desks, those to come as well."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        to_field_name="key",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in TOKEN_DAYS]
        self.fields["days"].choices = [*choices, (ENDLESS, _("Until I end it"))]  # type: ignore[attr-defined]
        serves = DeskRole.objects.filter(person=person).values("desk_id")
        known = Desk.objects.filter(Q(pk__in=serves) | Q(is_listed=True), is_active=True).order_by("name")
        self.fields["desks"].queryset = known  # type: ignore[attr-defined]
        if known.count() < 2:
            del self.fields["desks"]

    def clean(self) -> dict[str, Any]:
        wanted: dict[str, Any] = super().clean() or {}
        if wanted.get("days") == ENDLESS and not wanted.get("is_endless_meant"):
            self.add_error("is_endless_meant", _("A token without an end is a risk: say that you mean it."))
        if wanted.get("scope") == Scope.FULL and wanted.get("days") == ENDLESS:
            self.add_error("days", _("A token that may do everything ends: choose when."))
        return wanted
