"""The same change on many tickets, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Annotated, Any

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Path, Status

from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routes.bulk_runs import RUN, BulkRunAnswer, shown_run
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, BulkChange
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import actions
from deskhand.tickets.actions import bulk_runs as bulk_limits
from deskhand.tickets.actions.bulk import BulkOutcome
from deskhand.tickets.models import Priority, Ticket
from deskhand.tickets.moving import Move

WITH_TAGS = ("tag", "untag")
WITH_WORD = ("status", "priority", "move")
WITH_NAME = ("assign", "team", "service", "location")


@route(
    router,
    "POST",
    "/tickets/bulk",
    gate="scoped",
    returns=answers.BulkOutcome,
    others={202: (BulkRunAnswer, RUN)},
)
def change_tickets(request: ApiRequest, change: BulkChange) -> dict[str, Any] | Status[dict[str, Any]]:
    """Change many tickets at once.

    Each ticket is changed or refused by itself: the answer says which, and why not. It can be undone for a day, except
    where somebody changed a ticket again since. More than 100 tickets are changed in the background: the answer is 202
    then, with an `address` to ask how far it is.
    """
    actor, numbers = request.actor, sorted(set(change.tickets))
    with transaction.atomic():
        desk = lookups.served_desk(actor, change.desk)
        actor.need("tickets.bulk", desk.pk)
        value = _value(actor, desk.pk, change)
        here = Ticket.objects.within(desk.pk).filter(number__in=numbers).values_list("number", flat=True)
        known = sorted(here)
        outcome = BulkOutcome()
        if len(known) > bulk_limits.AT_ONCE:
            run = actions.begin_run(actor=actor, desk=desk, numbers=known, verb=change.verb, value=value)
            return Status(202, shown_run(actor, run))
        if known:
            outcome = actions.change_many(actor=actor, numbers=known, verb=change.verb, value=value)
    return shown_outcome(outcome, numbers, known)


@route(router, "POST", "/undo/{undo_id}", gate="signed_in", sample="undo", returns=answers.BulkOutcome, refuses=(404,))
def undo_change(
    request: ApiRequest,
    undo_id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The member `undo` of the change's answer.")],
) -> dict[str, Any]:
    """Take a bulk change back.

    Your own, once, within a day. A ticket that somebody changed again since is refused.
    """
    if not request.actor.roles:
        raise NotFound
    outcome = actions.undo(actor=request.actor, undo_id=undo_id)
    known = sorted({*outcome.changed, *outcome.refused})
    return shown_outcome(outcome, known, known)


def shown_outcome(outcome: BulkOutcome, numbers: Collection[int], known: Collection[int]) -> dict[str, Any]:
    """The outcome as it is answered; those of the numbers that are not ``known`` were not found."""
    there = set(known)
    changed = set(outcome.changed)

    def result(number: int) -> dict[str, Any]:
        word = "changed" if number in changed else "refused" if number in outcome.refused else "unchanged"
        return {
            "number": number,
            "outcome": word if number in there else "not_found",
            "detail": outcome.refused.get(number, ""),
        }

    return {
        "results": [result(number) for number in numbers],
        "changed": len(changed),
        "undo": outcome.undo_id,
    }


def _value(actor: Actor, desk_id: int, change: BulkChange) -> Any:
    """The row, number or words that the verb takes. Raises Invalid for another kind of value."""
    verb, value = change.verb, change.value
    if change.keep_notes and verb != "move":
        raise lookups.wrong("keep_notes", _("Only a move leaves notes behind."))
    if verb in WITH_TAGS:
        return _tags(value)
    if verb in WITH_WORD and not isinstance(value, str):
        raise lookups.wrong("value", _("This verb needs a word."))
    if verb in WITH_NAME and isinstance(value, list):
        raise lookups.wrong("value", _("This verb takes one name, or null."))
    if verb not in WITH_TAGS + WITH_WORD + WITH_NAME:
        if value is not None:
            raise lookups.wrong("value", _("This verb takes no value."))
        return None
    found = _read(actor, desk_id, verb, value)
    return replace(found, keeps_all=change.keep_notes) if verb == "move" else found


def _tags(value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise lookups.wrong("value", _("This verb needs a list of tags."))
    return value


def _read(actor: Actor, desk_id: int, verb: str, value: Any) -> Any:
    if verb == "move":
        return Move(lookups.desk_to_move_to(actor, value, field="value"))
    if verb == "status":
        return lookups.status(desk_id, value)
    if verb == "priority":
        return _priority(value)
    if value is None:
        return None
    return _BY_NAME[verb](desk_id, value)


_BY_NAME: Mapping[str, Callable[..., Any]] = {
    "assign": lookups.assignee,
    "team": lookups.team,
    "service": lookups.service,
    "location": lookups.location,
}


def _priority(word: str) -> int:
    try:
        return Priority.of(word).value
    except KeyError:
        raise lookups.wrong("value", _("One of: low, normal, high, urgent.")) from None
