"""What the demo desk promises, as if it had done so from its first ticket on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.sla import demo_contracts
from deskhand.modules.sla.actions.policies import save_policy
from deskhand.modules.sla.actions.settle import settle_anew
from deskhand.modules.sla.models import Policy
from deskhand.modules.sla.rulebook import Calendars
from deskhand.tickets.models import Status, Ticket

MOST = 3_000
"""Tickets whose past is derived while the demo is made; in a larger one only the newest, and what is open."""

HOUR = 3600.0

AT_SUPPLIER = "waiting_for_supplier"
"""The status of the demo's desk in which a supplier's promise counts."""


def furnish(desk: Desk, cast: Any) -> None:
    """Promises to requesters, between teams and by a supplier, the contracts that they belong to, the clocks of all
    tickets, and what was said of some that were missed."""
    rows = Ticket.objects.within(desk).listed()
    first = rows.aggregate(first=Min("created_at"))["first"] or clock.now()
    customer = {demo_contracts.CUSTOMER: _nordwind()} if demo_contracts.customer_of(desk) else {}
    has_status = Status.objects.within(desk).filter(key=AT_SUPPLIER).exists()
    promises = customer | {
        _("Urgent matters"): _urgent(),
        _("Standard"): _standard(),
        _("Hand-over"): _hand_over(),
    }
    promises |= {demo_contracts.SUPPLIER: _supplier()} if has_status else {}
    with clock.frozen(first - timedelta(days=1)):
        made = [save_policy(actor=SYSTEM, desk_id=desk.pk, name=name, said=said).pk for name, said in promises.items()]
        demo_contracts.furnish(desk, cast, Policy.objects.within(desk).filter(pk__in=made))
    calendars = Calendars()
    for pk in rows.order_by("-pk").values_list("pk", flat=True)[:MOST]:
        settle_anew(ticket_id=pk, silently=True, calendars=calendars)
    demo_contracts.excuse(desk, cast)


def _nordwind() -> dict[str, Any]:
    """What the contract with a customer says: it stands before the others, so it counts for this customer alone."""
    return {
        "level": "sla",
        "query": 'organization:"Nordwind Logistik"',
        "calendar": {"of": "ticket"},
        "targets": [
            _target("first_response", {"urgent": 1, "any": 4}, steps=[{"step": "notify", "who": "assignee"}]),
            _target(
                "time_to_resolve", {"urgent": 8, "high": 16, "any": 40}, steps=[{"step": "notify", "who": "leads"}]
            ),
        ],
    }


def _supplier() -> dict[str, Any]:
    """Counts as long as a ticket waits for the supplier."""
    return {
        "level": "uc",
        "query": f"status:{AT_SUPPLIER}",
        "calendar": {"of": "desk"},
        "targets": [_target("time_to_resolve", {"any": 24}) | {"is_promised": False, "pauses": False}],
    }


def _urgent() -> dict[str, Any]:
    return {
        "level": "sla",
        "query": "priority:urgent",
        "calendar": {"of": "always"},
        "targets": [
            _target("first_response", {"any": 0.5}, steps=[{"step": "notify", "who": "assignee"}]),
            _target("time_to_resolve", {"any": 24}, steps=[{"step": "notify", "who": "leads"}]),
        ],
    }


def _standard() -> dict[str, Any]:
    return {
        "level": "sla",
        "calendar": {"of": "ticket"},
        "targets": [
            _target("first_response", {"high": 2, "any": 4}, steps=[{"step": "notify", "who": "assignee"}]),
            _target("next_response", {"any": 16}),
            _target("time_to_resolve", {"high": 20, "any": 60}),
        ],
    }


def _hand_over() -> dict[str, Any]:
    return {"level": "ola", "calendar": {"of": "team"}, "targets": [_target("time_to_own", {"any": 4})]}


def _target(metric: str, hours: dict[str, float], steps: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "metric": metric,
        "is_promised": metric != "time_to_own",
        "goals": {word: {"seconds": count * HOUR} for word, count in hours.items()},
        "milestones": [{"percent": 75, "steps": steps}] if steps else [],
    }
