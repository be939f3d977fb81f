"""Tickets that were put on hold until something, and that woke, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from deskhand.tickets.names import Names
from deskhand.web import moments


def snoozed(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    """Until when, or until which other ticket is finished."""
    until, after = values.get("until"), values.get("after")
    said = {"who": who, "when": moments.exact(datetime.fromisoformat(until)) if until else "", "number": after}
    if until and after:
        return _("%(who)s put this on hold until %(when)s, or until %(number)s is finished") % said
    if after:
        return _("%(who)s put this on hold until %(number)s is finished") % said
    return _("%(who)s put this on hold until %(when)s") % said


def woken(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    """Why it is not on hold any more."""
    if values.get("because") == "time":
        return _("Not on hold any more: the time was over")
    if values.get("because") == "ticket":
        return _("Not on hold any more: %(number)s is finished") % {"number": values.get("after") or "?"}
    return _("%(who)s went on with this: it is not on hold any more") % {"who": who}
