"""What happens as a desk's activity begins: its ticket, with what travels and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import ADMIN
from deskhand.modules.fulfilment import public as plans
from deskhand.modules.journeys.definition import APPROVAL, Definition, Step
from deskhand.modules.journeys.knowing import in_words
from deskhand.modules.journeys.models import Activity, Journey, Part, PartState
from deskhand.modules.journeys.querysets import MODULE
from deskhand.tickets import actions, approving
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Kind, Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT
from deskhand.web import moments

NOT_SET_UP, DESK_REFUSED, DESK_CLOSED, NO_APPROVALS = "not_set_up", "desk_refused", "desk_closed", "no_approvals"
"""Why a desk gets no ticket, or nobody is asked."""


class NotSetUp(Exception):
    """The desk has not agreed to do this, or takes no part in journeys any more. ``problem`` says which."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def deskhand_on(desk_id: int) -> Actor:
    """Deskhand, with all that the administrators of this desk may do, and nothing on others."""
    return replace(SYSTEM, roles={desk_id: frozenset({ADMIN})})


def key_of(row: Activity) -> str:
    """The word by which a plan that an activity starts, or the approval that it is, is known."""
    return f"journey:{row.pk}"


def open_ticket(journey: Journey, plan: Definition, step: Step, row: Activity, part: Part | None) -> Ticket:
    """Open the ticket of an activity on its desk. Raises NotSetUp, or a DeskhandError where it cannot be done now."""
    desk, way = _agreed(row, step, part)
    requester = journey.manager or journey.person
    if requester is None:
        raise Invalid(_("Nobody is there for whom a request could be opened: choose a manager."))
    with translation.override(desk.language):
        subject, text = _subject(journey, step), _text(journey, plan, step, str(way.get("note") or ""))
    new = actions.NewTicket(
        desk=desk,
        subject=subject,
        body=plain(text),
        requester=requester,
        affected=journey.person if journey.person_id not in (None, requester.pk) else None,
        kind=Kind.SERVICE_REQUEST,
        team=_team(desk, way.get("team")),
        may_answer=False,
    )
    ticket = actions.create(actor=deskhand_on(desk.pk), new=new)
    if way.get("plan"):
        plans.start_plan(actor=deskhand_on(desk.pk), ticket=ticket, plan=way["plan"], key=key_of(row))
    if step.who == APPROVAL:
        asker = deskhand_on(desk.pk)
        if not approving.ask(actor=asker, ticket=ticket, policy=step.policy, key=key_of(row)):
            raise NotSetUp(NO_APPROVALS)
    return ticket


def _agreed(row: Activity, step: Step, part: Part | None) -> tuple[Desk, Mapping[str, Any]]:
    """The desk, and how it does the activity. Raises NotSetUp where it does not."""
    desk = row.desk
    if desk is not None and not desk.is_active:
        raise NotSetUp(DESK_CLOSED)
    if desk is not None and step.who == APPROVAL:
        return desk, {}
    if part is not None and part.state == PartState.REFUSED:
        raise NotSetUp(DESK_REFUSED)
    way = part.agreed.get(step.code) if part is not None else None
    if way is None or desk is None or not switches.is_on(MODULE, desk.pk):
        raise NotSetUp(NOT_SET_UP)
    return desk, way


def _team(desk: Desk, pk: int | None) -> Team | None:
    if pk is None:
        return None
    found: Team | None = Team.objects.within(desk).active().filter(pk=pk).first()
    if found is None:
        raise Invalid(_("The team that was to get it is not there any more."))
    return found


def _subject(journey: Journey, step: Step) -> str:
    return f"{step.title}: {journey.called}"[:SUBJECT_LIMIT]


def _text(journey: Journey, plan: Definition, step: Step, note: str) -> str:
    """Name, day, place, the answers that travel, and what the desk wrote for itself."""
    lines = [
        f"{_('Name')}: {journey.called}",
        f"{_('Day')}: {moments.date_words(journey.key_on)}",
    ]
    if journey.place:
        lines.append(f"{_('Place')}: {journey.place}")
    for code in step.tells:
        question, value = plan.asked.get(code), journey.answers.get(code, "")
        if question is not None and value:
            lines.append(f"{question.label}: {in_words(question.kind, value)}")
    return "\n\n".join(part for part in (step.text, "\n".join(lines), note) if part)
