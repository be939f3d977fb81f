"""Forms of the page about sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.mail.models import Lane
from deskhand.mail.models.lane import CONNECTIONS, FILES_MB, MOST_CONNECTIONS, MOST_FILES_MB, MOST_RATE, RATE

PEM_LIMIT = 20_000
"""Characters of a pasted key."""


class SendingForm(forms.Form):
    """How much goes out of a mailbox at once."""

    connections = forms.IntegerField(
        label=_("Connections at once"), min_value=1, max_value=MOST_CONNECTIONS, initial=CONNECTIONS
    )
    rate = forms.IntegerField(
        label=_("Letters in a minute"),
        min_value=0,
        max_value=MOST_RATE,
        initial=RATE,
        help_text=_("0: no limit. Notifications leave a fifth of it to answers."),
    )
    files_mb = forms.IntegerField(
        label=_("Files in one letter, in MB"),
        min_value=0,
        max_value=MOST_FILES_MB,
        initial=FILES_MB,
        help_text=_("What does not fit is sent as a link."),
    )

    @classmethod
    def of(cls, lane: Lane | None) -> SendingForm:
        """The form with what is so now."""
        return cls(initial={name: getattr(lane, name) for name in cls.base_fields} if lane else None)


class SigningForm(forms.Form):
    """A key to sign with. Without a pasted one a new one is made."""

    selector = forms.CharField(
        label=_("Selector"), max_length=63, required=False, help_text=_("Names the key in the DNS. Empty: one is made.")
    )
    pem = forms.CharField(
        label=_("Private key"),
        max_length=PEM_LIMIT,
        required=False,
        help_text=_("Only if you have one already, in PEM form. Empty: a new one is made."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "signing_%s", **kwargs})
