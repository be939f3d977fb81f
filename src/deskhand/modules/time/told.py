"""How the history of a ticket tells of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import slots
from deskhand.modules.time.durations import in_words
from deskhand.modules.time.querysets import MODULE
from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names
from deskhand.web import moments


def _said(who: str, values: Mapping[str, Any], names: Names) -> dict[str, Any]:
    day = values.get("day")
    return {
        "who": who,
        "person": names.person(values.get("person")),
        "time": in_words(timedelta(seconds=values.get("seconds", 0))),
        "day": moments.day(date.fromisoformat(day)).striptags() if day else "",
    }


def _about(own: Any, of_another: Any) -> Any:
    def sentence(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
        said = _said(who, values, names)
        return str(own if said["person"] == who else of_another) % said

    return sentence


def _corrected(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    said = _said(who, values, names)
    former, later = values.get("former", {}), values.get("later", {})
    if "seconds" not in former:
        own, other = _("%(who)s corrected a time entry"), _("%(who)s corrected a time entry of %(person)s")
        return (own if said["person"] == who else other) % said
    said |= {
        "old": in_words(timedelta(seconds=former["seconds"])),
        "new": in_words(timedelta(seconds=later["seconds"])),
    }
    own = _("%(who)s corrected a time entry from %(old)s to %(new)s")
    other = _("%(who)s corrected a time entry of %(person)s from %(old)s to %(new)s")
    return (own if said["person"] == who else other) % said


SENTENCES = {
    "ticket.time_booked": _about(
        gettext_lazy("%(who)s booked %(time)s on %(day)s"),
        gettext_lazy("%(who)s booked %(time)s of %(person)s on %(day)s"),
    ),
    "ticket.time_corrected": _corrected,
    "ticket.time_removed": _about(
        gettext_lazy("%(who)s removed a time entry of %(time)s"),
        gettext_lazy("%(who)s removed a time entry of %(person)s, %(time)s"),
    ),
    "ticket.time_restored": _about(
        gettext_lazy("%(who)s restored a time entry of %(time)s"),
        gettext_lazy("%(who)s restored a time entry of %(person)s, %(time)s"),
    ),
}

for _code, _say in SENTENCES.items():
    slots.fill("history_sentence", HistorySentence(_code, _say), module=MODULE)
