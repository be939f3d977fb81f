"""What the page of a webhook takes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.webhooks import kinds
from deskhand.webhooks.models import NAME_LIMIT, URL_LIMIT, Stopped, Webhook


class WebhookForm(forms.Form):
    """A webhook, new or not."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, help_text=_("What it is for, such as “Pager”."))
    url = forms.CharField(
        label=_("Address"),
        max_length=URL_LIMIT,
        help_text=_("Where events are sent, as in https://tools.example.org/hook."),
        widget=forms.URLInput,
    )
    events = forms.MultipleChoiceField(label=_("Events"), required=False, widget=forms.CheckboxSelectMultiple)
    is_on = forms.BooleanField(label=_("Send events"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(code, code) for code in kinds.known()]
        self.fields["events"].choices = codes  # type: ignore[attr-defined]

    @classmethod
    def of(cls, row: Webhook) -> WebhookForm:
        """The form with what is so now."""
        shown = {"name": row.name, "url": row.url, "events": row.events, "is_on": row.stopped == Stopped.NO}
        return cls(initial=shown)

    def event_groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The events by what they are about, each with its sentence and whether it is chosen."""
        chosen = set(self["events"].value() or [])
        groups: dict[str, list[dict[str, Any]]] = {}
        for code in kinds.known():
            entry = {"code": code, "words": kinds.sentence(code), "is_chosen": code in chosen}
            groups.setdefault(code.partition(".")[0], []).append(entry)
        return list(groups.items())
