"""What a step can call beyond Deskhand: the slot ``plan_step``, and its first user, the webhooks of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import slots
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.fulfilment.events import PlanCalled
from deskhand.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is called for: the ticket, the run and the code of its step, and the word that the step gives."""

    ticket: Ticket
    run: int
    step: str
    word: str


class PlanCall(Protocol):
    """Something that a step can call."""

    code: str
    label: str | Promise

    def begin(self, call: Call) -> bool:
        """Call it, in the transaction that begins the step. True if that was all; False if the step waits until
        somebody reports its end. Raises a DeskhandError where it cannot be called."""


class ToWebhooks:
    """The webhooks of the desk that listen to the event ``ticket.plan_called``."""

    code = "webhooks"
    label = gettext_lazy("Webhooks of the desk")

    def begin(self, call: Call) -> bool:
        """Tell them. The step waits for the answer through the API."""
        desk_id = call.ticket.desk_id
        if not any(listens(desk_id, PlanCalled.code) for listens in slots.items("event_listener", desk_id=desk_id)):
            raise Invalid(_("No webhook of the desk listens to it."))
        fact = PlanCalled(ticket=call.ticket.pk, run=call.run, step=call.step, call=call.word)
        emit(fact, actor=SYSTEM, desk_id=desk_id)
        return False


def offered(desk_id: int) -> list[PlanCall]:
    """What steps of the desk's plans can call."""
    return slots.items("plan_step", desk_id=desk_id)


def named(desk_id: int, code: str) -> PlanCall | None:
    """The one of that code."""
    return next((one for one in offered(desk_id) if one.code == code), None)
