"""The form for a note about a person, or a contact with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.actions.person_records import RECORD_TEXT_LIMIT
from deskhand.tickets.models import PersonRecord, RecordKind, Ticket


class RecordForm(forms.Form):
    """What was, when, and on which ticket of the desk."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=RecordKind.choices)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=RECORD_TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Empty: now."),
    )
    ticket = forms.CharField(label=gettext_lazy("Ticket number"), required=False, max_length=20)

    def __init__(self, *args: Any, desk: Desk, row: PersonRecord | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.row = desk, row
        if row is not None:
            self.fields["at"].help_text = ""

    def clean_ticket(self) -> Ticket | None:
        typed = self.cleaned_data["ticket"].strip().lstrip("#")
        if not typed:
            return None
        found = Ticket.objects.within(self.desk).filter(number=int(typed)) if is_readable_number(typed) else None
        ticket: Ticket | None = found.first() if found is not None else None
        if ticket is None:
            raise forms.ValidationError(_("This desk has no ticket of that number."))
        return ticket

    @classmethod
    def of(cls, row: PersonRecord) -> RecordForm:
        """The form with what is so now."""
        number = row.ticket.number if row.ticket and row.ticket.desk_id == row.desk_id else ""
        now = {"kind": row.kind, "text": row.text, "at": row.at, "ticket": number}
        return cls(desk=row.desk, row=row, initial=now)
