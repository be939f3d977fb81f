"""What these pages share: their frame, and the rows that an address names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.tickets.context import desk_of, workspace
from deskhand.webhooks.models import Webhook


def page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """Answer with a settings page of the desk."""
    frame = workspace(request, section="settings", desk=desk)
    return render(request, template, {**frame, "settings_find": reverse("ops:find"), **given}, status=status)


def hook_of(request: HttpRequest, desk: str, pk: int) -> Webhook:
    """The webhook of that desk, whose gate has judged the actor already; 404 otherwise."""
    found = Webhook.objects.within(desk_of(request, desk)).select_related("desk")
    row: Webhook = get_object_or_404(found, pk=pk)
    return row
