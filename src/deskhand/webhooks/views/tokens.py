"""The API tokens that reach a desk, for those who look after it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.accounts import token_reach
from deskhand.accounts.actions import cut_token_off
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate
from deskhand.webhooks.views.frame import page

SHOWN = 200
"""Tokens on the page, by their owners' names."""


@gate("desk:tokens.of_desk", sample="desk")
def tokens(request: HttpRequest, desk: str) -> HttpResponse:
    """Whose they are, what they may, and when they were last used."""
    here = desk_of(request, desk)
    rows = list(token_reach.reaching(here)[: SHOWN + 1])
    return page(request, "webhooks/tokens.html", here, rows=rows[:SHOWN], has_more=len(rows) > SHOWN, shown=SHOWN)


@gate("desk:tokens.of_desk", sample="desk")
@require_POST
def cut(request: HttpRequest, desk: str, token: int) -> HttpResponse:
    """Close the desk to a token."""
    row = cut_token_off(actor=actor_of(request), desk=desk_of(request, desk), token_id=token)
    words = _("The token “%(name)s” does not reach this desk any more.") % {"name": row.name or row.prefix}
    messages.success(request, words)
    return redirect("webhooks:tokens", desk)
