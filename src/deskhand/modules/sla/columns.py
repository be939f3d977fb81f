"""When tickets of a list are due: a chip that counts down, an order by the same instant, a view of what is at risk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, OuterRef, Subquery, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import clock, slots
from deskhand.kernel.prepared import Prepared
from deskhand.modules.sla import terms
from deskhand.modules.sla.models import Clock, Level, PolicyVersion, Standing
from deskhand.modules.sla.promises import BRIEFLY, Tone, name_in, tone_of
from deskhand.modules.sla.querysets import MODULE
from deskhand.tickets.built_in_views import TicketView
from deskhand.tickets.columns import Chip, Column
from deskhand.tickets.sorting import Sort
from deskhand.web import moments

KEPT = 5_000
"""Versions of policies whose labels a process keeps; then it begins anew."""

DUE = Sort("due", gettext_lazy("Next due"), "sla_standing__next_due_at", "instant")
"""What is due first comes first; tickets without a clock that runs come last."""

DUE_SOON = TicketView(
    "due-soon",
    gettext_lazy("Due soon"),
    "sla:soon,overdue",
    is_loud=True,
    sort=DUE.key,
    nothing=gettext_lazy("Nothing is due soon"),
    hint=gettext_lazy("Tickets come here with their first warning, or when three quarters of their time are over."),
)
"""What is at risk or overdue, what is due first at first."""

_labels: dict[int, dict[str, str]] = {}
"""What targets are called by their policies, by version and key. Rows of versions never change."""


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """The next thing that is due of each ticket. One query; another one for versions that this process has not seen
    yet."""
    rows = _rows.rows(desk=desk_id, tickets=list(ticket_ids))
    _learn(row["version"] for row in rows if row["version"] is not None)
    now = clock.now()
    chips = {row["ticket_id"]: _chip(row, now) for row in rows}
    return [Column(_("Next due"), chips, sort=DUE.key, has_chips=True)]


def _standing(desk: int, tickets: list[int]) -> Any:
    open_ones = Clock.objects.within(desk).open().filter(ticket_id=OuterRef("ticket_id"), key=OuterRef("key"))
    first = open_ones.order_by(Case(When(level=Level.SLA, then=0), default=1), "due_at").values("version_id")[:1]
    standing = Standing.objects.within(desk).live().filter(ticket_id__in=tickets)
    return standing.annotate(version=Subquery(first)).values(
        "ticket_id", "next_due_at", "soon_at", "key", "is_paused", "version"
    )


_rows = Prepared(_standing)


def _learn(version_ids: Iterable[int]) -> None:
    missing = set(version_ids) - _labels.keys()
    if not missing:
        return
    if len(_labels) + len(missing) > KEPT:
        _labels.clear()
    rows = PolicyVersion.objects.beyond_walls("versions of clocks that were read within their desk")
    for pk, said in rows.filter(pk__in=missing).values_list("pk", "terms"):
        _labels[pk] = {one.key: one.label for one in terms.read(said).targets}


def forget() -> None:
    """Read labels anew: for tests, in which rows of one test have the ids of another's."""
    _labels.clear()


def _chip(row: dict[str, Any], now: datetime) -> Chip:
    own = _labels.get(row["version"] or 0, {}).get(row["key"], "")
    name, words = own or name_in(row["key"]), own or str(BRIEFLY.get(row["key"]) or name_in(row["key"]))
    tone, due_at = tone_of(row["next_due_at"], row["soon_at"], now, is_paused=row["is_paused"]), row["next_due_at"]
    if due_at is None:
        return Chip(words, tone, _("%(what)s: paused") % {"what": name})
    said = {"what": name, "when": _exact(due_at, timezone.get_current_timezone_name(), translation.get_language())}
    if tone is Tone.LATE_PAUSED:
        title = _("%(what)s: it was due %(when)s, and is paused")
    else:
        title = _("%(what)s: it was due %(when)s") if tone is Tone.LATE else _("%(what)s: due %(when)s")
    return Chip(words, tone, title % said, due_at, row["soon_at"])


@lru_cache(maxsize=KEPT)
def _exact(at: datetime, zone: str, language: str) -> str:
    """``moments.exact`` in that zone and language: a list is looked at again and again, and its instants stay."""
    return moments.exact(at)


slots.fill("ticket_column", columns, module=MODULE, order=10)
slots.fill("ticket_sort", DUE, module=MODULE)
slots.fill("ticket_view", DUE_SOON, module=MODULE)
