"""When tickets of a list are due: a chip that counts down, an order by the same instant, a view of what is at risk."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, OuterRef, Subquery, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import clock, own_words, slots
from deskhand.kernel.prepared import Prepared
from deskhand.modules.sla.models import Clock, Level, Standing
from deskhand.modules.sla.promises import BRIEFLY, Tone, name_in, tone_of
from deskhand.modules.sla.querysets import MODULE
from deskhand.modules.sla.targets import targets_of
from deskhand.tickets.built_in_views import TicketView
from deskhand.tickets.columns import Chip, Column
from deskhand.tickets.sorting import Sort
from deskhand.web import moments

KEPT = 5_000
"""Chips that a process keeps."""

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


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """The next thing that is due of each ticket. One query; another one for versions that this process has not seen
    yet."""
    rows = _rows.rows(desk=desk_id, tickets=list(ticket_ids))
    targets = targets_of(version for *_standing, version in rows if version is not None)
    now, reader = clock.now(), (timezone.get_current_timezone_name(), translation.get_language(), own_words.mark())
    chips: dict[int, str | Chip] = {}
    for ticket_id, due_at, soon_at, key, is_paused, version in rows:
        target = targets.get(version, {}).get(key) if version is not None else None
        tone = tone_of(due_at, soon_at, now, is_paused=is_paused)
        chips[ticket_id] = _chip(key, target.label if target else "", tone, due_at, soon_at, reader)
    return [Column(_("Next due"), chips, sort=DUE.key, has_chips=True)]


def _standing(desk: int, tickets: list[int]) -> Any:
    open_ones = Clock.objects.within(desk).open().filter(ticket_id=OuterRef("ticket_id"), key=OuterRef("key"))
    first = open_ones.order_by(Case(When(level=Level.SLA, then=0), default=1), "due_at").values("version_id")[:1]
    standing = Standing.objects.within(desk).live().filter(ticket_id__in=tickets)
    return standing.annotate(version=Subquery(first)).values_list(
        "ticket_id", "next_due_at", "soon_at", "key", "is_paused", "version"
    )


_rows = Prepared(_standing)


@lru_cache(maxsize=KEPT)
def _chip(
    key: str, label: str, tone: Tone, due_at: datetime | None, soon_at: datetime | None, _reader: tuple[Hashable, ...]
) -> Chip:
    """In words of the reader's zone and language. A list is looked at again and again, and its instants stay."""
    name, words = label or name_in(key), label or str(BRIEFLY.get(key) or name_in(key))
    if due_at is None:
        return Chip(words, tone, _("%(what)s: paused") % {"what": name})
    if tone is Tone.LATE_PAUSED:
        title = _("%(what)s: it was due %(when)s, and is paused")
    else:
        title = _("%(what)s: it was due %(when)s") if tone is Tone.LATE else _("%(what)s: due %(when)s")
    return Chip(words, tone, title % {"what": name, "when": moments.exact(due_at)}, due_at, soon_at)


slots.fill("ticket_column", columns, module=MODULE, order=10)
slots.fill("ticket_sort", DUE, module=MODULE)
slots.fill("ticket_view", DUE_SOON, module=MODULE)
