"""What somebody was asked to decide. It needs no role on any desk."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts import addresses
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.approvals import access, actions, listing
from deskhand.modules.approvals.views.frame import ask_page
from deskhand.modules.approvals.views.verbs import carry_out
from deskhand.portal.pages import actor_of, page
from deskhand.web.gates import gate

PAGE = 50
"""Rows of the list at once."""


@gate("signed_in")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is due first on top; what I decided; what ended without me."""
    actor, question = actor_of(request), request.GET.get("q", "").strip()[: listing.WORDS_LIMIT]
    show = request.GET.get("show", "")
    show = show if show in (listing.DECIDED, listing.ENDED) else listing.WAITING
    mine = listing.mine(actor)
    rows = listing.found(listing.listed(mine, actor, show), question).select_related(*access.ASK_PARTS)
    context = {
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "show": show,
        "question": question,
        "segments": listing.segments(show, mine.waiting().count(), reverse("approvals:list")),
        "base": f"?{urlencode({'show': show, 'q': question})}&",
        "actor": actor,
    }
    return page(request, "approvals/mine.html", context, current="approvals")


@gate("signed_in", sample="ask")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing to decide, or what became of it."""
    row = access.ask_for(actor_of(request), pk)
    return ask_page(request, row, post_url=reverse("approvals:decide", args=[pk]))


@gate("signed_in", sample="ask")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, decline, or ask something first."""
    actor = actor_of(request)
    row = access.ask_for(actor, pk)
    url = reverse("approvals:decide", args=[pk])
    try:
        said = carry_out(actor, row, request.POST)
    except (Conflict, Invalid) as refusal:
        row = access.ask_for(actor, pk)
        typed = request.POST.get("remark", "")
        return ask_page(request, row, post_url=url, status=refusal.status, error=str(refusal), typed=typed)
    messages.success(request, said)
    return redirect("approvals:ask", pk)


@gate("signed_in", sample="ask")
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else decide."""
    actor = actor_of(request)
    row = access.ask_for(actor, pk)
    to = addresses.owner_of(request.POST.get("to", "").strip().lower())
    try:
        heir = actions.hand_over(actor=actor, ask=row, to=to)
    except (Conflict, Invalid) as refusal:
        url = reverse("approvals:decide", args=[pk])
        row = access.ask_for(actor, pk)
        return ask_page(request, row, post_url=url, status=refusal.status, hand_error=str(refusal))
    messages.success(request, _("%(name)s is asked now.") % {"name": heir.person.name})
    return redirect("approvals:list")
