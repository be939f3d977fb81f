"""Forms of cases and their classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.permissions import READERS
from deskhand.modules.cases.actions import ClassWords
from deskhand.modules.cases.models import (
    CLASS_NAME_LIMIT,
    ENDING_LIMIT,
    ENDINGS_LIMIT,
    MONTHS_LIMIT,
    OUTCOME_LIMIT,
    CaseClass,
    CaseFile,
)
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

TEXT_LIMIT = 100_000
"""Longest text with which a case is opened on its own forms, in characters."""


class ClassForm(forms.Form):
    """A class of cases."""

    name = forms.CharField(label=_("Name"), max_length=CLASS_NAME_LIMIT)
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        initial=True,
        help_text=_("Only the people below read these cases, nobody else of the desk. Letters say nothing of them."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People who read them"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams who read them"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who is a member when a case is opened. Each case can have a list of its own afterwards."),
    )
    excludes_manager = forms.BooleanField(
        label=_("The manager never reads it"),
        required=False,
        help_text=_("Of the person whom a case is about, whatever role they have on this desk."),
    )
    is_offered = forms.BooleanField(
        label=_("Requesters may open one themselves"), required=False, help_text=_("On the portal, signed in.")
    )
    takes_nameless = forms.BooleanField(
        label=_("Anybody may report without a name"),
        required=False,
        help_text=_("On the portal, without signing in. They answer with a number and a code that only they have."),
    )
    keep_months = forms.IntegerField(
        label=_("Months for which a case is kept after its end"),
        min_value=0,
        max_value=MONTHS_LIMIT,
        initial=0,
        help_text=_("The day stands on the case. 0: nothing is said. Nothing is deleted by itself."),
    )
    endings = forms.CharField(
        label=_("How cases end"),
        required=False,
        max_length=ENDINGS_LIMIT * (ENDING_LIMIT + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line, such as “proven”. If there are any, one is chosen before a case is resolved."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        serving = Person.objects.filter(desk_roles__desk=desk, desk_roles__role__in=READERS, is_active=True)
        self.fields["people"].queryset = serving.distinct().order_by("name")  # type: ignore[attr-defined]
        self.fields["teams"].queryset = Team.objects.within(desk).active().order_by("name")  # type: ignore[attr-defined]
        self.tongues = {f"name_{code}": code for code, _word in settings.LANGUAGES if code != desk.language}
        for field, code in self.tongues.items():
            label = _("Name in %(language)s") % {"language": dict(settings.LANGUAGES)[code]}
            self.fields[field] = forms.CharField(label=label, max_length=CLASS_NAME_LIMIT, required=False)
        self.order_fields(["name", *self.tongues])

    @classmethod
    def of(cls, row: CaseClass) -> ClassForm:
        """The form with what is so now."""
        now = {name: getattr(row, name) for name in cls.base_fields if name not in ("people", "teams")}
        now |= {"endings": "\n".join(row.endings)}
        now |= {"people": row.readers.exclude(person=None).values_list("person_id", flat=True)}
        now |= {"teams": row.readers.exclude(team=None).values_list("team_id", flat=True)}
        return cls(desk=row.desk, initial=now | {f"name_{code}": words for code, words in row.words.items()})

    def said(self) -> ClassWords:
        """What the action wants."""
        given = dict(self.cleaned_data)
        words = {code: given.pop(field) for field, code in self.tongues.items()}
        endings = given.pop("endings").splitlines()
        return ClassWords(**given, words=words, endings=endings)


class _OfClass(forms.Form):
    case_class = forms.ModelChoiceField(
        label=_("Class"), queryset=CaseClass.objects.none(), empty_label=_("Choose a class")
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case_class"]
        field.queryset, field.label_from_instance = classes, lambda one: one.shown_name


def choose_plainly(form: forms.Form, classes: Any) -> None:
    """Ask a requester for the class in their own words; with one class there is nothing to choose."""
    field: Any = form.fields["case_class"]
    field.label, only = _("What is it about?"), list(classes[:2])
    if len(only) == 1:
        field.empty_label, field.initial = None, only[0].pk


class CaseForm(_OfClass):
    """A new case. For whom, and about whom, is asked beside it."""

    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LIMIT)
    text = forms.CharField(label=_("What happened"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 8}))


class NamelessForm(_OfClass):
    """A report without a name."""

    subject = forms.CharField(label=_("In a few words"), max_length=SUBJECT_LIMIT)
    text = forms.CharField(
        label=_("What happened"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("When and where, who saw it, and how you know of it. Leave out what only you can know."),
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, classes=classes, **kwargs)
        choose_plainly(self, classes)
        for name in ("subject", "text"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class FileForm(_OfClass):
    """Of what class a case is, and what came of it."""

    ending = forms.ChoiceField(label=_("How it ended"), required=False)
    outcome = forms.CharField(
        label=_("Outcome"), max_length=OUTCOME_LIMIT, required=False, help_text=_("What came of it, in a sentence.")
    )

    def __init__(self, *args: Any, classes: Any, row: CaseFile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, classes=classes, **kwargs)
        groups: list[Any] = [(one.shown_name, [(way, way) for way in one.endings]) for one in classes if one.endings]
        former = row.ending if row is not None else ""
        if former and not any(former in one.endings for one in classes):
            groups.append((former, former))
        self.fields["ending"].choices = [("", _("Not said yet")), *groups]  # type: ignore[attr-defined]
        if not groups:
            self.fields.pop("ending")

    @classmethod
    def of(cls, row: CaseFile | None, classes: Any) -> FileForm:
        """The form with what is so now."""
        now = {"case_class": row.case_class_id, "ending": row.ending, "outcome": row.outcome} if row is not None else {}
        return cls(classes=classes, row=row, initial=now)
