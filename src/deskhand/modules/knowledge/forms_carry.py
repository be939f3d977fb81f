"""What one says when articles are imported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.modules.knowledge.actions.import_articles import SIMPLE
from deskhand.modules.knowledge.models import Audience

AS_DRAFTS, AT_ONCE = "drafts", "published"


class ArchiveForm(forms.Form):
    """Which archive, and in which language its pages are that name none."""

    file = forms.FileField(label=_("ZIP file"), allow_empty_file=True)
    language = forms.ChoiceField(label=_("Language of pages that name none"), choices=settings.LANGUAGES)


class StartForm(forms.Form):
    """For whom, and how. Who may not publish for people outside the desk is offered the desk's own people alone."""

    audience = forms.ChoiceField(label=_("Who may read them"), widget=forms.RadioSelect)
    state = forms.ChoiceField(
        label=_("What becomes of them"),
        widget=forms.RadioSelect,
        initial=AS_DRAFTS,
        choices=[
            (AS_DRAFTS, _("Drafts: each is published by hand")),
            (AT_ONCE, _("Published at once, except pages that are marked as drafts")),
        ],
    )
    keeps_audiences = forms.BooleanField(
        label=_("Keep the audience that a page names itself"),
        help_text=_("Pages for some organizations, teams or people are for the desk’s own people until you say more."),
        required=False,
    )

    def __init__(self, *args: Any, is_publisher: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = SIMPLE if is_publisher else (Audience.AGENTS,)
        self.fields["audience"].choices = [(str(one), one.label) for one in offered]  # type: ignore[attr-defined]
        self.fields["audience"].initial = str(Audience.AGENTS)
        if not is_publisher:
            del self.fields["keeps_audiences"]
