"""Requests to break glass as their pages show them, and the bar above every page while somebody's glass is open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from deskhand.accounts import glass as broken
from deskhand.accounts.glass_events import GlassWasRead
from deskhand.accounts.models import BreakGlass, GlassRead, GlassState
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.tickets.context import actor_of

READS_SHOWN = 200
"""Numbers of records that were read through one glass that a page names."""

_TONES = {GlassState.WAITING: "warning", GlassState.OPEN: "error"}


def told(actor: Actor) -> Any:
    """What the actor may know of, the newest first. Of a ticket that they may never read they are told nothing."""
    found = BreakGlass.objects.told_to(actor)
    about = list(found.exclude(ticket_id=None))
    hidden = broken.kept_from(actor.person_id, about)
    return found.exclude(pk__in=hidden).select_related("desk", "asker", "seconded_by").order_by("-asked_at", "-pk")


def facts_told(found: QuerySet[Event], actor: Actor) -> QuerySet[Event]:
    """Of the facts about broken glass those of which the actor may know: of what they are shown on its page."""
    hidden = broken.numbers_kept_from(actor.person_id)
    if hidden:
        found = found.exclude(code=GlassWasRead.code, values__number__in=sorted(hidden))
    return found.filter(subject_id__in=told(actor).order_by().values("pk"))


def lines(actor: Actor, rows: Sequence[BreakGlass]) -> list[dict[str, Any]]:
    """Each with its state, what was read through it, and what the actor can do about it. Two queries more."""
    now, numbers = clock.now(), _read_through(rows, besides=broken.numbers_kept_from(actor.person_id))
    return [_line(actor, row, row.state(now), numbers.get(row.pk, [])) for row in rows]


def _line(actor: Actor, row: BreakGlass, state: GlassState, numbers: list[int]) -> dict[str, Any]:
    is_own = row.asker_id == actor.person_id
    may_end = is_own or actor.may("glass.see", row.desk_id)
    is_waiting = state == GlassState.WAITING
    return {
        "row": row,
        "state": state.label,
        "tone": _TONES.get(state, ""),
        "is_open": state == GlassState.OPEN,
        "numbers": numbers[:READS_SHOWN],
        "more": max(len(numbers) - READS_SHOWN, 0),
        "minutes": int(row.length.total_seconds() // 60),
        "may_second": is_waiting and not is_own and actor.may("glass.second", row.desk_id),
        "may_end": may_end and state in (GlassState.WAITING, GlassState.OPEN),
        "is_own": is_own,
    }


def _read_through(rows: Sequence[BreakGlass], *, besides: Collection[int]) -> dict[int, list[int]]:
    reads = GlassRead.objects.within({one.desk_id for one in rows}).filter(glass__in=rows).order_by("at", "pk")
    reads = reads.exclude(ticket_number__in=besides)
    found: dict[int, list[int]] = {}
    for pk, number in reads.values_list("glass_id", "ticket_number"):
        found.setdefault(pk, []).append(number)
    return found


def bar(request: HttpRequest, _desk_ids: Sequence[int] = ()) -> str:
    """That one reads under broken glass, until when, and the way to end it. It asks nothing of anybody else."""
    rows = broken.open_of(actor_of(request))
    if not rows:
        return ""
    given = {"rows": rows, "here": request.get_full_path()}
    return render_to_string("ops/_glass_bar.html", given, request, using="jinja2")
