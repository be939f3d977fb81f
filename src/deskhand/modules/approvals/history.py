"""What the history of a ticket says of its approvals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names

Values = Mapping[str, Any]

_PLAIN = {
    "ticket.approval_asked": gettext_lazy("%(who)s asked for approval"),
    "ticket.approval_given": gettext_lazy("%(who)s approved"),
    "ticket.approval_refused": gettext_lazy("%(who)s declined"),
    "ticket.approval_voided": gettext_lazy("What was to be approved has changed: earlier decisions count no more"),
    "ticket.approval_questioned": gettext_lazy("%(who)s asked a question before deciding"),
    "ticket.approval_answered": gettext_lazy("%(who)s answered an approver’s question"),
    "ticket.approval_reminded": gettext_lazy("%(who)s reminded those who decide"),
}

_ENDED = {
    ("approved", "people"): gettext_lazy("It is approved"),
    ("approved", "deadline"): gettext_lazy("It counts as approved: nobody decided in time"),
    ("approved", "skipped"): gettext_lazy("It is approved: nobody had to decide"),
    ("declined", "people"): gettext_lazy("It is declined"),
    ("declined", "deadline"): gettext_lazy("It counts as declined: nobody decided in time"),
    ("withdrawn", "asker"): gettext_lazy("%(who)s withdrew an approval"),
    ("withdrawn", "moved"): gettext_lazy("An approval ended: the ticket went to another desk"),
    ("withdrawn", "ended"): gettext_lazy("An approval ended with the ticket"),
}

_OVERDUE = {
    "stay": gettext_lazy("Nobody decided in time; it goes on waiting"),
    "approve": gettext_lazy("Nobody decided in time; the stage counts as approved"),
    "decline": gettext_lazy("Nobody decided in time; the stage counts as declined"),
    "next": gettext_lazy("Nobody decided in time; the next stage is asked"),
    "escalate": gettext_lazy("Nobody decided in time; managers are asked"),
}


def _plain(who: str, values: Values, names: Names, code: str) -> str:
    return str(_PLAIN[code]) % {"who": who}


def _put_to(who: str, values: Values, names: Names, code: str) -> str:
    count = len(values.get("people", ()))
    because = values.get("because")
    if because == "handed":
        return _("%(who)s let %(person)s decide") % {"who": who, "person": names.person(values.get("person"))}
    if because == "left":
        person = names.person(values.get("person"))
        if not count:
            return _("%(person)s was asked to approve and has left; nobody else could be asked") % {"person": person}
        return _("%(person)s was asked to approve and has left; somebody else was asked") % {"person": person}
    if not count:
        return _("Nobody could be asked to approve")
    return _("Those who decide were asked")


def _ended(who: str, values: Values, names: Names, code: str) -> str:
    return ended_words(who, values)


def ended_words(who: str, values: Values) -> str:
    """What ended it, from the values of its fact."""
    key = (values.get("outcome", ""), values.get("because", ""))
    return str(_ENDED.get(key, _ENDED["withdrawn", "asker"])) % {"who": who}


def _overdue(who: str, values: Values, names: Names, code: str) -> str:
    return overdue_words(values)


def overdue_words(values: Values) -> str:
    """What followed a missed deadline, from the values of its fact."""
    return str(_OVERDUE.get(values.get("outcome", ""), _OVERDUE["stay"]))


def voided_words() -> str:
    """That what was to be approved has changed."""
    return str(_PLAIN["ticket.approval_voided"])


SENTENCES = (
    *(HistorySentence(code, _plain) for code in _PLAIN),
    HistorySentence("ticket.approval_put_to", _put_to),
    HistorySentence("ticket.approval_ended", _ended),
    HistorySentence("ticket.approval_overdue", _overdue),
)
"""One for each fact of the module that is about a ticket."""
