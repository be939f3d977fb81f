"""What the history of a ticket says of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.tickets.names import Names


def fields_set(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    """Which fields, by their codes, and the value of a single one, where the fact holds it in words that people
    read."""
    codes = values.get("fields") or []
    said = {"who": who, "fields": ", ".join(codes), "num": len(codes)}
    if not codes:
        return _("%(who)s filled in fields") % said
    return (
        ngettext("%(who)s filled in the field %(fields)s", "%(who)s filled in the fields %(fields)s", len(codes)) % said
    )
