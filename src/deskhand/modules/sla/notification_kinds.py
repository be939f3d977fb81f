"""What people are told of promises: warnings, breaches, and steps that could not be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.power import leads_of
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.kernel.reactions import afterwards
from deskhand.modules.sla import (
    contract_notices,  # noqa: F401 (a kind of its own)
    naming,
    steps,
)
from deskhand.modules.sla.events import StepFailed
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.querysets import MODULE
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.tickets import veiled
from deskhand.tickets.models import Ticket
from deskhand.tickets.telling_lines import write_lines

ICONS = {"sla_warned": "timer", "sla_breached": "circle-alert", "sla_step_failed": "triangle-alert"}


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """What was told of clocks, for tickets that the reader may still see. Three queries, however many there are."""
    facts = dict(Event.objects.filter(pk__in={row.event_id for row in rows}).values_list("pk", "values"))
    wanted = {values.get("clock") for values in facts.values()}
    served = Clock.objects.served_by(actor).select_related("version__policy", "ticket").filter(pk__in=wanted)
    clocks = {one.pk: one for one in served}
    found = {row.pk: (facts.get(row.event_id or 0, {}), row) for row in rows}
    return {
        pk: _line(row, values, clocks[values["clock"]])
        for pk, (values, row) in found.items()
        if values.get("clock") in clocks
    }


def _line(row: Notification, values: Mapping[str, Any], clock: Clock) -> Line:
    words = _words(row.kind, values, clock)
    said = _("%(what)s (told late)") % {"what": words} if values.get("is_late") else words
    url = reverse("tickets:ticket", args=[clock.ticket.number])
    told = Line(said, clock.ticket.subject, url, ICONS[row.kind], mark=f"#{clock.ticket.number}")
    return veiled.line(clock.ticket, told)


def _words(kind: str, values: Mapping[str, Any], clock: Clock) -> str:
    said = {"promise": naming.name_of(clock), "policy": clock.version.policy.name}
    if kind == "sla_step_failed":
        why = steps.failure(str(values.get("why", "")))
        return _("A step of the policy “%(policy)s” could not be done: %(why)s") % {**said, "why": why}
    if kind == "sla_breached":
        return _("Overdue: %(promise)s") % said
    if naming.is_after(values.get("milestone", "")):
        return _("Still overdue: %(promise)s") % said
    return _("Soon due: %(promise)s") % said


def _known(code: str, title: Promise, detail: Promise) -> None:
    register(Kind(code=code, title=title, detail=detail, lines=lines, write=write_lines, module=MODULE))


_known(
    "sla_warned",
    gettext_lazy("Soon due"),
    gettext_lazy("A promise in time is at risk, and its policy tells me."),
)
_known(
    "sla_breached",
    gettext_lazy("Overdue"),
    gettext_lazy("A promise in time was not kept, and its policy tells me."),
)
_known(
    "sla_step_failed",
    gettext_lazy("A step of a policy failed"),
    gettext_lazy("What a policy wants to follow from a warning could not be done, on a desk that I lead."),
)


@afterwards(StepFailed)
def tell_the_leads(fact: StepFailed) -> None:
    """Whoever leads the desk hears what could not be done."""
    ticket = Ticket.objects.within(fact.meta.desk_id).listed().filter(pk=fact.ticket).first()
    if ticket is not None and fact.meta.desk_id is not None:
        tell(kind="sla_step_failed", fact=fact, people=leads_of(fact.meta.desk_id), ticket_number=ticket.number)
