"""A new ticket for somebody who called, came by, or wrote elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import create_person, find_or_make_person
from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.tickets import actions, choosing, context, list_fields, new_parts, people
from deskhand.tickets import forms as composed
from deskhand.tickets.actions import NewTicket
from deskhand.tickets.models import KINDS_TO_CHOOSE, Kind, MessageKind, Priority, Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT
from deskhand.web import places
from deskhand.web.gates import gate

CHANNELS = (
    (Channel.PHONE.value, gettext_lazy("By phone")),
    (Channel.WALK_IN.value, gettext_lazy("At the counter")),
    (Channel.MAIL.value, gettext_lazy("By mail")),
    (Channel.WEB.value, gettext_lazy("By other ways")),
)

FIRST_MESSAGES = (
    ("requester", gettext_lazy("What they said: they can read it")),
    ("log", gettext_lazy("Log of the call or visit: internal")),
    ("note", gettext_lazy("Internal note")),
    ("reply", gettext_lazy("A message to them: it is sent")),
)
"""What the first message is, and who reads it."""


class NewTicketForm(forms.Form):
    """What an agent fills in. The person is found by the field that searches while one types, or made."""

    channel = forms.ChoiceField(label=gettext_lazy("How they reached you"), choices=CHANNELS)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=SUBJECT_LIMIT)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS_TO_CHOOSE, initial=Kind.INCIDENT)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), initial=Priority.NORMAL.word)
    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=None, required=False
    )
    assignee: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=gettext_lazy("Assignee"), queryset=None, required=False
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"), required=False, max_length=1000, help_text=gettext_lazy("Separated by commas")
    )
    first = forms.ChoiceField(label=gettext_lazy("The text is"), choices=FIRST_MESSAGES)
    is_resolved = forms.BooleanField(label=gettext_lazy("Resolved at once"), required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        priority, team, assignee = (self.fields[name] for name in ("priority", "team", "assignee"))
        priority.choices = [(one.word, one.label) for one in Priority]  # type: ignore[attr-defined]
        team.queryset = Team.objects.within(desk).active().order_by("name")  # type: ignore[attr-defined]
        team.empty_label = _("No team")  # type: ignore[attr-defined]
        assignee.queryset = choosing.agents(desk)  # type: ignore[attr-defined]
        assignee.empty_label = _("Nobody")  # type: ignore[attr-defined]
        list_fields.offer(self, desk, service=_("None"), location=_("As written at the person"))


@require_http_methods(["GET", "POST"])
@gate("desk:tickets.create", sample="desk")
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """The form, and the ticket that it makes."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    form = NewTicketForm(request.POST or None, desk=here, initial=_initial(request, actor, here))
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            form.full_clean()
            if form.is_valid():
                ticket = _made(request, actor, here, form.cleaned_data, list_fields.chosen(form))
                messages.success(request, _("Ticket %(number)s is there") % {"number": ticket.number})
                return redirect("tickets:ticket", number=ticket.number)
        except DeskhandError as refusal:
            wrong = _put_errors(form, refusal)
    more = {"form": form, "wrong": wrong, "max_bytes": settings.DESKHAND.max_upload, "posted": request.POST}
    more["body"] = request.POST.get("body", form.initial.get("body", ""))
    more["chosen"] = _chosen_person(request, actor)
    posted = request.POST if request.method == "POST" else None
    more["top"] = places.render("new_ticket_top", here, request=request, desk_id=here.pk)
    more["parts"] = new_parts.drawn(request, here, new_parts.AGENT, posted=posted, wrong=wrong)
    frame = context.workspace(request, section="tickets", desk=here, with_views=False)
    return render(request, "tickets/new.html", frame | more, status=422 if form.errors or wrong else 200)


def _made(request: HttpRequest, actor: Actor, desk: Desk, fields: dict[str, Any], listed: dict[str, Any]) -> Ticket:
    first = fields["first"]
    is_theirs = first == "requester"
    new = NewTicket(
        desk=desk,
        subject=fields["subject"],
        body=composed.body_of(request.POST),
        requester=_requester(request, actor, desk),
        kind=fields["kind"],
        priority=Priority.of(fields["priority"]).value,
        team=fields["team"],
        assignee=fields["assignee"],
        **listed,
        tags=[one.strip() for one in fields["tags"].split(",") if one.strip()],
        attachments=composed.files_of(request, actor, desk),
        channel=Channel(fields["channel"]),
        message_kind=MessageKind.REPLY if first in ("requester", "reply") else MessageKind(first),
        side="requester" if is_theirs else "agent",
        is_resolved=fields["is_resolved"],
        parts=new_parts.given(request.POST, desk, new_parts.AGENT),
    )
    seconds = context.undo_seconds(request)
    if first == "reply" and seconds and actor.may("tickets.reply", desk.pk):
        return actions.open_with_held_answer(actor=actor, new=new, seconds=seconds)
    return actions.create(actor=actor, new=new)


def _requester(request: HttpRequest, actor: Actor, desk: Desk) -> Person:
    """The chosen person; else the owner of the written address; else somebody new by name alone."""
    chosen = _chosen_person(request, actor)
    if chosen is not None:
        return chosen
    typed = " ".join(request.POST.get("requester", "").split())
    if not typed:
        raise Invalid(_("Say for whom the ticket is."), {"requester": _("Find somebody, or write an address.")})
    if people.is_address(typed):
        actor.need("people.create", desk.pk)
        name = request.POST.get("requester_name", "").strip()
        return find_or_make_person(actor=actor, email=typed, name=name)
    if "@" in typed:
        raise Invalid(_("This is no whole address."), {"requester": _("Write it as name@example.org.")})
    return create_person(actor=actor, name=typed, desk_id=desk.pk)


def _chosen_person(request: HttpRequest, actor: Actor) -> Person | None:
    value = request.POST.get("requester_id") or request.GET.get("requester", "")
    if not value.isdecimal() or len(value) > 15:
        return None
    found: Person | None = people.findable(actor).filter(pk=int(value)).first()
    return found


def _initial(request: HttpRequest, actor: Actor, desk: Desk) -> dict[str, Any]:
    usual = {"channel": Channel.PHONE.value, "first": "requester", "assignee": actor.person_id}
    return usual | new_parts.initial(request, desk)


def _put_errors(form: NewTicketForm, refusal: DeskhandError) -> dict[str, str]:
    """Errors at the fields that the form has; the others for the template to put beside theirs."""
    fields = refusal.fields if isinstance(refusal, Invalid) and refusal.fields else {"": str(refusal)}
    elsewhere = {}
    for name, words in fields.items():
        if name in ("requester", "body", "files") or "." in name:
            elsewhere[name] = words or str(refusal)
        else:
            form.add_error(name if name in form.fields else None, words or str(refusal))
    return elsewhere
