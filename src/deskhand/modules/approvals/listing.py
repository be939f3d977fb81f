"""What somebody was asked to decide: what waits, what they decided, what ended without them; with a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.modules.approvals.absences import stands_in_for
from deskhand.modules.approvals.models import Ask, AskState

WAITING, DECIDED, ENDED = "", "decided", "ended"
WORDS_LIMIT = 200
"""Longest search of the list in characters."""

_BY_PEOPLE = (AskState.APPROVED, AskState.DECLINED)


def mine(actor: Actor) -> Any:
    """Everything that the actor was ever asked, or those for whom they stand in now."""
    return Ask.objects.asked_of(actor, stands_in_for(actor.person_id))


def listed(rows: Any, actor: Actor, show: str) -> Any:
    """Those of one kind: what waits with what is due first on top, else the newest first."""
    decided = Q(decided_by_id=actor.person_id, state__in=_BY_PEOPLE)
    if show == DECIDED:
        return rows.filter(decided).order_by("-decided_at", "-pk")
    if show == ENDED:
        return rows.exclude(state=AskState.WAITING).exclude(decided).order_by("-asked_at", "-pk")
    return rows.waiting().order_by(F("stage__deadline_at").asc(nulls_last=True), "asked_at", "pk")


def found(rows: Any, question: str) -> Any:
    """Those of a ticket's number, or whose subject or asker holds every word."""
    words = question[:WORDS_LIMIT].split()
    if len(words) == 1 and words[0].lstrip("#").isdecimal() and len(words[0]) < 17:
        return rows.filter(approval__ticket__number=int(words[0].lstrip("#")))
    for word in words:
        of_asker = Q(approval__asked_by__name__icontains=word) | Q(approval__ticket__requester__name__icontains=word)
        rows = rows.filter(Q(content__body__subject__icontains=word) | of_asker)
    return rows


def segments(show: str, count: int, url: str) -> Sequence[dict[str, Any]]:
    """The three lists, for the switch above them."""
    labels = {WAITING: f"{_('Waiting')} ({count})", DECIDED: _("Decided by me"), ENDED: _("Ended without me")}
    return [
        {"label": label, "url": f"{url}?show={code}" if code else url, "is_current": show == code}
        for code, label in labels.items()
    ]
