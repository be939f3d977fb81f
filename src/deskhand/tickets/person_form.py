"""What staff fill in about somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, Organization, Person
from deskhand.kernel.errors import Conflict, DeskhandError
from deskhand.tickets.people import organizations_of
from deskhand.web.refusals import put_on


class PersonForm(forms.Form):
    """Details that staff keep of somebody. Offers the organizations of the desk, and the one that the person has."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    department = forms.CharField(label=gettext_lazy("Department"), max_length=120, required=False)
    location = forms.CharField(label=gettext_lazy("Location"), max_length=120, required=False)
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"), queryset=Organization.objects.none(), required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    is_vip = forms.BooleanField(label=gettext_lazy("VIP: marked in lists and on tickets"), required=False)

    def __init__(self, *args: Any, desk: Desk, who: Person | None = None, **kwargs: Any) -> None:
        if who is not None:
            kwargs["initial"] = {name: getattr(who, name) for name in self.base_fields if name != "email"}
        super().__init__(*args, **kwargs)
        organization, language = self.fields["organization"], self.fields["language"]
        organization.queryset = organizations_of([desk.pk]).order_by("name")  # type: ignore[attr-defined]
        organization.empty_label = _("None") if who else _("As the mail address says")  # type: ignore[attr-defined]
        language.choices = [("", _("As the browser says")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        if who is not None:
            del self.fields["email"]


def details_of_new(fields: dict[str, Any]) -> dict[str, Any]:
    """An organization that was not chosen is found by the address's domain."""
    return {name: value for name, value in fields.items() if name != "organization" or value is not None}


def put_errors(form: forms.Form, refusal: DeskhandError) -> None:
    """Say at the form's fields why an action refused; a conflict is one about the address."""
    if isinstance(refusal, Conflict) and "email" in form.fields:
        form.add_error("email", str(refusal))
    else:
        put_on(form, refusal)
