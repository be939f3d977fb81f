"""What an approver asks before they decide, and the answer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.modules.approvals import access, words
from deskhand.modules.approvals.actions import course
from deskhand.modules.approvals.events import ApprovalAnswered, ApprovalQuestioned
from deskhand.modules.approvals.models import WORDS_LIMIT, Ask, AskState, Question
from deskhand.tickets.access import is_on_requesters_side

QUESTIONS_LIMIT = 20
"""Most questions that one approver asks about one approval."""


@transaction.atomic
def put_question(*, actor: Actor, ask: Ask, said: str) -> Question:
    """Ask the requester and the desk. The decision waits; its deadline stays."""
    _ticket, approval = course.hold(ask.approval_id)
    row: Ask = Ask.objects.within(approval.desk_id).select_related("person", "decided_by").get(pk=ask.pk)
    access.need_decider(actor, row)
    if row.state != AskState.WAITING or not approval.is_open:
        raise Conflict(words.what_became(row, approval))
    if row.questions.count() >= QUESTIONS_LIMIT:
        raise Invalid(_("These are enough questions: at most %(limit)s.") % {"limit": QUESTIONS_LIMIT})
    question: Question = Question.objects.create(
        ask=row, by_id=actor.person_id, words=_checked(said, "question"), asked_at=clock.now()
    )
    fact = ApprovalQuestioned(ticket=approval.ticket_id, approval=approval.pk, question=question.pk)
    emit(fact, actor=actor, desk_id=approval.desk_id)
    return question


@transaction.atomic
def answer_question(*, actor: Actor, question: Question, said: str) -> Question:
    """Answer it, from the requester's side or as somebody of the desk."""
    ticket, approval = course.hold(question.ask.approval_id)
    if not actor.may_write or not (
        actor.may("approvals.ask", approval.desk_id) or is_on_requesters_side(actor, ticket)
    ):
        raise Denied(_("Only the requester and people of the desk answer this."))
    row: Question = Question.objects.within(approval.desk_id).select_for_update().get(pk=question.pk)
    if row.answered_at is not None:
        raise Conflict(_("This question was answered already."))
    row.answer, row.answered_by_id, row.answered_at = _checked(said, "answer"), actor.person_id, clock.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    fact = ApprovalAnswered(ticket=approval.ticket_id, approval=approval.pk, question=row.pk)
    emit(fact, actor=actor, desk_id=approval.desk_id)
    return row


def _checked(said: str, field: str) -> str:
    text = said.strip()
    if not 0 < len(text) <= WORDS_LIMIT:
        sentence = _("Between 1 and %(limit)s characters.") % {"limit": WORDS_LIMIT}
        raise Invalid(sentence, {field: sentence})
    return text
