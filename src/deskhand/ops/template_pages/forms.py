"""What a new desk that begins with a template needs besides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.desk_templates.file import Template
from deskhand.desk_templates.shown import modules_of
from deskhand.kernel import modules
from deskhand.ops.forms.desk import NewDeskForm
from deskhand.portal import look_fields


def language_field() -> forms.ChoiceField:
    """In which language the content is."""
    return forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the content, and of letters to people who have not chosen one."),
    )


class DeskFromTemplateForm(NewDeskForm):
    """Another desk, with what a template has for it. Everything can be changed afterwards."""

    language = language_field()
    accent = look_fields.accent_field()
    switch_on = forms.MultipleChoiceField(
        label=_("Modules"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What belongs to a module that stays off can be added later."),
    )

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["switch_on"].choices = _modules(template)  # type: ignore[attr-defined]
        self.fields["switch_on"].initial = modules_of(template)


def _modules(template: Template) -> list[tuple[str, Any]]:
    found = [config for label in modules_of(template) if (config := modules.module(label)) is not None]
    return [(config.label, config.title) for config in found]
