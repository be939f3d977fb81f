"""What the history of a ticket says of articles. Not which one: not everybody who
serves the ticket may read it; the panel beside the ticket names it to who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.modules.knowledge.models.use import How
from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names

_USED = {
    How.ATTACHED: gettext_lazy("%(who)s used an article"),
    How.LINKED: gettext_lazy("%(who)s used an article, as a link"),
    How.INSERTED: gettext_lazy("%(who)s used an article, as text"),
    How.WRITTEN: gettext_lazy("%(who)s wrote an article from this ticket"),
}


def _used(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    how = values.get("how")
    pattern = _USED[How(how)] if how in How.values else _USED[How.ATTACHED]
    return str(pattern) % {"who": who}


def _undone(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    said = {"who": who}
    return _("%(who)s said that an article was not used after all") % said


SENTENCES = (
    HistorySentence("ticket.article_used", _used),
    HistorySentence("ticket.article_use_undone", _undone),
)
"""One for each fact of the module that is about a ticket."""
