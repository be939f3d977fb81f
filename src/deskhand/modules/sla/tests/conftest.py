"""A desk that promises something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from deskhand.kernel import clock, switches
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.models import Clock, Policy

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def target(metric: str = "first_response", /, **goals: Any) -> dict[str, Any]:
    """A target with hours by priority: ``target("first_response", any=8, urgent=1)``."""
    return {"metric": metric, "goals": {word: {"seconds": hours * 3600} for word, hours in goals.items()}}


def says(*targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a policy says, around the clock unless said otherwise."""
    return {"level": "sla", "calendar": {"of": "always"}, "targets": list(targets)} | more


Promise = Callable[..., Policy]


@pytest.fixture
def promise(cast) -> Promise:
    """Lena makes a policy on the desk IT, where the module is on."""
    switches.switch("sla", cast.it.pk, True)

    def made(*targets: dict[str, Any], name: str = "Standard", **more: Any) -> Policy:
        row = policies.save_policy(actor=cast.actor("lena"), desk_id=cast.it.pk, name=name, said=says(*targets, **more))
        cast.work()
        return row

    return made


def clocks(ticket) -> list[Clock]:
    """The clocks of a ticket in the order of their beginning."""
    rows = Clock.objects.within(ticket.desk_id).filter(ticket=ticket).prefetch_related("intervals")
    return list(rows.order_by("started_at", "level", "key", "cycle"))


def at(hour: int, minute: int = 0, second: int = 0, day: int = 2):
    """Freeze the time: that hour in March 2026 (the 2nd is a Monday), UTC."""
    return clock.frozen(datetime(2026, 3, day, hour, minute, second, tzinfo=UTC))


def instant(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """The same instant as a value."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)
