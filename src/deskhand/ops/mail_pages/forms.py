"""Forms of the mail pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TestLetterForm(forms.Form):
    """Where a test letter goes."""

    to = forms.EmailField(label=_("Send a test letter to"), max_length=254)


class WordsForm(forms.Form):
    """A desk's own words for a kind of letter."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}))
