"""What the settings pages of the module share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import NotFound
from deskhand.modules.fields.models import Field, Option, Template
from deskhand.tickets.context import workspace


def the_desk(key: str) -> Desk:
    """The desk of a page, whose gate has judged the actor already."""
    found = Desk.objects.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def the_field(desk: Desk, pk: int) -> Field:
    """A field of the desk; 404 without."""
    found: Field = get_object_or_404(Field.objects.within(desk).select_related("desk"), pk=pk)
    return found


def the_option(desk: Desk, pk: int) -> Option:
    """A choice of one of the desk's fields; 404 without."""
    rows = Option.objects.within(desk).select_related("field", "field__desk")
    found: Option = get_object_or_404(rows, pk=pk)
    return found


def the_template(desk: Desk, pk: int) -> Template:
    """A template of the desk; 404 without."""
    found: Template = get_object_or_404(Template.objects.within(desk).select_related("desk"), pk=pk)
    return found


def page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """A settings page of the desk."""
    frame = workspace(request, section="settings", desk=desk) | {"settings_find": reverse("ops:find")}
    return render(request, template, {**frame, **given}, status=status)
