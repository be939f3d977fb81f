"""The forms of a home: what it says and for whom, and the ways to reach the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization
from deskhand.modules.knowledge.actions.homes import HomeDetails
from deskhand.modules.knowledge.contacts import CONTACT_LIMIT, LABEL_LIMIT, VALUE_LIMIT, Contact
from deskhand.modules.knowledge.models import Home, Way
from deskhand.modules.knowledge.models.home import HEADING_LIMIT, HOME_NAME_LIMIT, HOME_WORDS_LIMIT, WORD_LIMIT
from deskhand.portal import look_fields
from deskhand.tickets.people import organizations_of


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3, "dir": "auto"})


class HomeForm(forms.Form):
    """What a home is called and says, for whom it is, and how it looks."""

    name = forms.CharField(
        label=_("Name"),
        max_length=HOME_NAME_LIMIT,
        help_text=_("It stands at the top of the pages, beside the logo."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    heading = forms.CharField(
        label=_("Heading"), max_length=HEADING_LIMIT, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    words = forms.CharField(
        label=_("Your words"),
        max_length=HOME_WORDS_LIMIT,
        required=False,
        widget=_area(),
        help_text=_("On the home, and above the form for a request."),
    )
    organizations = forms.ModelMultipleChoiceField(
        label=_("For people of these organizations"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They meet it as soon as they are signed in. Nobody else learns of it."),
    )
    is_general = forms.BooleanField(
        label=_("For everybody who has no home of their own"),
        required=False,
        help_text=_("Strangers, too. One home of the desk can be that."),
    )
    word = forms.CharField(
        label=_("Word in its own address"),
        max_length=WORD_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off", "placeholder": "aurora"}),
        help_text=_("For a brand: anybody may open the home at this address. Leave it empty for no such address."),
    )
    accent = look_fields.accent_field()
    logo = look_fields.logo_field(_("PNG, JPEG or WebP, at most {size} MB."))
    drop_logo = forms.BooleanField(label=_("Show no logo"), required=False)

    def __init__(self, *args: Any, desk: Desk, home: Home | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Q(pk__in=organizations_of([desk.pk]).values("pk"))
        if home is not None:
            known |= Q(pk__in=home.organizations.values("pk"))
        else:
            del self.fields["drop_logo"]
        self.fields["organizations"].queryset = Organization.objects.filter(known).order_by("name")  # type: ignore[attr-defined]
        for code, name in self.other_languages:
            about = {"language": name}
            self.fields[f"heading_{code}"] = forms.CharField(
                label=_("Heading (%(language)s)") % about, max_length=HEADING_LIMIT, required=False
            )
            self.fields[f"words_{code}"] = forms.CharField(
                label=_("Your words (%(language)s)") % about,
                max_length=HOME_WORDS_LIMIT,
                required=False,
                widget=_area(),
            )

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """Languages besides the installation's own."""
        return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE.partition("-")[0]]

    def other_fields(self) -> list[tuple[str, Any, Any]]:
        """Heading and words of each further language, for the page."""
        return [(name, self[f"heading_{code}"], self[f"words_{code}"]) for code, name in self.other_languages]

    def clean_logo(self) -> bytes | None:
        """The content of the file; what it holds is judged by the action."""
        return look_fields.content(self.cleaned_data["logo"])

    @classmethod
    def of(cls, home: Home) -> HomeForm:
        """The form with what is so now."""
        names = ("name", "heading", "words", "word", "is_general", "accent")
        now: dict[str, Any] = {name: getattr(home, name) for name in names}
        now["organizations"] = home.organizations.all()
        for code, said in home.others.items():
            now |= {f"{name}_{code}": text for name, text in said.items()}
        return cls(desk=home.desk, home=home, initial=now)

    @property
    def details(self) -> HomeDetails:
        """What the action takes. The form must be valid."""
        said = self.cleaned_data
        own = ("name", "heading", "words", "word", "is_general", "accent", "logo")
        others = {
            code: {"heading": said[f"heading_{code}"], "words": said[f"words_{code}"]}
            for code, _name in self.other_languages
        }
        return HomeDetails(
            **{name: said[name] for name in own},
            organizations=list(said["organizations"]),
            others=others,
            drop_logo=bool(said.get("drop_logo")),
        )


class ContactsForm(forms.Form):
    """Ways to reach the desk: one line each; a line without a value is none."""

    def __init__(self, *args: Any, contacts: list[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = max(min(len(contacts) + 2, CONTACT_LIMIT), self._sent())
        for number in range(self.lines):
            now = contacts[number] if number < len(contacts) else Contact(way=Way.PHONE, value="")
            self.fields |= {
                f"way_{number}": forms.ChoiceField(
                    label=_("Kind"), choices=Way.choices, required=False, initial=now.way
                ),
                f"value_{number}": forms.CharField(
                    label=_("Number, address or place"), max_length=VALUE_LIMIT, required=False, initial=now.value
                ),
                f"label_{number}": forms.CharField(
                    label=_("What it is called"), max_length=LABEL_LIMIT, required=False, initial=now.label
                ),
                f"is_timed_{number}": forms.BooleanField(
                    label=_("Only in opening hours"), required=False, initial=now.is_timed
                ),
            }

    def _sent(self) -> int:
        sent = (number for number in range(CONTACT_LIMIT) if f"value_{number}" in self.data)
        return max(sent, default=-1) + 1

    def rows(self) -> Iterator[list[Any]]:
        """The fields of each line, for the page."""
        for number in range(self.lines):
            yield [self[f"{name}_{number}"] for name in ("way", "value", "label", "is_timed")]

    @property
    def contacts(self) -> list[Contact]:
        """What the action takes. The form must be valid."""
        said = self.cleaned_data
        return [
            Contact(
                way=said[f"way_{number}"] or Way.PHONE,
                value=said[f"value_{number}"],
                label=said[f"label_{number}"],
                is_timed=said[f"is_timed_{number}"],
            )
            for number in range(self.lines)
        ]
