"""What the demo desk promises, as if it had done so from its first ticket on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.queries import with_calendar
from deskhand.calendars.rules import ALWAYS
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.sla.actions.policies import save_policy
from deskhand.modules.sla.actions.settle import settle_anew
from deskhand.tickets.models import Ticket

MOST = 3_000
"""Tickets whose past is derived while the demo is made; in a larger one only the newest, and what is open."""

HOUR = 3600.0

OFFICE = [["08:00", "18:00"]]
ZONE = "Europe/Berlin"
"""Where the demo's desk is."""


def furnish(desk: Desk, cast: Any) -> None:
    """Hours of work, two promises to requesters, one between teams, and the clocks of all tickets."""
    rows = Ticket.objects.within(desk).listed()
    first = rows.aggregate(first=Min("created_at"))["first"] or clock.now()
    promises = {_("Urgent matters"): _urgent(), _("Standard"): _standard(), _("Hand-over"): _hand_over()}
    with clock.frozen(first - timedelta(days=1)):
        _open(desk)
        for name, said in promises.items():
            save_policy(actor=SYSTEM, desk_id=desk.pk, name=name, said=said)
    for pk in rows.order_by("-pk").values_list("pk", flat=True)[:MOST]:
        settle_anew(ticket_id=pk, silently=True)


def _open(desk: Desk) -> None:
    """When the desk works: on weekdays, and a shift on Saturday."""
    if with_calendar([desk.pk]):
        return
    hours = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE) | {"sat": [["09:00", "13:00"]], "sun": []}
    row = create_calendar(
        actor=SYSTEM, desk=desk, name=_("Hours of work"), given={**ALWAYS, "zone": ZONE, "hours": hours}
    )
    choose_calendar(actor=SYSTEM, desk=desk, calendar=row)


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
