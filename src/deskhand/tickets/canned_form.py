"""The form of a canned reply, on the desk's settings and on the page of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.actor import Actor
from deskhand.mail.clean import clean_composed
from deskhand.tickets import canned, context
from deskhand.tickets.actions import restore_canned_reply, save_canned_reply
from deskhand.tickets.actions.canned import SHORTCUT_LIMIT
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE
from deskhand.tickets.bodies import BODY_LIMIT, plain
from deskhand.tickets.forms import files_of
from deskhand.tickets.models import Attachment, CannedReply
from deskhand.tickets.shown import with_remote_pictures

OWN, WHOLE_DESK = "own", "desk"
"""Scopes beside those of teams, which are ``team-`` and an id."""


class CannedReplyForm(forms.Form):
    """A ready answer. ``body`` is HTML if ``body_format`` says so (the editor wrote it), else plain text."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Agents find it by these words."))
    scope = forms.ChoiceField(label=_("For"))
    shortcut = forms.CharField(
        label=_("Shortcut"),
        max_length=SHORTCUT_LIMIT + 2,
        required=False,
        help_text=_("“thanks”: typing ;;thanks puts it in."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    body = forms.CharField(label=_("Text"), max_length=BODY_LIMIT, widget=forms.Textarea(attrs={"rows": 10}))
    body_format = forms.ChoiceField(choices=[("text", ""), ("html", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, desk: Desk, reply: CannedReply | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {f"team-{one.pk}": one for one in teams_of(actor, desk)}
        choices = scopes(actor, desk, self.teams)
        if reply is not None and (now := scope_of(reply)) not in dict(choices) and reply.team is not None:
            self.teams[now] = reply.team
            choices.append((now, reply.team.name))
        self.fields["scope"].choices = choices  # type: ignore[attr-defined]
        if self.is_bound and "scope" not in self.data and choices:
            self.data = {**self.data.dict(), "scope": choices[0][0]}  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Any")), *settings.LANGUAGES]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, reply: CannedReply, actor: Actor) -> CannedReplyForm:
        """The form with what is so now."""
        now = {name: getattr(reply, name) for name in ("title", "shortcut", "language", "body")}
        return cls(actor=actor, desk=reply.desk, reply=reply, initial={**now, "scope": scope_of(reply)})

    @property
    def html(self) -> str:
        """What was written, as HTML that is not cleaned yet."""
        body = str(self["body"].value() or "")
        return body if not self.is_bound or self.data.get("body_format") == "html" else plain(body).html


def teams_of(actor: Actor, desk: Desk) -> Sequence[Team]:
    """The teams whose replies the actor may edit."""
    if actor.may("tickets.canned", desk.pk):
        return list(Team.objects.within(desk).active().order_by("name"))
    return canned.my_teams(actor, desk.pk)


def scopes(actor: Actor, desk: Desk, teams: Mapping[str, Team]) -> list[tuple[str, Any]]:
    """For whom the actor may keep a reply, as choices."""
    found: list[tuple[str, Any]] = [(WHOLE_DESK, _("The whole desk"))] if actor.may("tickets.canned", desk.pk) else []
    found += [(value, team.name) for value, team in teams.items()]
    return [*found, (OWN, _("Only me"))] if actor.may("tickets.own_canned", desk.pk) else found


def scope_of(reply: CannedReply) -> str:
    """Whose it is, as the form says it."""
    if reply.person_id is not None:
        return OWN
    return f"team-{reply.team_id}" if reply.team_id is not None else WHOLE_DESK


def files_in(request: HttpRequest, actor: Actor, desk: Desk, reply: CannedReply | None) -> list[Attachment]:
    """The files that the form holds: what the reply has and was not taken out, then what was uploaded for it."""
    if request.method != "POST":
        return list(reply.attachments.order_by("pk")) if reply is not None else []
    posted = {int(one) for one in request.POST.getlist("attachment")[:FILES_PER_MESSAGE] if one.isdecimal()}
    kept = reply.attachments.order_by("pk").filter(pk__in=posted) if reply is not None else []
    return [*kept, *files_of(request, actor, desk)]


def save_from(
    form: CannedReplyForm, request: HttpRequest, desk: Desk, reply: CannedReply | None, files: Sequence[Attachment]
) -> CannedReply:
    """Save what a form that is valid holds."""
    wanted = form.cleaned_data
    scope = wanted["scope"]
    return save_canned_reply(
        actor=context.actor_of(request),
        desk=desk,
        reply=reply,
        title=wanted["title"],
        body=form.html,
        team=form.teams.get(scope),
        is_own=scope == OWN,
        language=wanted["language"],
        shortcut=wanted["shortcut"],
        attachments=files,
    )


def deleted(request: HttpRequest, back: str) -> None:
    """Say that a reply is deleted; Undo posts to ``back``."""
    messages.success(request, _("The canned reply is gone."), extra_tags=f"undo:{back}")


def restored(request: HttpRequest, reply: CannedReply) -> None:
    """Take a reply out again, and say so."""
    had = reply.shortcut
    row = restore_canned_reply(actor=context.actor_of(request), reply=reply)
    words = _("The canned reply is back.")
    if had and not row.shortcut:
        words = _("The canned reply is back. Its shortcut is not: another one has it by now.")
    messages.success(request, words)


def preview(form: CannedReplyForm, actor: Actor, desk: Desk) -> dict[str, Any]:
    """How what stands in the form reads with example values, and which of its words are none."""
    html = clean_composed(form.html)
    shown = with_remote_pictures(canned.filled(html, canned.examples(actor, desk)), shows_remote=False)
    return {"html": shown, "unknown": canned.unknown_variables(html)}
