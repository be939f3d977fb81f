"""Forms of the settings of a catalog."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization, Person, Team
from deskhand.modules.catalog import limits
from deskhand.modules.catalog.actions.items import Entitled
from deskhand.modules.catalog.models import (
    CancelUntil,
    CostCentreRule,
    Item,
    ItemKind,
    PriceEvery,
    ServiceStatus,
    Shelf,
    Whom,
)
from deskhand.modules.catalog.models.item import CODE_LIMIT, MOST_PRICE_DIGITS, TITLE_LIMIT
from deskhand.modules.catalog.models.service import WORDS_LIMIT, ForWhom
from deskhand.tickets import approving, fulfilling
from deskhand.tickets.models import KINDS_TO_CHOOSE, Priority, Service

ICONS = (
    "package laptop monitor smartphone phone key folder app-window user-plus door-closed mouse headphones printer "
    "file-key mail briefcase wrench life-buoy message-circle users shield globe"
).split()
"""Icons that an item or category can have."""


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no parameter here while it runs.
    """What an item is, costs and promises. Its questions are written in the designer."""

    code = forms.CharField(
        label=_("Code"), max_length=CODE_LIMIT, help_text=_("In addresses and conditions, for life: second-screen")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices)
    kind_of_ticket = forms.ChoiceField(label=_("Becomes"), choices=KINDS_TO_CHOOSE)
    icon = forms.ChoiceField(label=_("Icon"), required=False, choices=[(one, one) for one in ICONS])
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)
    price = forms.DecimalField(
        label=_("Price"), required=False, min_value=0, decimal_places=2, max_digits=MOST_PRICE_DIGITS
    )
    price_every = forms.ChoiceField(label=_("Paid"), choices=PriceEvery.choices)
    cost_centre_rule = forms.ChoiceField(label=_("Who pays"), choices=CostCentreRule.choices)
    cancel_until = forms.ChoiceField(label=_("Can be cancelled"), choices=CancelUntil.choices)
    most = forms.IntegerField(label=_("At most at once"), min_value=1, max_value=limits.MOST_PIECES)
    days = forms.IntegerField(label=_("Working days promised"), required=False, min_value=0, max_value=365)
    approval = forms.ChoiceField(label=_("Approval"), required=False)
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    from_on, until_on = _day(_("Offered from")), _day(_("Offered until"))
    title_de = forms.CharField(label=_("Title in German"), required=False, max_length=TITLE_LIMIT)
    summary_de = forms.CharField(label=_("Summary in German"), required=False, max_length=WORDS_LIMIT)

    class Meta:
        model = Item
        fields = (
            "code",
            "kind",
            "title",
            "summary",
            "description",
            "title_de",
            "summary_de",
            "icon",
            "shelf",
            "service",
            "price",
            "currency",
            "price_every",
            "cost_centre_rule",
            "cost_centre",
            "days",
            "most",
            "cancel_until",
            "kind_of_ticket",
            "team",
            "priority",
            "approval",
            "plan",
            "from_on",
            "until_on",
            "out_of_stock",
        )
        labels = {
            "title": _("Title"),
            "summary": _("Summary"),
            "description": _("Description"),
            "shelf": _("Category"),
            "service": _("Service"),
            "currency": _("Currency"),
            "cost_centre": _("Cost centre"),
            "team": _("Team"),
            "out_of_stock": _("Not to be had now, because"),
        }

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        choices: dict[str, Any] = {
            "shelf": Shelf.objects.within(desk),
            "service": Service.objects.within(desk).active(),
            "team": Team.objects.within(desk).active(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            self.fields[name].empty_label = _now("None")  # type: ignore[attr-defined]
        for name, known in (("approval", approving.policies(desk.pk)), ("plan", fulfilling.plans(desk.pk))):
            now = getattr(self.instance, name, "")
            offered = ({now: now} if now else {}) | {one.code: one.name for one in known}
            self.fields[name].choices = [("", _now("None")), *offered.items()]  # type: ignore[attr-defined]
        said = (self.instance.words or {}).get("de", {})
        self.initial.update(title_de=said.get("title", ""), summary_de=said.get("summary", ""))
        if self.instance.pk is not None:
            self.fields["code"].disabled = True

    def given(self) -> dict[str, Any]:
        """What :func:`save_item` takes. The form must be valid."""
        said = dict(self.cleaned_data)
        german = {"title": said.pop("title_de"), "summary": said.pop("summary_de")}
        words = {**(self.instance.words or {})}
        words["de"] = {**words.get("de", {}), **german}
        return {**said, "words": words}


class ShelfForm(forms.Form):
    """A category."""

    code = forms.CharField(label=_("Code"), max_length=CODE_LIMIT)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    title_de = forms.CharField(label=_("Title in German"), required=False, max_length=TITLE_LIMIT)
    parent = forms.ModelChoiceField(
        label=_("Stands in"), queryset=Shelf.objects.none(), required=False, empty_label=_("None")
    )
    place = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=9999, initial=0)

    def __init__(self, *args: Any, desk: Desk, shelf: Shelf | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Shelf.objects.within(desk)
        self.fields["parent"].queryset = rows.exclude(pk=shelf.pk) if shelf else rows  # type: ignore[attr-defined]
        if shelf is not None:
            del self.fields["code"]

    @classmethod
    def of(cls, shelf: Shelf, posted: Any = None) -> ShelfForm:
        """The form of one that is there."""
        now: dict[str, Any] = {"title": shelf.title, "parent": shelf.parent_id, "place": shelf.place}
        now["title_de"] = shelf.words.get("de", {}).get("title", "")
        return cls(posted, desk=shelf.desk, shelf=shelf, initial=now)

    def given(self) -> dict[str, Any]:
        """What :func:`save_shelf` takes. The form must be valid."""
        said = dict(self.cleaned_data)
        german = said.pop("title_de")
        return {**said, "words": {"de": {"title": german}} if german else {}}


class ProfileForm(forms.Form):
    """What people read about a service."""

    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    hours = forms.CharField(label=_("Hours"), required=False, max_length=WORDS_LIMIT)
    support = forms.CharField(label=_("Support"), required=False, max_length=WORDS_LIMIT)
    status = forms.ChoiceField(label=_("Status"), choices=ServiceStatus.choices)


class RulesForm(forms.Form):
    """For whom people order."""

    for_whom = forms.ChoiceField(label=_("People may order for"), choices=ForWhom.choices)


class EntitledForm(forms.Form):
    """One more line of who may order."""

    is_denied = forms.TypedChoiceField(
        label=_("Rule"), choices=[("may", _("May order")), ("may_not", _("May not order"))], coerce="may_not".__eq__
    )
    whom = forms.ChoiceField(label=_("Whom"), choices=Whom.choices)
    who = forms.CharField(
        label=_("Which"),
        max_length=200,
        help_text=_("An address, or the name of a team, organization, department or location. Roles: agent, manager."),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk

    def entitled(self) -> Entitled | None:
        """The line; None, with an error, where nothing is called so. The form must be valid."""
        said = self.cleaned_data
        whom, who = said["whom"], " ".join(said["who"].split())
        known: dict[str, Any] = {
            Whom.PERSON: lambda: Person.objects.filter(email__iexact=who).first(),
            Whom.TEAM: lambda: Team.objects.within(self.desk).filter(name__iexact=who).first(),
            Whom.ORGANIZATION: lambda: Organization.objects.filter(name__iexact=who).first(),
        }
        is_denied = bool(said["is_denied"])
        if whom not in known:
            return Entitled(whom=whom, is_denied=is_denied, word=who)
        found = known[whom]()
        if found is None:
            self.add_error("who", _now("Nobody and nothing is called so."))
            return None
        return Entitled(whom=whom, is_denied=is_denied, **{whom: found})
