"""The line of a request: its stages where modules know some, else the plain way of every request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from deskhand.portal import words
from deskhand.tickets.models import Category, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.stages import FIRST, LAST, Stage, StageState, stages_of
from deskhand.web import moments

_REACHED = (StageState.DONE, StageState.STOPPED)


def line_of(ticket: Ticket) -> list[dict[str, Any]]:
    """The steps for ``ui.steps``: what happens, how far it is, who has it or when it was."""
    known = stages_of(ticket)
    if not known:
        return words.steps(ticket.category)
    return [step(one) for one in (*_before(ticket, known), *known, *_after(ticket, known))]


def _before(ticket: Ticket, known: list[Stage]) -> list[Stage]:
    if any(one.place == FIRST for one in known):
        return []
    return [Stage(label=str(words.STATUS_WORDS[Category.NEW]), state=StageState.DONE, at=ticket.created_at)]


def _after(ticket: Ticket, known: list[Stage]) -> list[Stage]:
    if any(one.place == LAST for one in known) or ticket.category == Category.CANCELLED:
        return []
    state = StageState.DONE if ticket.category in FINISHED else StageState.AHEAD
    return [Stage(label=str(words.STATUS_WORDS[Category.RESOLVED]), state=state, at=ticket.resolved_at)]


def step(one: Stage) -> dict[str, Any]:
    """One stage as ``ui.steps`` draws it."""
    return {
        "label": one.label,
        "is_done": one.state in _REACHED,
        "is_current": one.state == StageState.NOW,
        "detail": _detail(one),
    }


def _detail(one: Stage) -> str:
    """Who has it and when it was; else when it should be."""
    if one.at is not None:
        return " · ".join(filter(None, (one.who, moments.when_words(one.at))))
    if one.expected is not None:
        return " · ".join(filter(None, (one.who, _("by %(day)s") % {"day": moments.date_words(one.expected)})))
    return one.who
