"""What the history of a ticket says of what followed from warnings, where no other sentence tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.modules.sla import steps
from deskhand.modules.sla.promises import name_in
from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names

Values = Mapping[str, Any]


def called(who: str, values: Values, names: Names, code: str) -> str:
    """Webhooks were called, by the name that the policy gave it."""
    said = {"who": who, "what": name_in(str(values.get("key", ""))), "name": values.get("call", "")}
    pattern = (
        _("%(who)s called webhooks (%(name)s): %(what)s") if said["name"] else _("%(who)s called webhooks: %(what)s")
    )
    return pattern % said


def failed(who: str, values: Values, names: Names, code: str) -> str:
    """What could not be done, and why."""
    step = steps.KINDS.get(str(values.get("step", "")), values.get("step", "?"))
    said = {"step": step, "why": steps.failure(str(values.get("why", "")))}
    return _("A policy wanted “%(step)s”, which could not be done: %(why)s") % said


SENTENCES = (HistorySentence("ticket.sla_called", called), HistorySentence("ticket.sla_step_failed", failed))
