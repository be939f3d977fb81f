"""The form of an announcement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization
from deskhand.kernel import clock
from deskhand.modules.announcements.actions import Details, Words
from deskhand.modules.announcements.actions.publish import TEXT_LIMIT
from deskhand.modules.announcements.models import TITLE_LIMIT, Announcement, Audience, Kind
from deskhand.tickets.people import organizations_of

MOMENT = "%Y-%m-%dT%H:%M"


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})


class AnnouncementForm(forms.Form):
    """Words in the desk's language, and in each of the others if somebody writes them: ``title_de``, ``text_de``."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.OUTAGE)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    text = forms.CharField(
        label=_("Text"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    starts_at = forms.DateTimeField(label=_("Shown from"), widget=_moment())
    ends_at = forms.DateTimeField(
        label=_("Until"), required=False, widget=_moment(), help_text=_("Empty: until somebody ends it.")
    )
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.EVERYBODY
    )
    organizations = forms.ModelMultipleChoiceField(
        label=_("Organizations"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts only for “People of some organizations”."),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizations"].queryset = organizations_of([desk.pk]).order_by("name")  # type: ignore[attr-defined]
        self.other_languages = [(code, name) for code, name in settings.LANGUAGES if code != desk.language]
        for code, _name in self.other_languages:
            self.fields[f"title_{code}"] = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT, required=False)
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 5})
            )

    @classmethod
    def fresh(cls, desk: Desk) -> AnnouncementForm:
        """An empty form that begins now."""
        return cls(desk=desk, initial={"starts_at": timezone.localtime(clock.now()).replace(second=0, microsecond=0)})

    @classmethod
    def of(cls, row: Announcement) -> AnnouncementForm:
        """The form with what is so now."""
        names = ("kind", "title", "text", "starts_at", "ends_at", "audience")
        now: dict[str, Any] = {name: getattr(row, name) for name in names}
        now["organizations"] = row.organizations.all()
        for code, words in row.others.items():
            now |= {f"title_{code}": words["title"], f"text_{code}": words["text"]}
        return cls(desk=row.desk, initial=now)

    @property
    def details(self) -> Details:
        """What the action takes. The form must be valid."""
        wanted = self.cleaned_data
        others = {code: Words(wanted[f"title_{code}"], wanted[f"text_{code}"]) for code, _name in self.other_languages}
        return Details(
            kind=wanted["kind"],
            words=Words(wanted["title"], wanted["text"]),
            starts_at=wanted["starts_at"],
            ends_at=wanted["ends_at"],
            audience=wanted["audience"],
            organizations=list(wanted["organizations"]) if wanted["audience"] == Audience.ORGANIZATIONS else [],
            others=others,
        )
