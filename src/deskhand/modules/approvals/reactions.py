"""What approvals do when something happens to their ticket or to those who were asked, and who is told."""

from __future__ import annotations

from django.db import transaction

from deskhand.accounts.events import PersonDeactivated
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.reactions import afterwards
from deskhand.modules.approvals import (
    letters,
    letters_of_absences,
    telling,  # noqa: F401 (reactions of their own)
)
from deskhand.modules.approvals.actions import catching_up
from deskhand.modules.approvals.actions.asking import end_open
from deskhand.modules.approvals.actions.leaving import replace_gone
from deskhand.modules.approvals.events import (
    AbsenceDeclared,
    ApprovalAnswered,
    ApprovalEnded,
    ApprovalPutTo,
    ApprovalQuestioned,
    ApprovalReminded,
    ApprovalVoided,
)
from deskhand.modules.approvals.models import Approval
from deskhand.tickets.events import StatusChanged, TicketChanged, TicketDeleted, TicketLeft
from deskhand.tickets.events_of_orders import TicketAnswersChanged
from deskhand.tickets.models.choices import FINISHED

MATERIAL = frozenset({"subject", "kind", "requester", "affected", "service"})
"""Fields of a ticket that are part of what people approve."""


@afterwards(TicketChanged)
def ask_anew(fact: TicketChanged) -> None:
    """What was approved is another thing now."""
    if fact.field in MATERIAL and fact.meta.desk_id is not None:
        catching_up.freshen_ticket(desk_id=fact.meta.desk_id, ticket_id=fact.ticket)


@afterwards(TicketAnswersChanged)
def ask_anew_for_other_answers(fact: TicketAnswersChanged) -> None:
    """The order or the form says something else now."""
    if fact.is_material and fact.meta.desk_id is not None:
        catching_up.freshen_ticket(desk_id=fact.meta.desk_id, ticket_id=fact.ticket)


@afterwards(TicketLeft)
def end_where_it_left(fact: TicketLeft) -> None:
    """Another desk decides otherwise."""
    _end(fact.meta.desk_id, fact.ticket, "moved")


@afterwards(StatusChanged)
def end_with_the_ticket(fact: StatusChanged) -> None:
    """What has ended needs no approval any more."""
    if fact.new_category in FINISHED and fact.old_category not in FINISHED:
        _end(fact.meta.desk_id, fact.ticket, "ended")


@afterwards(TicketDeleted)
def end_in_the_bin(fact: TicketDeleted) -> None:
    """Nobody is asked about what was thrown away."""
    _end(fact.meta.desk_id, fact.ticket, "ended")


@transaction.atomic
def _end(desk_id: int | None, ticket_id: int, because: str) -> None:
    rows = Approval.objects.within(desk_id).open().filter(ticket_id=ticket_id)
    for row in rows.order_by("pk"):
        end_open(actor=SYSTEM, approval=row, because=because)


@afterwards(PersonDeactivated)
def ask_others(fact: PersonDeactivated) -> None:
    """Somebody who was asked has left."""
    replace_gone(person_id=fact.person)
    letters_of_absences.tell_left(fact.person, once=str(fact.meta.id))


@afterwards(ApprovalPutTo)
def write_to_deciders(fact: ApprovalPutTo) -> None:
    """Each gets a letter with a link of their own."""
    letters.ask(fact.asks, once=f"put:{fact.meta.id}", because=fact.because)


@afterwards(ApprovalReminded)
def remind_deciders(fact: ApprovalReminded) -> None:
    """Those who have not decided."""
    letters.ask(fact.asks, once=f"reminded:{fact.meta.id}", because="reminded")


@afterwards(ApprovalVoided)
def tell_who_had_decided(fact: ApprovalVoided) -> None:
    """Their decision counts no more."""
    letters.tell_voided(fact.approval, fact.people, once=f"voided:{fact.meta.id}")


@afterwards(ApprovalQuestioned)
def pass_the_question_on(fact: ApprovalQuestioned) -> None:
    """To the requester."""
    letters.pass_question(fact.question, once=f"question:{fact.meta.id}")


@afterwards(ApprovalAnswered)
def pass_the_answer_on(fact: ApprovalAnswered) -> None:
    """To whoever asked it."""
    letters.pass_answer(fact.question, once=f"answer:{fact.meta.id}")


@afterwards(ApprovalEnded)
def tell_the_requester(fact: ApprovalEnded) -> None:
    """Of what an agent asked; whoever else asked tells them itself."""
    if fact.outcome in ("approved", "declined"):
        letters.tell_requester(fact.approval, once=f"ended:{fact.meta.id}")


@afterwards(AbsenceDeclared)
def tell_of_an_absence(fact: AbsenceDeclared) -> None:
    """Both of them, by letter."""
    letters_of_absences.tell(fact.absence, once=str(fact.meta.id))
