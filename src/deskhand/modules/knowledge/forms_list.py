"""What the list of articles can be narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.modules.knowledge import catalogue
from deskhand.modules.knowledge.models import Audience, Confidence
from deskhand.modules.knowledge.models.use import WORDS_LIMIT

NEEDS = [
    ("in_review", _("In review")),
    ("draft", _("With a draft")),
    ("flagged", _("To mend")),
    ("due", _("Review due")),
    ("stale", _("Stale translations")),
    ("expiring", _("Expired, or soon")),
    ("decaying", _("Decayed")),
]


class ListForm(forms.Form):
    """All fields may be empty; what is not known is left out."""

    narrows = True

    q = forms.CharField(label=_("Find an article"), max_length=WORDS_LIMIT, required=False)
    needs = forms.ChoiceField(label=_("Needs"), required=False, choices=[("", _("Anything")), *NEEDS])
    confidence = forms.ChoiceField(
        label=_("Confidence"), required=False, choices=[("", _("All but archived")), *Confidence.choices]
    )
    audience = forms.ChoiceField(label=_("Audience"), required=False, choices=[("", _("Any")), *Audience.choices])
    shelf = forms.ChoiceField(label=_("Category"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("Any")), *settings.LANGUAGES])
    owner = forms.ChoiceField(
        label=_("Owner"), required=False, choices=[("", _("Anybody")), ("me", _("Me")), ("nobody", _("Nobody"))]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("changed", _("Changed last")),
            ("title", _("Title")),
            ("uses", _("Most used")),
            ("review", _("Review date")),
            ("decay", _("Decay")),
            ("created", _("Newest")),
        ],
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelf"].choices = [("", _("Any")), *catalogue.shelf_choices(desk)]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen and can be chosen."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
