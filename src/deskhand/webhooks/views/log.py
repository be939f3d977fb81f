"""What a webhook sent: one delivery with its tries, sending it again, and sending a test."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel.errors import Conflict
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate
from deskhand.webhooks import actions
from deskhand.webhooks.models import Delivery
from deskhand.webhooks.views.frame import hook_of, page


@gate("desk:webhooks.edit", sample="desk")
def delivery(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What was sent, and what each try was answered."""
    row = _delivery(request, desk, pk)
    given: dict[str, Any] = {
        "row": row,
        "body": json.dumps(json.loads(row.body), indent=2, ensure_ascii=False),
        "tries": list(row.attempts.all()),
    }
    return page(request, "webhooks/delivery.html", row.webhook.desk, **given)


@gate("desk:webhooks.edit", sample="desk")
@require_POST
def replay(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Send it again."""
    row = _delivery(request, desk, pk)
    try:
        actions.replay(actor=actor_of(request), delivery=row)
        messages.success(request, _("It is sent again now."))
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("webhooks:delivery", desk, pk)


@gate("desk:webhooks.edit", sample="desk")
@require_POST
def send_test(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Send a message that says nothing but that it arrives."""
    row = hook_of(request, desk, pk)
    try:
        sent = actions.send_test(actor=actor_of(request), webhook=row)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect("webhooks:webhook", desk, pk)
    messages.success(request, _("A test is on its way. Its answer stands here in a moment."))
    return redirect("webhooks:delivery", desk, sent.pk)


def _delivery(request: HttpRequest, desk: str, pk: int) -> Delivery:
    found = Delivery.objects.within(desk_of(request, desk)).select_related("webhook__desk")
    row: Delivery = get_object_or_404(found, pk=pk)
    return row
