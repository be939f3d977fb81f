"""Forms of categories, templates, settings and licences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.modules.knowledge import catalogue, tongues
from deskhand.modules.knowledge.actions.arrange import TEXT_LIMIT, ShelfDetails
from deskhand.modules.knowledge.actions.settings import (
    ADDRESS_LIMIT,
    FIRST_AUDIENCES,
    MODEL_LIMIT,
    MONTHS_LIMIT,
    ORIGIN_LENGTH,
    ORIGIN_LIMIT,
    SECRET_LIMIT,
)
from deskhand.modules.knowledge.forms_edit import EditForm
from deskhand.modules.knowledge.models import Audience, Rules, Shelf, Template
from deskhand.modules.knowledge.models.shelf import ICONS, NAME_LIMIT
from deskhand.modules.knowledge.words import PARTS


class ShelfForm(forms.Form):
    """A category: what it is called and says, in the desk's language and in the others that the desk offers, and where
    it stands."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.CharField(
        label=_("Description"),
        max_length=TEXT_LIMIT,
        required=False,
        help_text=_("A sentence below the name, on the help center."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    parent = forms.ChoiceField(label=_("Stands in"), required=False)
    icon = forms.ChoiceField(label=_("Picture"), required=False, choices=[("", _("None")), *ICONS.items()])

    def __init__(self, *args: Any, desk: Desk, shelf: Shelf | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        within = catalogue.below(desk, shelf.pk) if shelf is not None else []
        choices = [(pk, label) for pk, label in catalogue.shelf_choices(desk) if int(pk) not in within]
        self.fields["parent"].choices = [("", _("Nothing: it is a category")), *choices]  # type: ignore[attr-defined]
        own = desk.language.partition("-")[0]
        self.others = [(code, name) for code, name in tongues.offered(desk.pk) if code != own]
        for code, name in self.others:
            called, told = _now("Name in %(language)s"), _now("Description in %(language)s")
            self.fields[f"name_{code}"] = _line(called % {"language": name}, NAME_LIMIT)
            self.fields[f"text_{code}"] = _line(told % {"language": name}, TEXT_LIMIT)

    @classmethod
    def of(cls, shelf: Shelf, posted: Any = None) -> ShelfForm:
        """The form with what is so now, and with what was posted."""
        now: dict[str, Any] = {"name": shelf.name, "text": shelf.text, "icon": shelf.icon}
        now |= {"parent": str(shelf.parent_id or "")}
        now |= {f"name_{code}": name for code, name in shelf.names.items()}
        now |= {f"text_{code}": text for code, text in shelf.texts.items()}
        return cls(posted, desk=shelf.desk, shelf=shelf, initial=now)

    def further(self) -> list[tuple[Any, Any]]:
        """Fields of the other languages in pairs, for the page."""
        return [(self[f"name_{code}"], self[f"text_{code}"]) for code, _name in self.others]

    def details(self, shelf: Shelf | None = None) -> ShelfDetails:
        """What was written; languages that the desk does not offer now keep what they had. The form must be valid."""
        said = self.cleaned_data
        names, texts = (dict(shelf.names), dict(shelf.texts)) if shelf is not None else ({}, {})
        for code, _name in self.others:
            names[code], texts[code] = said[f"name_{code}"], said[f"text_{code}"]
        return ShelfDetails(name=said["name"], text=said["text"], icon=said["icon"], names=names, texts=texts)


class TemplateForm(EditForm):
    """What articles can be begun from: a name, and parts as those of an article."""

    title = summary = note = in_step = known = None  # type: ignore[assignment]
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LIMIT,
        help_text=_("What articles of this kind are, such as “How to” or “Known error”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    @classmethod
    def of(cls, template: Template) -> TemplateForm:
        """The form with what is so now."""
        now = {part: getattr(template, part) for part in PARTS}
        return cls(initial=now | {"name": template.name})

    def html_parts(self) -> dict[str, str]:
        """What was written, as HTML."""
        return {part: self._html(part) for part in PARTS}


class RulesForm(forms.Form):
    """How the desk keeps its articles."""

    is_behind_sign_in = forms.BooleanField(
        label=_("Only people who are signed in read articles"),
        required=False,
        help_text=_("Strangers, search engines and the widget then see none, not even what is for everybody."),
    )
    first_audience = forms.ChoiceField(
        label=_("Who may read a new article"),
        choices=[(one.value, one.label) for one in Audience if one in FIRST_AUDIENCES],
        widget=forms.RadioSelect,
        help_text=_("Until somebody chooses otherwise. People outside the desk read it only once it is validated."),
    )
    review_months = forms.IntegerField(
        label=_("Look at an article again after so many months"),
        min_value=0,
        max_value=MONTHS_LIMIT,
        help_text=_("Counted from its publishing and from each use. 0: never by itself."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which articles are written and offered. What stands in another one already stays."),
    )
    widget_origins = forms.CharField(
        label=_("Sites that may embed the widget"),
        required=False,
        max_length=ORIGIN_LIMIT * (ORIGIN_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://www.example.com"}),
        help_text=_("One on each line, as in https://www.example.com. No site: no widget."),
    )

    @classmethod
    def of(cls, rules: Rules) -> RulesForm:
        """The form with what is so now."""
        now: dict[str, Any] = {
            name: getattr(rules, name) for name in ("is_behind_sign_in", "first_audience", "review_months")
        }
        now["languages"] = rules.languages or [code for code, _name in settings.LANGUAGES]
        return cls(initial=now | {"widget_origins": "\n".join(rules.widget_origins)})

    def changes(self) -> dict[str, Any]:
        """What is wished. The form must be valid."""
        return {**self.cleaned_data, "widget_origins": self.cleaned_data["widget_origins"].splitlines()}


class WriterForm(forms.Form):
    """The language model that drafts answers."""

    address = forms.CharField(
        label=_("Address"),
        max_length=ADDRESS_LIMIT,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://models.example.org/v1"}),
        help_text=_("Of any service that speaks OpenAI’s interface. Empty: there is none."),
    )
    model = forms.CharField(
        label=_("Model"), max_length=MODEL_LIMIT, required=False, help_text=_("Its name, as the service calls it.")
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=SECRET_LIMIT,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "The service’s key. It is kept encrypted and never shown again. Empty: the one that is kept stays."
        ),
    )

    @classmethod
    def of(cls, rules: Rules) -> WriterForm:
        """The form with what is so now; the secret stays where it is."""
        return cls(initial={"address": rules.writer_address, "model": rules.writer_model})


def _line(label: str, limit: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
