"""What a desk can say about how long its letters are kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk
from deskhand.mail.actions import days_kept
from deskhand.mail.models.rules import KEEP_DAYS_LEAST, KEEP_DAYS_MOST


class KeepingForm(forms.Form):
    """Days for which letters without a ticket are kept."""

    keep_days = forms.IntegerField(
        label=gettext_lazy("Days for which letters without a ticket are kept"),
        min_value=KEEP_DAYS_LEAST,
        max_value=KEEP_DAYS_MOST,
        help_text=gettext_lazy(
            "Letters that became a ticket or an answer stay with it. What else came in or went out is removed in the "
            "night after so many days, with the raw letter."
        ),
    )

    @classmethod
    def of(cls, desk: Desk) -> KeepingForm:
        """The form with what is so now."""
        return cls(initial={"keep_days": days_kept(desk.pk)})
