"""Service levels of a desk's template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.section import Made, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import slots
from deskhand.modules.sla.actions.policies import save_policy
from deskhand.modules.sla.metrics import LABELS, Metric
from deskhand.modules.sla.models import Policy

HOUR = 3600.0
PROMISED = (Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE, Metric.TIME_TO_RESOLVE)
WARNED_AT = 75
"""Percent of the time at which the assignee is told."""


def policy(work: Work, entry: Entry) -> Made | None:
    """A promise to requesters, in hours of the desk's calendar by priority."""
    said = work.said(entry)
    there = Policy.objects.within(work.desk).filter(name__iexact=said["name"], put_away_at=None).first()
    if there is not None:
        return Made(there, is_new=False)
    terms = {
        "level": "sla",
        "query": str(said.get("query", "")),
        "calendar": {"of": "desk"},
        "targets": [_target(metric, said[metric.value]) for metric in PROMISED if metric.value in said],
    }
    return Made(save_policy(actor=work.actor, desk_id=work.desk.pk, name=said["name"], said=terms))


def shown(said: Mapping[str, Any]) -> list[str]:
    """The promises, in hours."""
    return [
        f"{LABELS[metric]}: {', '.join(f'{word} {hours} h' for word, hours in said[metric.value].items())}"
        for metric in PROMISED
        if metric.value in said
    ]


def _target(metric: Metric, hours: Mapping[str, float]) -> dict[str, Any]:
    return {
        "metric": metric.value,
        "is_promised": True,
        "goals": {word: {"seconds": float(count) * HOUR} for word, count in hours.items()},
        "milestones": [{"percent": WARNED_AT, "steps": [{"step": "notify", "who": "assignee"}]}],
    }


_POLICIES = Section(
    code="sla",
    title=_("Service levels"),
    keys=("name*", "query", *(one.value for one in PROMISED)),
    make=policy,
    shown=shown,
    url="sla:policies",
)

slots.fill("desk_template", _POLICIES, module="sla", order=60)
