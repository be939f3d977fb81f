"""How a desk looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.logo import BYTES_LIMIT
from deskhand.accounts.models import DeskBrand
from deskhand.accounts.models.brand import WORDS_LIMIT


class BrandForm(forms.Form):
    """Logo, accent colour and words of a desk on the portal."""

    accent = forms.CharField(
        label=_("Accent colour"),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "#0b5c7a", "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Of buttons and links on the portal. In each theme the nearest shade that can be read is used."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp", "class": "choose"}),
        help_text=format_lazy(
            _("PNG, JPEG or WebP, at most {size} MB. It stands at the top of the portal's pages and of letters."),
            size=BYTES_LIMIT // 2**20,
        ),
    )
    drop_logo = forms.BooleanField(label=_("Show no logo"), required=False)
    words = forms.CharField(
        label=_("Words on the portal"),
        max_length=WORDS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Above the form for a new request: opening hours, a number for emergencies."),
    )

    def clean_logo(self) -> bytes | None:
        """The content of the file; what it holds is judged by the action."""
        given: Any = self.cleaned_data["logo"]
        return given.read() if isinstance(given, UploadedFile) else None

    @classmethod
    def of(cls, brand: DeskBrand | None) -> BrandForm:
        """The form with what is so now."""
        return cls(initial={"accent": brand.accent, "words": brand.words} if brand else {})
