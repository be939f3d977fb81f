"""The form of a picture in the settings of a catalog."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.logo import BYTES_LIMIT
from deskhand.modules.catalog.models.service import WORDS_LIMIT
from deskhand.portal.look_fields import content


class PictureForm(forms.Form):
    """A picture, and what it shows."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp", "class": "choose"}),
        help_text=format_lazy(_("PNG, JPEG or WebP, at most {size} MB."), size=BYTES_LIMIT // 2**20),
    )
    words = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=WORDS_LIMIT,
        help_text=_("For people who do not see it. Leave it empty if the title says it all."),
    )

    def given(self) -> dict[str, Any]:
        """What :func:`set_picture` takes. The form must be valid."""
        return {"content": content(self.cleaned_data["picture"]), "words": self.cleaned_data["words"]}
