"""How a desk looks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import DeskBrand
from deskhand.accounts.models.brand import WORDS_LIMIT
from deskhand.portal import look_fields


class BrandForm(forms.Form):
    """Logo, accent colour and words of a desk on the portal."""

    accent = look_fields.accent_field()
    logo = look_fields.logo_field(
        _("PNG, JPEG or WebP, at most {size} MB. It stands at the top of the portal's pages and of letters.")
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
        return look_fields.content(self.cleaned_data["logo"])

    @classmethod
    def of(cls, brand: DeskBrand | None) -> BrandForm:
        """The form with what is so now."""
        return cls(initial={"accent": brand.accent, "words": brand.words} if brand else {})
