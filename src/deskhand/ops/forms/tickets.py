"""Statuses and canned replies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Team
from deskhand.tickets.bodies import BODY_LIMIT
from deskhand.tickets.models import CannedReply, Category, Status


class StatusForm(forms.Form):
    """A status inside a category."""

    category = forms.ChoiceField(
        label=_("Category"), choices=Category.choices, help_text=_("It decides what the status does, and stays.")
    )
    name = forms.CharField(label=_("Agents read"), max_length=60, required=False)
    requester_name = forms.CharField(
        label=_("Requesters read"),
        max_length=60,
        required=False,
        help_text=_("Empty: the words of the category, in the reader's language."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A status that is not in use stays on the tickets that have it, but cannot be chosen."),
    )

    def __init__(self, *args: Any, status: Status | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if status is None:
            self.fields["name"].required = True
            del self.fields["is_active"]
            return
        del self.fields["category"]
        if status.is_default:
            del self.fields["is_active"]
            self.fields["name"].help_text = _("Empty: “%(words)s”, in the reader's language.") % {
                "words": Category(status.category).label
            }

    @classmethod
    def of(cls, status: Status) -> StatusForm:
        """The form with what is so now."""
        return cls(status=status, initial={name: getattr(status, name) for name in cls.base_fields})


class CannedReplyForm(forms.Form):
    """A ready answer. ``body`` is HTML if ``body_format`` says so (the editor wrote it), else plain text."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Agents find it by these words."))
    team = forms.ModelChoiceField(
        label=_("For"), queryset=Team.objects.none(), required=False, empty_label=_("The whole desk")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    body = forms.CharField(label=_("Text"), max_length=BODY_LIMIT, widget=forms.Textarea(attrs={"rows": 10}))
    body_format = forms.ChoiceField(choices=[("text", ""), ("html", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["team"]
        team.queryset = Team.objects.within(desk).active()
        self.fields["language"].choices = [("", _("Any")), *settings.LANGUAGES]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, reply: CannedReply) -> CannedReplyForm:
        """The form with what is so now."""
        now = {"title": reply.title, "team": reply.team_id, "language": reply.language, "body": reply.body}
        return cls(desk=reply.desk, initial=now)
