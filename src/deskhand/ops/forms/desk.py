"""A desk, its teams, its people and the organizations they help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.actions.desks import DAYS_LIMIT
from deskhand.accounts.models import Desk, DeskRole, Person, Team, Tier, WhoMayOpen
from deskhand.accounts.models.desk import RoleName
from deskhand.accounts.models.person import EMAIL_LIMIT
from deskhand.kernel.permissions import STAFF
from deskhand.tickets.models import KINDS_TO_CHOOSE


class DeskForm(forms.Form):
    """What a desk's administrators decide about it."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Agents read it."))
    public_name = forms.CharField(
        label=_("Public name"), max_length=120, required=False, help_text=_("Requesters read it. Empty: the name.")
    )
    who_may_open = forms.ChoiceField(
        label=_("Who may open a ticket"), choices=WhoMayOpen.choices, widget=forms.RadioSelect
    )
    is_listed = forms.BooleanField(
        label=_("List the desk on the portal"),
        required=False,
        help_text=_("Otherwise it is reached by mail and by its address alone."),
    )
    language = forms.ChoiceField(label=_("Language"), help_text=_("Of letters to people who have not chosen one."))
    reopen_days = forms.IntegerField(
        label=_("Days in which an answer reopens"),
        min_value=0,
        max_value=DAYS_LIMIT,
        help_text=_("A later answer makes a new ticket that is linked to the old one."),
    )
    close_days = forms.IntegerField(
        label=_("Days of silence until a resolved ticket closes"),
        min_value=0,
        max_value=DAYS_LIMIT,
        help_text=_("0: never by itself. With a business calendar these are business days."),
    )
    warn_days = forms.IntegerField(
        label=_("Days before that on which the requester is told"),
        min_value=0,
        max_value=DAYS_LIMIT,
        required=False,
        help_text=_("0: nobody is told. The words are among those of letters: “Before a request closes”."),
    )
    form_kind = forms.ChoiceField(
        label=_("Requests from the web form begin as"),
        choices=KINDS_TO_CHOOSE,
        help_text=_("Mailboxes have their own."),
    )
    form_team = forms.ModelChoiceField(
        label=_("Team of requests from the web form"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("No team"),
    )
    signature = forms.CharField(
        label=_("Signature"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands under every answer, after the agent's own."),
    )

    def clean_warn_days(self) -> int:
        return self.cleaned_data["warn_days"] or 0

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.fields["form_team"].queryset = Team.objects.within(desk).active()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, desk: Desk) -> DeskForm:
        """The form with what is so now."""
        return cls(initial={name: getattr(desk, name) for name in cls.base_fields}, desk=desk)


class TeamForm(forms.Form):
    """A team of the desk."""

    name = forms.CharField(label=_("Name"), max_length=80)
    tier = forms.ChoiceField(
        label=_("Tier"),
        choices=Tier.choices,
        help_text=_("Giving a ticket to a higher tier asks for a hand-over note."),
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A team that is not in use keeps its tickets but is offered no new ones."),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = serving(desk)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, team: Team) -> TeamForm:
        """The form with what is so now."""
        now = {"name": team.name, "tier": team.tier, "is_active": team.is_active, "members": team.members.all()}
        return cls(desk=team.desk, initial=now)


class HearingForm(forms.Form):
    """Who hears of new tickets that no team has."""

    people = forms.ModelMultipleChoiceField(
        label=_("They hear of new tickets without a team"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By the channels that each has chosen. Of a ticket that has a team, the team hears."),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = serving(desk)  # type: ignore[attr-defined]


class SomebodyForm(forms.Form):
    """Somebody who is here (chosen from the list, or by a whole address), or somebody new with a name."""

    who = forms.CharField(label=_("Person"), max_length=EMAIL_LIMIT)
    who_id = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    new_name = forms.CharField(
        label=_("Name of somebody new"),
        max_length=200,
        required=False,
        help_text=_("Only for an address that is not known here yet."),
    )


class RoleForm(SomebodyForm):
    """A role for somebody."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)


class NewDeskForm(SomebodyForm):
    """Another desk, and who looks after it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    public_name = forms.CharField(
        label=_("Public name"), max_length=120, required=False, help_text=_("Requesters read it. Empty: the name.")
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Stands in addresses and stays for good, as in “hr”. Empty: it follows from the name."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), required=False, help_text=_("To people who have not chosen one.")
    )
    field_order = ("name", "public_name", "key", "language", "who", "new_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.fields["language"].initial = settings.LANGUAGE_CODE


def serving(desk: Desk) -> QuerySet[Person]:
    """Those who work on the desk, with an account that works."""
    roles = DeskRole.objects.filter(desk=desk, role__in=STAFF)
    return Person.objects.filter(pk__in=roles.values("person_id"), is_active=True).order_by("name")
