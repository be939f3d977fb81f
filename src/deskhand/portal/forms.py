"""What the portal's forms take in. Their limits are those of the actions; the words are for requesters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.accounts.models.person import EMAIL_LIMIT
from deskhand.portal.words import STOPS
from deskhand.tickets import list_fields
from deskhand.tickets.bodies import BODY_LIMIT
from deskhand.tickets.models import Priority
from deskhand.tickets.models.ticket import SUBJECT_LIMIT


class RequestForm(forms.Form):
    """A new request: two fields suffice."""

    subject = forms.CharField(
        max_length=SUBJECT_LIMIT,
        error_messages={
            "required": _("Say in a few words what it is about."),
            "max_length": _("At most %(limit_value)s characters; put the rest into the text."),
        },
    )
    body = forms.CharField(
        max_length=BODY_LIMIT,
        strip=False,
        error_messages={
            "required": _("Write what happened."),
            "max_length": _("At most %(limit_value)s characters. Attach the rest as a file."),
        },
    )
    stops = forms.ChoiceField(choices=[(code, label) for code, label, _detail, _priority in STOPS], required=False)
    stamp = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {"service": desk.asks_service, "location": desk.asks_location}
        list_fields.offer(self, desk, **dict.fromkeys((name for name, is_asked in asked.items() if is_asked), "—"))

    @property
    def lists(self) -> list[forms.BoundField]:
        """What is chosen from the desk's lists."""
        return [self[name] for name in list_fields.LISTS if name in self.fields]

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if not body.strip():
            raise forms.ValidationError(_("Write what happened."))
        return body

    @property
    def priority(self) -> Priority:
        """What the request begins with."""
        chosen = self.cleaned_data.get("stops")
        return next((priority for code, _label, _detail, priority in STOPS if code == chosen), Priority.NORMAL)


class StrangerForm(RequestForm):
    """A new request without account. ``website`` is a trap: people do not see it, machines fill it in."""

    email = forms.EmailField(
        max_length=EMAIL_LIMIT, error_messages={"required": _("Write the address that we answer to.")}
    )
    name = forms.CharField(max_length=200, required=False)
    website = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("website"):
            raise forms.ValidationError(_("A field was filled in that must stay empty. It is empty now: send again."))
        return found


class AnswerForm(forms.Form):
    """An answer on one's own request."""

    body = forms.CharField(max_length=BODY_LIMIT, strip=False, required=False)
    then = forms.ChoiceField(choices=[("", ""), ("solved", "solved")], required=False)
    stamp = forms.CharField(max_length=200, required=False)
