"""What the pages of bulk changes show: how far one is, what became of its tickets, and what can be done about it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.tickets import bulk_values
from deskhand.tickets.actions.bulk import UNDO_FOR
from deskhand.tickets.actions.bulk_runs import WORKING, is_queued, may_cancel, may_undo
from deskhand.tickets.models import BulkRow, BulkRun, BulkStage, Fate, Ticket

PAGE = 50
"""Rows on one page."""

NEWEST = 50
"""Bulk changes on the page that lists them."""

SHOWN_FOR_SECONDS = 600
"""How long the list of tickets tells whoever began it of a bulk change that has ended."""


def counts(run: BulkRun) -> dict[str, int]:
    """How many tickets had each fate; every fate is there."""
    found = dict(run.rows.order_by().values_list("fate").annotate(Count("id")))
    return {fate.value: found.get(fate.value, 0) for fate in Fate}


def standing(actor: Actor, run: BulkRun) -> dict[str, Any]:
    """How far a bulk change is: in words, in ``percent`` of its tickets, and what the actor may do about it."""
    counted = counts(run)
    is_undo = run.stage == BulkStage.UNDOING
    to_undo = counted[Fate.CHANGED] + counted[Fate.UNDONE] + counted[Fate.KEPT]
    whole = to_undo if is_undo else run.total
    left = counted[Fate.CHANGED] if is_undo else counted[Fate.WAITING]
    return {
        "run": run,
        "deed": bulk_values.deed(run),
        "counts": counted,
        "done": whole - left,
        "whole": whole,
        "percent": 100 * (whole - left) // max(whole, 1),
        "is_working": run.stage in WORKING,
        "is_stopped": run.stage in WORKING and not is_queued(run),
        "may_cancel": may_cancel(actor, run),
        "may_undo": may_undo(actor, run),
        "undo_until": run.ended_at + UNDO_FOR if run.ended_at else None,
    }


def page(actor: Actor, run: BulkRun, show: str, number: str | None) -> dict[str, Any]:
    """The page of one bulk change, with the tickets of the fate ``show``; of all for another word."""
    shown = standing(actor, run)
    show = show if shown["counts"].get(show) else ""
    rows = run.rows.order_by("number").filter(**({"fate": show} if show else {}))
    found = Paginator(rows, PAGE).get_page(number)
    served = Ticket.objects.served_by(actor).filter(number__in=[one.number for one in found])
    subjects = dict(served.values_list("number", "subject"))
    listed = [
        {"number": one.number, "subject": subjects.get(one.number), "label": one.get_fate_display(), "why": one.why}
        for one in found
    ]
    fates = [(fate.value, fate.label, shown["counts"][fate]) for fate in Fate if shown["counts"][fate]]
    return shown | {"show": show, "page": found, "rows": listed, "fates": fates}


def newest(desk: Desk) -> list[dict[str, Any]]:
    """The newest bulk changes of the desk, each as it stands."""
    found = BulkRun.objects.within(desk).select_related("person", "desk", "cancelled_by", "undone_by")
    runs = list(found.order_by("-begun_at", "-pk")[:NEWEST])
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    fates = BulkRow.objects.filter(run__in=runs).order_by().values_list("run_id", "fate").annotate(Count("id"))
    for pk, fate, count in fates:
        counted[pk][fate] = count
    return [{"run": one, "deed": bulk_values.deed(one), "counts": counted[one.pk]} for one in runs]


def is_fresh(run: BulkRun) -> bool:
    """Whether the list of tickets still tells of it."""
    ended = run.undone_at or run.ended_at
    return run.stage in WORKING or ended is None or (clock.now() - ended).total_seconds() < SHOWN_FOR_SECONDS
