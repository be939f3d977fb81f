"""The list of a desk's webhooks, one of them, its secret."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on
from deskhand.webhooks import actions
from deskhand.webhooks.actions.deliver import KEEP_LOG
from deskhand.webhooks.forms import WebhookForm
from deskhand.webhooks.models import Delivery, Webhook
from deskhand.webhooks.views.frame import hook_of, page

SHOWN = 100
"""Deliveries on the page of a webhook, the newest first."""


@gate("desk:webhooks.edit", sample="desk")
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """All webhooks of the desk."""
    here = desk_of(request, desk)
    newest = Delivery.objects.within(here).filter(webhook=OuterRef("pk")).order_by("-made_at").values("made_at")[:1]
    rows = Webhook.objects.within(here).annotate(newest=Subquery(newest))
    return page(request, "webhooks/list.html", here, rows=rows)


@gate("desk:webhooks.edit", sample="desk", fresh="change")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A new webhook; the answer is the only page that ever shows its secret."""
    here = desk_of(request, desk)
    form = WebhookForm(request.POST if request.method == "POST" else None, initial={"is_on": True})
    if request.method == "POST":
        saved = _saved(request, here, None, form)
        if saved is not None:
            return _shown(request, saved[0], secret=saved[1])
    return page(request, "webhooks/form.html", here, status=422 if form.errors else 200, form=form)


@gate("desk:webhooks.edit", sample="desk", fresh="change")
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One webhook, and what it sent."""
    row = hook_of(request, desk, pk)
    if request.method != "POST":
        return _shown(request, row)
    form = WebhookForm(request.POST)
    if _saved(request, row.desk, row, form) is None:
        return _shown(request, hook_of(request, desk, pk), form=form, status=422)
    messages.success(request, _("The webhook is saved."))
    return redirect("webhooks:webhook", desk, pk)


@gate("desk:webhooks.edit", sample="desk", fresh=True)
@require_POST
def rotate(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """A new secret; the answer is the only page that ever shows it."""
    row = hook_of(request, desk, pk)
    return _shown(request, row, secret=actions.rotate_secret(actor=actor_of(request), webhook=row))


@gate("desk:webhooks.edit", sample="desk", fresh=True)
@require_POST
def delete(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Remove it with its log."""
    actions.delete_webhook(actor=actor_of(request), webhook=hook_of(request, desk, pk))
    messages.success(request, _("The webhook is deleted."))
    return redirect("webhooks:list", desk)


def _saved(request: HttpRequest, desk: Desk, row: Webhook | None, form: WebhookForm) -> tuple[Webhook, str] | None:
    """Make or change it. None if the form or the action refuses; the form then says why."""
    if not form.is_valid():
        return None
    try:
        return actions.save_webhook(actor=actor_of(request), desk=desk, webhook=row, **form.cleaned_data)
    except Invalid as refusal:
        put_on(form, refusal)
        return None


def _shown(
    request: HttpRequest, row: Webhook, *, form: WebhookForm | None = None, secret: str = "", status: int = 200
) -> HttpResponse:
    log = list(Delivery.objects.within(row.desk).filter(webhook=row)[: SHOWN + 1])
    given = {
        "row": row,
        "form": form or WebhookForm.of(row),
        "secret": secret,
        "log": log[:SHOWN],
        "has_more": len(log) > SHOWN,
        "shown": SHOWN,
        "kept_days": KEEP_LOG.days,
    }
    return page(request, "webhooks/webhook.html", row.desk, status=status, **given)
