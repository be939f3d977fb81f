"""The lists of blocked and allowed senders, of each desk and of the whole installation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.prepared import Prepared
from deskhand.mail.filters.senders import BLOCKED, listed, patterns_of
from deskhand.mail.filters.verdict import FilterContext
from deskhand.mail.models import SenderRule, SenderRuleKind


def entries(desk: Desk | None) -> Any:
    """The entries of a desk, or those of the whole installation, by their patterns."""
    rows = SenderRule.objects.within(desk) if desk else SenderRule.objects.beyond_walls("those of all desks together")
    return rows.filter(desk=desk).select_related("made_by").order_by("pattern")


def in_force() -> Q:
    """Condition for entries that have not expired."""
    return Q(expires_at=None) | Q(expires_at__gt=clock.now())


def naming(email: str, desk_id: int | None) -> tuple[frozenset[str], frozenset[str]]:
    """The entries in force that name a sender: blocked ones, allowed ones. A desk's own entry counts before that of
    the installation with the same pattern. One query."""
    found: dict[str, str] = {}
    for pattern, kind, of_desk in _naming.rows(patterns=list(patterns_of(email)), desk=desk_id, now=clock.now()):
        if of_desk is not None or pattern not in found:
            found[pattern] = kind
    return _of_kind(found.items(), SenderRuleKind.BLOCK), _of_kind(found.items(), SenderRuleKind.ALLOW)


def _those(patterns: list[str], desk: int | None, now: datetime) -> Any:
    rows = SenderRule.objects.beyond_walls("the desk's own, and those that hold for all desks")
    here = Q(desk=None) if desk is None else Q(desk=None) | Q(desk_id=desk)
    counts = Q(expires_at=None) | Q(expires_at__gt=now)
    return rows.filter(counts, here, pattern__in=patterns).order_by().values_list("pattern", "kind", "desk_id")


_naming = Prepared(_those)


def is_blocked(email: str, desk: Desk) -> bool:
    """Whether what comes from this address is not wanted on the desk. One query."""
    blocked, allowed = naming(email, desk.pk)
    return listed(email, FilterContext(blocked=blocked, allowed=allowed))[0] == BLOCKED


def _of_kind(found: Iterable[tuple[str, str]], kind: str) -> frozenset[str]:
    return frozenset(pattern for pattern, its_kind in found if its_kind == kind)
