"""Articles beside a ticket: what may help, and what becomes of it. With script the panel's parts are renewed; without,
a page of their own says the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.knowledge import access, suggesting
from deskhand.modules.knowledge.actions import use as using
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.actions.hand_over import HANDED, hand_over
from deskhand.modules.knowledge.models import Article, How, Place
from deskhand.modules.knowledge.models.use import WORDS_LIMIT
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.access import served_ticket_for
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, toast, trigger

WRITTEN_READ = 4_000
"""Characters of what somebody is writing that are looked at, the last ones."""


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def suggestions(request: HttpRequest, number: int) -> HttpResponse:
    """Articles that may help: by what the ticket says; by what is searched (``q``, which is noted when it is sent); by
    what is being written (``written``, which is kept nowhere)."""
    actor = actor_of(request)
    ticket = ticket_for(actor, number)
    if request.method == "POST":  # It notes something, or belongs to an answer: who only reads, asks by GET.
        actor.need_on("knowledge.write", ticket)
    asked = " ".join((request.POST.get("q") or request.GET.get("q") or "").split())[:WORDS_LIMIT]
    written = request.POST.get("written", "")[-WRITTEN_READ:]
    found = suggesting.suggested(actor, ticket, question=asked, written=written)
    if request.method == "POST" and asked:
        _note(ticket, asked, len(found))
    given: dict[str, Any] = {"number": ticket.number, "found": found, "question": asked, "ticket": ticket}
    given["may_write"] = actor.may_on("knowledge.write", ticket)
    has_composer = is_htmx(request) and actor.may_on("tickets.reply", ticket)
    given["may_insert"] = has_composer and given["may_write"]
    if is_htmx(request):
        return render(request, "knowledge/_beside_found.html", given)
    given["used"] = suggesting.used_on(actor, ticket.desk_id, ticket.pk)
    return render(request, "knowledge/beside.html", frame_of(request, ticket) | given)


@gate("served_ticket", sample="ticket")
@require_POST
def use(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Count it as used (``how``). What goes into an answer comes back as JSON; ``sure`` says that the requester is to
    have it although they may not read it."""
    actor = actor_of(request)
    ticket, article = _both(actor, number, pk)
    how = request.POST.get("how") or How.ATTACHED
    if how in HANDED:
        sure = "sure" in request.POST
        given = hand_over(actor=actor, article=article, ticket=ticket, how=how, is_sure=sure)
        return JsonResponse({"html": given.html, "title": given.title, "is_counted": given.is_counted})
    if how != How.ATTACHED:
        raise Invalid(_("Choose in which way it was used."), {"how": _("Choose attached, linked or inserted.")})
    using.use_article(actor=actor, article=article, ticket=ticket, how=how)
    return _renewed(request, ticket, _("Noted: the article was used here."))


@gate("served_ticket", sample="ticket")
@require_POST
def undo(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It was not used here after all."""
    actor = actor_of(request)
    ticket = ticket_for(actor, number)
    using.undo_use(actor=actor, article=access.article_for(actor, pk), ticket=ticket)
    return _renewed(request, ticket, _("The use is taken back."))


@gate("served_ticket", sample="ticket")
@require_POST
def flag(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Say what is to be mended about it (``text``)."""
    actor = actor_of(request)
    ticket, article = _both(actor, number, pk)
    using.flag_article(actor=actor, article=article, text=request.POST.get("text", ""))
    said = _("Thank you. Its owner sees it among the articles to mend.")
    if is_htmx(request):
        return toast(HttpResponse(status=204), said)
    messages.success(request, said)
    return redirect("knowledge:beside", ticket.number)


def ticket_for(actor: Actor, number: int) -> Ticket:
    """The ticket, where the actor reads its desk's articles; else NotFound (or Denied: they may read no articles)."""
    ticket = served_ticket_for(actor, number)
    if not switches.is_on(MODULE, ticket.desk_id):
        raise NotFound
    actor.need_on("knowledge.read", ticket)
    return ticket


def frame_of(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """What a page about a ticket needs."""
    return workspace(request, section="tickets", desk=desk_of(request, ticket.desk.key), with_views=False)


def _both(actor: Actor, number: int, pk: int) -> tuple[Ticket, Article]:
    """The ticket, and an article of its desk of which the actor reads the published words."""
    ticket = ticket_for(actor, number)
    article = access.readable_article_for(actor, pk)
    if article.desk_id != ticket.desk_id:
        raise NotFound
    return ticket, article


def _note(ticket: Ticket, asked: str, found: int) -> None:
    language = suggesting.language_of(ticket)
    note_search(desk=ticket.desk, question=asked, language=language, place=Place.TICKET, found=found)


def _renewed(request: HttpRequest, ticket: Ticket, words: str) -> HttpResponse:
    """What was used, anew; the rest of the page hears of it."""
    if not is_htmx(request):
        messages.success(request, words)
        return redirect(f"{reverse('tickets:ticket', args=[ticket.number])}#knowledge-used")
    actor = actor_of(request)
    used = suggesting.used_on(actor, ticket.desk_id, ticket.pk)
    given = {"number": ticket.number, "used": used, "may_write": actor.may_on("knowledge.write", ticket)}
    answer = render(request, "knowledge/_beside_used.html", given)
    return trigger(trigger(answer, "articles:again"), "live:now")
