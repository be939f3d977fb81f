"""One's own signatures: one for each desk on which one answers."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.accounts import actions
from deskhand.accounts.models import Desk, DeskRole
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.web.gates import gate


@gate("signed_in")
@require_POST
def signature(request: HttpRequest) -> HttpResponse:
    """Keep the signature for one desk (``desk``: its key)."""
    actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
    desk = Desk.objects.filter(key=request.POST.get("desk", "")[:20], pk__in=list(actor.roles)).first()
    if desk is None:
        raise NotFound
    actions.set_own_signature(actor=actor, desk=desk, text=request.POST.get("signature", ""))
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('accounts:me')}#signatures")


def own_signatures(actor: Actor) -> list[dict[str, Any]]:
    """The desks on which the actor answers, each with the signature that is set there."""
    rows = DeskRole.objects.filter(person_id=actor.person_id or 0, desk_id__in=actor.desks_with("tickets.reply"))
    found = {row.desk_id: row for row in rows.select_related("desk").order_by("desk__name", "signature")}
    return [{"desk": row.desk, "signature": row.signature} for row in found.values()]
