"""What the history of a ticket says of the order that it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names

Values = Mapping[str, Any]

_MOVED = {
    "planned": gettext_lazy("The order is planned for later"),
    "approval": gettext_lazy("The order waits for approval"),
    "stuck": gettext_lazy("The order needs an approval, which nothing gets here: somebody of the desk decides"),
    "delivered": gettext_lazy("The order was delivered"),
    "declined": gettext_lazy("The order was declined"),
    "cancelled": gettext_lazy("The order was cancelled"),
}
_BEGUN = {
    "approved": gettext_lazy("The order was approved, and work on it begins"),
    "skipped": gettext_lazy("%(who)s let the order go on without an approval"),
}


def _ordered(who: str, values: Values, names: Names, code: str) -> str:
    count = int(values.get("quantity") or 1)
    if values.get("affected"):
        said = {"who": who, "num": count, "person": names.person(values["affected"])}
        pattern = ngettext(
            "%(who)s ordered this for %(person)s", "%(who)s ordered %(num)s of this for %(person)s", count
        )
        return pattern % said
    return ngettext("%(who)s ordered this", "%(who)s ordered %(num)s of this", count) % {"who": who, "num": count}


def _moved(who: str, values: Values, names: Names, code: str) -> str:
    state, because = str(values.get("state", "")), str(values.get("because", ""))
    if because == "moved":
        return _("The order was cancelled: the ticket went to another desk")
    if because == "returned":
        return _("The order goes on: the ticket came back to its desk")
    if state == "cancelled" and because in ("requester", "agent"):
        return _("%(who)s cancelled the order") % {"who": who}
    if state == "work":
        return str(_BEGUN.get(because, gettext_lazy("Work on the order begins"))) % {"who": who}
    return str(_MOVED.get(state, gettext_lazy("The order stands elsewhere"))) % {"who": who}


def _changed(who: str, values: Values, names: Names, code: str) -> str:
    return _("%(who)s changed what was ordered") % {"who": who}


def _read(who: str, values: Values, names: Names, code: str) -> str:
    return _("%(who)s read the hidden answers of the order") % {"who": who}


SENTENCES = (
    HistorySentence("ticket.item_ordered", _ordered),
    HistorySentence("ticket.order_moved", _moved),
    HistorySentence("ticket.order_changed", _changed),
    HistorySentence("ticket.order_secrets_read", _read),
)
"""One for each fact of the module that is about a ticket."""
