"""What a ticket's history says about requests to other desks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from deskhand.tickets.names import Names

_ENDED: Mapping[str, Any] = {
    "resolved": gettext_lazy("%(desk)s is done with what was asked"),
    "closed": gettext_lazy("%(desk)s closed what was asked"),
    "cancelled": gettext_lazy("The request to %(desk)s was withdrawn"),
    "gone": gettext_lazy("%(desk)s took the request away"),
}
"""How a request to another desk ended."""


def _asked(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    pattern = gettext_lazy("%(who)s asked %(desk)s")
    if values.get("waits"):
        pattern = gettext_lazy("%(who)s asked %(desk)s; this waits for it")
    return str(pattern) % {"who": who, "desk": names.desk(values.get("asked_desk"))}


def _told(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    pattern = gettext_lazy("%(who)s wrote to %(desk)s")
    if values.get("is_reminder"):
        pattern = gettext_lazy("%(who)s reminded %(desk)s")
    return str(pattern) % {"who": who, "desk": names.desk(values.get("asked_desk"))}


def _plain(pattern: Any) -> Any:
    def sentence(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
        return str(pattern) % {"who": who, "desk": names.desk(values.get("asked_desk"))}

    return sentence


def _finished(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    pattern = _ENDED.get(values.get("category", ""), _ENDED["closed"])
    return str(pattern) % {"desk": names.desk(values.get("asked_desk"))}


ASKING: Mapping[str, Any] = {
    "ticket.desk_asked": _asked,
    "ticket.desk_answered": _plain(gettext_lazy("%(desk)s answered")),
    "ticket.desk_told": _told,
    "ticket.desk_finished": _finished,
    "ticket.desk_withdrawn": _plain(gettext_lazy("%(who)s withdrew the request to %(desk)s")),
}
"""Sentences by the codes of facts."""
