"""The form of an announcement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization
from deskhand.kernel import clock
from deskhand.modules.announcements import steps
from deskhand.modules.announcements.actions import Details, Words
from deskhand.modules.announcements.forms_steps import SPARE, fields_of_step, moment, sent_steps
from deskhand.modules.announcements.models import STEP_LIMIT, TITLE_LIMIT, Announcement, Audience, Kind
from deskhand.modules.announcements.steps import Step
from deskhand.modules.announcements.texts import TEXT_LIMIT
from deskhand.tickets.people import organizations_of


class AnnouncementForm(forms.Form):
    """Words in the desk's language, and in each of the others if somebody writes them: ``title_de``, ``text_de``."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.OUTAGE)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    text = forms.CharField(
        label=_("Text"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    starts_at = forms.DateTimeField(label=_("Shown from"), widget=moment())
    ends_at = forms.DateTimeField(
        label=_("Until"), required=False, widget=moment(), help_text=_("Empty: until somebody ends it.")
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

    def __init__(self, *args: Any, desk: Desk, planned: Sequence[Step] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizations"].queryset = organizations_of([desk.pk]).order_by("name")  # type: ignore[attr-defined]
        self.other_languages = [(code, name) for code, name in settings.LANGUAGES if code != desk.language]
        for code, _name in self.other_languages:
            self.fields[f"title_{code}"] = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT, required=False)
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 5})
            )
        self.lines = max(min(len(planned) + SPARE, STEP_LIMIT), sent_steps(self.data))
        for number in range(self.lines):
            step = planned[number] if number < len(planned) else Step()
            self.fields |= fields_of_step(number, step, [code for code, _name in self.other_languages])

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
        return cls(desk=row.desk, initial=now, planned=steps.of(row.steps))

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
            steps=[self._step(number) for number in range(self.lines)],
        )

    def step_rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each further text, for the page: ``others`` with the names of their languages."""
        for number in range(self.lines):
            names = ("step_at", "step_title", "step_text")
            own = {name.partition("_")[2]: self[f"{name}_{number}"] for name in names}
            others = [
                (name, self[f"step_title_{number}_{code}"], self[f"step_text_{number}_{code}"])
                for code, name in self.other_languages
            ]
            yield {"number": number, "others": others, **own}

    def _step(self, number: int) -> Step:
        said = self.cleaned_data
        return Step(
            at=said[f"step_at_{number}"],
            words=Words(said[f"step_title_{number}"], said[f"step_text_{number}"]),
            others={
                code: Words(said[f"step_title_{number}_{code}"], said[f"step_text_{number}_{code}"])
                for code, _name in self.other_languages
            },
        )
