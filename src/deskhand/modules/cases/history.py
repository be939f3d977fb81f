"""What the history of a ticket says of its case file: neither its class nor whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names


def _opened(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    return _("%(who)s made it a case") % {"who": who}


def _changed(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    return _("%(who)s changed the case file") % {"who": who}


SENTENCES = (
    HistorySentence("ticket.case_opened", _opened, frozenset()),
    HistorySentence("ticket.case_changed", _changed, frozenset()),
)
"""One for each fact of the module that is about a ticket."""
