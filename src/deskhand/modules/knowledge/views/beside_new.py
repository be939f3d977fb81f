"""A new article from a ticket: the form is filled in, its words masked; sending it keeps a draft and goes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge import from_ticket
from deskhand.modules.knowledge.actions.from_ticket import write_from_ticket
from deskhand.modules.knowledge.actions.publish import send_to_review
from deskhand.modules.knowledge.forms_edit import NewForm
from deskhand.modules.knowledge.models import Article, Shelf
from deskhand.modules.knowledge.views.beside import frame_of, ticket_for
from deskhand.modules.knowledge.words import PARTS
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """The form, filled in from the ticket; sent, a draft that counts as used there."""
    actor = actor_of(request)
    ticket = ticket_for(actor, number)
    if request.method != "POST":
        may_write = actor.may_on("knowledge.write", ticket)
        return _page(request, ticket) if may_write else redirect("tickets:ticket", ticket.number)
    actor.need_on("knowledge.write", ticket)
    form = NewForm(request.POST, desk=ticket.desk)
    if form.is_valid():
        try:
            made = _made(request, ticket, form)
        except Invalid as refusal:
            put_on(form, refusal)
        else:
            return _back(request, ticket, made)
    return _page(request, ticket, form, status=422)


def _made(request: HttpRequest, ticket: Ticket, form: NewForm) -> Article:
    chosen, language = form.cleaned_data["shelf"], form.cleaned_data["language"]
    shelf = get_object_or_404(Shelf.objects.within(ticket.desk), pk=int(chosen)) if chosen else None
    actor = actor_of(request)
    return write_from_ticket(actor=actor, ticket=ticket, language=language, said=form.words(), shelf=shelf)


def _back(request: HttpRequest, ticket: Ticket, made: Article) -> HttpResponse:
    if request.POST.get("then") == "review":
        send_to_review(actor=actor_of(request), translation=made.translations.get())
        said = _("Article %(number)s is saved and waits for review.") % {"number": made.pk}
    else:
        said = _("Article %(number)s is saved as a draft.") % {"number": made.pk}
    messages.success(request, said)
    return redirect(f"{reverse('tickets:ticket', args=[ticket.number])}#knowledge-used")


def _page(request: HttpRequest, ticket: Ticket, form: NewForm | None = None, *, status: int = 200) -> HttpResponse:
    marks: tuple[str, ...] = ()
    if form is None:
        begun = from_ticket.begun(ticket)
        now: dict[str, Any] = {part: getattr(begun.words, part) for part in PARTS}
        form = NewForm(desk=ticket.desk, initial=now | {"title": begun.words.title, "language": begun.language})
        marks = begun.marks
    given = {"ticket": ticket, "form": form, "marks": marks, "as_markdown": "markdown" in request.GET.get("as", "")}
    return render(request, "knowledge/from_ticket.html", frame_of(request, ticket) | given, status=status)
