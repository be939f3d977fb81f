"""The fields of how pages of the portal look, for every form that asks for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.logo import BYTES_LIMIT


def accent_field() -> forms.CharField:
    """A colour. Whether it is one is judged by the action."""
    return forms.CharField(
        label=_("Accent colour"),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "#0b5c7a", "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Of buttons and links on the portal. In each theme the nearest shade that can be read is used."),
    )


def logo_field(help_text: Any) -> forms.FileField:
    """A picture; ``help_text`` has a place for its ``{size}`` in MB."""
    return forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp", "class": "choose"}),
        help_text=format_lazy(help_text, size=BYTES_LIMIT // 2**20),
    )


def content(given: Any) -> bytes | None:
    """The content of a chosen file, None for none; what it holds is judged by the action."""
    return given.read() if isinstance(given, UploadedFile) else None
