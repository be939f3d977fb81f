"""What the settings pages of the module share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import NotFound
from deskhand.tickets.context import workspace


def the_desk(key: str) -> Desk:
    """The desk of a page, whose gate has judged the actor already."""
    found = Desk.objects.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def settings_page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """A settings page of the desk."""
    frame = workspace(request, section="settings", desk=desk) | {"settings_find": reverse("ops:find")}
    return render(request, template, {**frame, **given}, status=status)
