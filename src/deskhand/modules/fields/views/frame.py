"""What the settings pages of the module share."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from deskhand.accounts.models import Desk
from deskhand.modules.fields.models import Field, Option, Template


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
