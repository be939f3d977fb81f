"""The rules of signing in, and helping somebody who cannot come in any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.actions.policy import LONGEST_IDLE, LONGEST_LIFE, SHORTEST_IDLE
from deskhand.accounts.models import SignInPolicy
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel.events import REASON_LIMIT
from deskhand.kernel.permissions import DESK_ROLES, SITE_ADMIN

ROLES = [*((role, RoleName(role).label) for role in DESK_ROLES), (SITE_ADMIN, _("Site administrator"))]
"""Roles that can need a second factor."""


class SignInForm(forms.Form):
    """Who needs a second factor, and how long a session lasts."""

    roles = forms.MultipleChoiceField(
        label=_("A second factor is needed by"),
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever has such a role and no second factor sets one up right after signing in."),
    )
    idle_hours = forms.FloatField(
        label=_("Hours without activity until a session ends"),
        min_value=SHORTEST_IDLE / timedelta(hours=1),
        max_value=LONGEST_IDLE / timedelta(hours=1),
        help_text=_("Half an hour is 0.5."),
    )
    longest_days = forms.FloatField(
        label=_("Days until a session ends in any case"),
        min_value=0.05,
        max_value=LONGEST_LIFE / timedelta(days=1),
        help_text=_("Then one signs in anew."),
    )

    @classmethod
    def of(cls, row: SignInPolicy) -> SignInForm:
        """The form with what is so now."""
        hours, days = row.idle / timedelta(hours=1), row.longest / timedelta(days=1)
        return cls(initial={"roles": row.roles, "idle_hours": _plain(hours), "longest_days": _plain(days)})

    def rules(self) -> dict[str, Any]:
        """What the action wants."""
        given = self.cleaned_data
        return {
            "roles": given["roles"],
            "idle": timedelta(hours=given["idle_hours"]),
            "longest": timedelta(days=given["longest_days"]),
        }


class ReasonForm(forms.Form):
    """Why a second factor is taken away."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON_LIMIT,
        help_text=_("How you made sure that it is they. It is kept with the event."),
    )


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else round(number, 2)
