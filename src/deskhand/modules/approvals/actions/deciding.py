"""Approving, declining, and giving a decision to somebody else."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.modules.approvals import access, content, words
from deskhand.modules.approvals.actions import course
from deskhand.modules.approvals.events import ApprovalGiven, ApprovalRefused
from deskhand.modules.approvals.models import WORDS_LIMIT, Approval, Ask, AskState
from deskhand.modules.approvals.whom import Chosen
from deskhand.tickets.models import Ticket


def decide(*, actor: Actor, ask: Ask, approves: bool, digest: str, remark: str = "") -> Ask:
    """Approve or decline what was seen: ``digest`` is that of what the door showed. Raises Conflict, with the words of
    what is the case now, where it was decided already or has changed since: then it was asked anew before this
    returns, and stays so. Of two decisions at once the first one counts."""
    freshen(approval_id=ask.approval_id)
    return _decide(actor=actor, ask=ask, approves=approves, digest=digest, remark=remark)


@transaction.atomic
def freshen(*, approval_id: int) -> bool:
    """Begin anew where what is to be approved was edited. Returns whether it was."""
    ticket, approval = course.hold(approval_id)
    return course.void_if_changed(actor=SYSTEM, approval=approval, ticket=ticket)


@transaction.atomic
def _decide(*, actor: Actor, ask: Ask, approves: bool, digest: str, remark: str) -> Ask:
    ticket, approval, row = _held(ask)
    access.need_decider(actor, row)
    _need_undecided(row, approval, ticket)
    _need_seen(row, ticket, digest)
    _need_free(actor, row, approval, ticket)
    if len(remark) > WORDS_LIMIT:
        said = _("At most %(limit)s characters.") % {"limit": WORDS_LIMIT}
        raise Invalid(said, {"remark": said})
    row.state = AskState.APPROVED if approves else AskState.DECLINED
    row.decided_at, row.decided_by_id = clock.now(), actor.person_id
    row.channel, row.remark = actor.channel.value, remark.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "channel", "remark"])
    kind = ApprovalGiven if approves else ApprovalRefused
    fact = kind(ticket=ticket.pk, approval=approval.pk, ask=row.pk, person=row.person_id)
    emit(fact, actor=_on_behalf(actor, row), desk_id=approval.desk_id)
    course.go_on(actor=actor, approval=approval, ticket=ticket)
    return row


def _on_behalf(actor: Actor, ask: Ask) -> Actor:
    return actor if actor.person_id == ask.person_id else replace(actor, on_behalf_of_id=ask.person_id)


def _held(ask: Ask) -> tuple[Ticket, Approval, Ask]:
    """As it is now, and stays until the end of the transaction."""
    ticket, approval = course.hold(ask.approval_id)
    rows = Ask.objects.within(approval.desk_id).select_related("person", "stage", "content", "decided_by")
    row: Ask = rows.get(pk=ask.pk)
    return ticket, approval, row


def _need_undecided(ask: Ask, approval: Approval, ticket: Ticket) -> None:
    if ticket.desk_id != approval.desk_id or ask.state != AskState.WAITING or not approval.is_open:
        raise Conflict(words.what_became(ask, approval))


def _need_seen(ask: Ask, ticket: Ticket, digest: str) -> None:
    now = content.digest_of(content.content_of(ticket))
    if digest != ask.content.digest or now != ask.content.digest:
        raise Conflict(_("It has changed since you looked at it. Read what it is now, and decide about that."))


def _need_free(actor: Actor, ask: Ask, approval: Approval, ticket: Ticket) -> None:
    if actor.person_id in course.circle_of(approval, ticket).barred():
        raise Denied(_("You ask for this or work on it, so somebody else must decide."))
    others = ask.stage.asks.exclude(pk=ask.pk).filter(decided_by_id=actor.person_id)
    if others.exclude(state=AskState.HANDED).exists():
        raise Denied(_("You have decided in this stage already. Nobody decides twice; somebody else must."))


@transaction.atomic
def hand_over(*, actor: Actor, ask: Ask, to: Person | None) -> Ask:
    """Give the decision to somebody else; None for an address that nobody has. Returns what they are asked. Raises
    Invalid for somebody who must not decide, or was asked already: in the same words for all of these where the actor
    may not see people."""
    ticket, approval, row = _held(ask)
    access.need_decider(actor, row)
    _need_undecided(row, approval, ticket)
    wrong = _wrong_heir(row, approval, ticket, to)
    if wrong or to is None:
        if not access.sees_people(actor):
            wrong = _("Nobody who could decide this has this mail address.")
        raise Invalid(wrong, {"to": wrong})
    row.state, row.decided_at, row.decided_by_id = AskState.HANDED, clock.now(), actor.person_id
    row.channel = actor.channel.value
    row.save(update_fields=["state", "decided_at", "decided_by", "channel"])
    chosen = Chosen(to.pk, "handed", row.person_id)
    made = course.put_to(
        actor=_on_behalf(actor, row),
        approval=approval,
        stage=row.stage,
        chosen=[chosen],
        because="handed",
        person=to.pk,
    )
    return made[0]


def _wrong_heir(ask: Ask, approval: Approval, ticket: Ticket, to: Person | None) -> str:
    if to is None:
        return _("Nobody here has this mail address.")
    said = {"name": to.name}
    if not to.is_active:
        return _("%(name)s has left.") % said
    if to.pk in course.circle_of(approval, ticket).barred():
        return _("%(name)s must not decide here: it is theirs, or they ask or work on it.") % said
    if ask.stage.asks.filter(person_id=to.pk).exists():
        return _("%(name)s was asked in this stage already.") % said
    return ""
