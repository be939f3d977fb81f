"""Trying a new or changed policy on the tickets of the past, in the background."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.sla import simulating, terms
from deskhand.modules.sla.actions.policies import understood
from deskhand.modules.sla.models import Policy, Simulation
from deskhand.modules.sla.models.policy import NAME_LIMIT
from deskhand.modules.sla.simulating import CANDIDATE, Candidate
from deskhand.tickets.as_it_was import stories_of
from deskhand.tickets.models import Ticket

BATCH = 100
"""Tickets of one batch."""

MOST_TICKETS = 50_000
"""Tickets that are tried at most, the newest."""

MOST_DIFFERING = 500
"""Tickets that would have fared otherwise, as many as are listed; the others are counted."""

MOST_MONTHS = 24
"""How far back it may go."""

KEPT = 20
"""Results that a desk keeps; the oldest go."""

_MONTH = timedelta(days=365.25 / 12)


@transaction.atomic
def simulate(
    *, actor: Actor, desk_id: int, name: str, said: Mapping[str, Any], policy: Policy | None = None, months: int = 12
) -> Simulation:
    """Begin to try a policy as it would be. Nothing of it counts. Raises Invalid with fields, Conflict while another
    one is tried on the desk."""
    from deskhand.modules.sla.jobs import try_on

    actor.need("sla.policies", desk_id)
    if not 1 <= months <= MOST_MONTHS:
        said_so = _("Name between 1 and %(most)s months.") % {"most": MOST_MONTHS}
        raise Invalid(said_so, {"months": said_so})
    if Simulation.objects.within(desk_id).filter(ended_at=None).exists():
        raise Conflict(_("Another policy is being tried on this desk. Wait for it, or cancel it."))
    found = understood(said, desk_id)
    row: Simulation = Simulation.objects.create(
        desk_id=desk_id,
        policy=policy,
        name=" ".join(name.split())[:NAME_LIMIT] or _("A new policy"),
        said=terms.written(found.terms),
        meant=[[field, word, list(ids)] for field, word, ids in found.meant],
        months=months,
        since=clock.now() - months * _MONTH,
        begun_at=clock.now(),
        begun_by_id=actor.person_id,
    )
    row.total = min(_tickets(row).count(), MOST_TICKETS)
    row.save(update_fields=["total"])
    _forget_old(desk_id)
    try_on.put(unique_key=f"sla.try:{row.pk}", desk_id=desk_id, desk=desk_id, simulation_id=row.pk)
    return row


@transaction.atomic
def cancel_simulation(*, actor: Actor, simulation: Simulation) -> Simulation:
    """Stop; what was found so far stays. One that is through stays as it is."""
    actor.need("sla.policies", simulation.desk_id)
    row: Simulation = Simulation.objects.within(simulation.desk_id).select_for_update().get(pk=simulation.pk)
    if row.is_running:
        row.ended_at, row.is_cancelled = clock.now(), True
        row.save(update_fields=["ended_at", "is_cancelled"])
    return row


def try_some(*, simulation_id: int) -> Callable[[], bool] | None:
    """One batch, without writing. Returns what notes it and says whether there is more to do; None if it has ended."""
    rows = Simulation.objects.beyond_walls("whoever began it might do so on its desk")
    row = rows.filter(pk=simulation_id, ended_at=None).first()
    if row is None:
        return None
    tickets = _tickets(row)
    if row.upto_id is not None:
        tickets = tickets.filter(pk__lt=row.upto_id)
    taken = list(tickets.order_by("-pk")[: min(BATCH, row.total - row.done)])
    candidate = Candidate(row.policy_id or CANDIDATE, terms.read(row.said), row.meant)
    found = simulating.compare(stories_of(taken), *simulating.books(row.desk_id, candidate), row.begun_at)
    return lambda: _noted(row.desk_id, row.pk, row.upto_id, taken, found)


@transaction.atomic
def _noted(desk_id: int, pk: int, since: int | None, taken: list[Ticket], found: simulating.Found) -> bool:
    rows = Simulation.objects.within(desk_id).select_for_update()
    row: Simulation | None = rows.filter(pk=pk, ended_at=None).first()
    if row is None or row.upto_id != since:
        return False
    row.before, row.after = _sum(row.before, found.before), _sum(row.after, found.after)
    row.differ += len(found.differing)
    row.differing = (row.differing + found.differing)[:MOST_DIFFERING]
    row.done += len(taken)
    row.upto_id = taken[-1].pk if taken else row.upto_id
    if not taken or row.done >= row.total:
        row.ended_at = clock.now()
    row.save()
    return row.is_running


def _tickets(row: Simulation) -> Any:
    return Ticket.objects.within(row.desk_id).listed().filter(created_at__gte=row.since)


def _sum(known: Mapping[str, Mapping[str, int]], more: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {key: dict(Counter(known.get(key, {})) + more.get(key, Counter())) for key in {**known, **more}}


def _forget_old(desk_id: int) -> None:
    kept = Simulation.objects.within(desk_id).order_by("-begun_at", "-pk").values_list("pk", flat=True)[:KEPT]
    Simulation.objects.within(desk_id).exclude(pk__in=list(kept)).delete()
