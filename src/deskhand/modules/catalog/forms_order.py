"""What the page of an item posts besides the answers to its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.modules.catalog import access, limits
from deskhand.modules.catalog.models import CostCentreRule, Item, OrderLine, OrderState
from deskhand.modules.catalog.models.item import CODE_LIMIT

NAMED = 5
"""Names that are told where several people are called alike."""


class OrderForm(forms.Form):
    """For whom, how many, who pays, by when. Fields that the item does not ask for are left out."""

    somebody = forms.CharField(
        label=gettext_lazy("For somebody else"),
        help_text=gettext_lazy("A name or an address. Leave it empty to order for yourself."),
        required=False,
        max_length=254,
    )
    somebody_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    quantity = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, initial=1)
    cost_centre = forms.CharField(label=gettext_lazy("Cost centre"), max_length=CODE_LIMIT)
    wanted_on = forms.DateField(
        label=gettext_lazy("Needed by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Begin on"),
        help_text=gettext_lazy("Leave it empty to begin now."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, actor: Actor, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.item = actor, item
        self.people = access.people_for(actor, item.desk_id)
        if item.most <= 1:
            del self.fields["quantity"]
        else:
            most = min(item.most, limits.MOST_PIECES)
            self.fields["quantity"].widget.attrs |= {"min": 1, "max": most}
        if item.cost_centre_rule != CostCentreRule.ASKED:
            del self.fields["cost_centre"]
        else:
            self.fields["cost_centre"].initial = _usual_centre(actor)
        if not self.people.exists():
            del self.fields["somebody"]
            del self.fields["somebody_id"]

    def clean(self) -> dict[str, Any]:
        """Find the person who is meant."""
        given = dict(super().clean() or {})
        given["for_person"] = None
        if "somebody" in self.fields and (given.get("somebody") or "").strip():
            given["for_person"] = self._person(given["somebody"].strip(), given.get("somebody_id"))
        return given

    def _person(self, typed: str, pk: int | None) -> Person | None:
        if pk is not None:
            chosen: Person | None = self.people.filter(pk=pk).first()
            if chosen is not None:
                return chosen
        rows = self.people.filter(email__iexact=typed) if "@" in typed else self.people.filter(name__iexact=typed)
        found = list(rows[: NAMED + 1])
        if not found and "@" not in typed:
            found = list(self.people.filter(name__icontains=typed)[: NAMED + 1])
        if len(found) == 1:
            only: Person = found[0]
            return only
        if not found:
            self.add_error("somebody", _("Nobody for whom you can order is called so."))
        else:
            names = ", ".join(f"{one.name} <{one.email}>" for one in found[:NAMED])
            self.add_error(
                "somebody", _("Several people are called so: %(names)s. Write the address.") % {"names": names}
            )
        return None


def _usual_centre(actor: Actor) -> str:
    """What whoever orders had paid by last, else their department."""
    rows = OrderLine.objects.placed_by(actor).exclude(order__state=OrderState.CART)
    last = rows.filter(item__cost_centre_rule=CostCentreRule.ASKED).exclude(cost_centre="").order_by("-ordered_at")
    found: str | None = last.values_list("cost_centre", flat=True).first()
    if found is None:
        found = Person.objects.filter(pk=actor.person_id or 0).values_list("department", flat=True).first()
    return (found or "")[:CODE_LIMIT]
