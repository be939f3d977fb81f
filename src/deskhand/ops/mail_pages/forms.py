"""Forms of the mail pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.mail.letters import BODY_LIMIT, SUBJECT_LIMIT
from deskhand.mail.models import Mailbox
from deskhand.mail.rehearsal import LARGEST
from deskhand.mail.surroundings import WITH

PASTED_LIMIT = 1_000_000
"""Characters of a message that is pasted; a larger one is chosen as a file."""


class TestLetterForm(forms.Form):
    """Where a test letter goes."""

    to = forms.EmailField(label=_("Send a test letter to"), max_length=254)


class WordsForm(forms.Form):
    """A desk's own words for a kind of letter."""

    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LIMIT)
    body = forms.CharField(label=_("Text"), max_length=BODY_LIMIT, widget=forms.Textarea(attrs={"rows": 14}))


class TryForm(forms.Form):
    """A message to be tried: pasted with its headers, or as a file."""

    mailbox = forms.ModelChoiceField(label=_("As if it came to"), queryset=Mailbox.objects.none(), empty_label=None)
    message = forms.CharField(
        label=_("The message as it came, with its headers"),
        required=False,
        strip=False,
        max_length=PASTED_LIMIT,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "font-mono text-xs"}),
    )
    file = forms.FileField(label=_("Or a file (.eml)"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["mailbox"]
        box.queryset = Mailbox.objects.within(desk).select_related("team", *WITH).order_by("name")
        box.label_from_instance = lambda row: row.address

    def raw(self) -> bytes:
        """The bytes of a valid form: the file, else what was pasted."""
        file = self.cleaned_data.get("file")
        if file is not None:
            return bytes(file.read(LARGEST + 1))
        return str(self.cleaned_data["message"]).encode("utf-8", "surrogatepass")
