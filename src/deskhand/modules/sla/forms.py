"""The form of a policy: what it is for, and by whose calendar its time counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk
from deskhand.calendars.models import Calendar
from deskhand.modules.sla.models import PolicyVersion
from deskhand.modules.sla.models.policy import NAME_LIMIT
from deskhand.modules.sla.questions import QUERY_LIMIT
from deskhand.modules.sla.terms import Terms

OWN = "own:"
"""Before the id of a calendar that a policy names."""

SOURCE_WORDS = {
    "ticket": gettext_lazy("Whichever counts for the ticket: its organization’s, else its team’s, location’s, desk’s"),
    "desk": gettext_lazy("That of the desk"),
    "team": gettext_lazy("That of the team, else of the desk"),
    "organization": gettext_lazy("That of the organization, else of the desk"),
    "location": gettext_lazy("That of the location, else of the desk"),
    "always": gettext_lazy("None: every hour counts"),
}
"""Whose calendar counts, as the form offers it."""


class PolicyForm(forms.Form):
    """Everything of a policy but its targets."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LIMIT)
    query = forms.CharField(
        label=gettext_lazy("For which tickets"),
        max_length=QUERY_LIMIT,
        required=False,
        help_text=gettext_lazy(
            "A query, such as “organization:acme priority:>=high”. Empty: for all. Of two policies that fit, the upper "
            "one counts."
        ),
    )
    calendar = forms.ChoiceField(label=gettext_lazy("Whose calendar counts"))
    retroactive_start = forms.BooleanField(
        label=gettext_lazy("A ticket that comes to fit later counts from its beginning"),
        required=False,
        help_text=gettext_lazy("Otherwise from the moment on at which it fits."),
    )
    retroactive_pause = forms.BooleanField(
        label=gettext_lazy("Pauses before that count as pauses"),
        required=False,
        help_text=gettext_lazy("Otherwise what was a pause until then counts as time."),
    )
    only_new = forms.BooleanField(
        label=gettext_lazy("Only for tickets that are opened from now on"),
        required=False,
        help_text=gettext_lazy("Otherwise for all open tickets; what they were promised until now stays as it was."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, desk: Desk, now: Terms | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = now.calendar_id if now is not None else None
        self.fields["calendar"].choices = _calendars(desk, chosen)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, version: PolicyVersion, terms: Terms, desk: Desk) -> PolicyForm:
        """The form with what is so now."""
        now = initial(terms) | {"name": version.policy.name, "version": version.number, "only_new": version.only_new}
        return cls(desk=desk, now=terms, initial=now)

    @property
    def said(self) -> dict[str, Any]:
        """Its part of what a version says. The form must be valid."""
        typed = self.cleaned_data
        source, _colon, pk = typed["calendar"].partition(":")
        calendar = {"of": "own", "calendar": int(pk)} if pk else {"of": source}
        wanted = {name: typed[name] for name in ("query", "retroactive_start", "retroactive_pause")}
        return wanted | {"calendar": calendar}


def initial(terms: Terms) -> dict[str, Any]:
    """What the form holds for terms."""
    source = f"{OWN}{terms.calendar_id}" if terms.calendar_id is not None else terms.source
    names = ("query", "retroactive_start", "retroactive_pause")
    return {"calendar": source} | {name: getattr(terms, name) for name in names}


def _calendars(desk: Desk, chosen: int | None) -> Iterable[Any]:
    rows = list(Calendar.objects.usable_on(desk.pk).in_use().order_by("name", "pk"))
    named = [(f"{OWN}{one.pk}", one.name) for one in rows]
    if chosen is not None and all(one.pk != chosen for one in rows):
        gone = Calendar.objects.usable_on(desk.pk).filter(pk=chosen).first()
        named.append((f"{OWN}{chosen}", gone.name if gone else _("Not there any more: choose another")))
    found: list[Any] = list(SOURCE_WORDS.items())
    return [*found, (_("Always this one"), named)] if named else found
