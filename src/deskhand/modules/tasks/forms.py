"""The form of a task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.modules.tasks.actions import NewTask
from deskhand.modules.tasks.actions.adding import NOTE_LIMIT
from deskhand.modules.tasks.models import TITLE_LIMIT, Task
from deskhand.tickets import choosing

MOMENT = "%Y-%m-%dT%H:%M"
NAMES = ("title", "note", "assignee", "team", "due_at", "is_mandatory")


class TaskForm(forms.Form):
    """Everything that a task says. What is left out of a post stays as it began (the quick line posts just a title)."""

    title = forms.CharField(label=_("What is to be done"), max_length=TITLE_LIMIT)
    note = forms.CharField(
        label=_("Note"), max_length=NOTE_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    assignee = forms.ModelChoiceField(
        label=_("Assignee"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )
    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )
    is_mandatory = forms.BooleanField(label=_("Must be done before the ticket is resolved"), required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = choosing.agents(desk)  # type: ignore[attr-defined]
        self.fields["assignee"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.within(desk).active()  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.show_hidden_initial = True

    @classmethod
    def of(cls, task: Task) -> TaskForm:
        """The form with what is so now."""
        return cls(desk=task.ticket.desk, initial=_now(task))

    @classmethod
    def posted(cls, given: Any, *, desk: Desk, task: Task | None = None) -> TaskForm:
        """The form as somebody filled it in. It says itself what it began with: what a colleague changes meanwhile,
        and the form does not, differs from nothing."""
        return cls(given, desk=desk, initial=_now(task) if task is not None else {})

    @property
    def new(self) -> NewTask:
        """What the action takes. The form must be valid."""
        return NewTask(**{name: self.cleaned_data[name] for name in NAMES})

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from what the form began with."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in NAMES}


def _now(task: Task) -> dict[str, Any]:
    due = timezone.localtime(task.due_at).replace(second=0, microsecond=0) if task.due_at else None
    values = {"title": task.title, "note": task.note, "is_mandatory": task.is_mandatory, "due_at": due}
    return values | {"assignee": task.assignee_id, "team": task.team_id}
