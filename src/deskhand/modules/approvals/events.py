"""Facts about approvals. Those about a ticket stand in its history; words and remarks do not."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


@event("ticket.approval_asked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Fact):
    """Somebody wants the ticket approved. ``policy`` is the code of the policy; empty for people who were named."""

    ticket: int
    approval: int
    policy: str = ""


@event("ticket.approval_put_to", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalPutTo(Fact):
    """People were asked to decide. ``because`` is ``stage``, ``handed``, ``left``, ``deadline`` or ``edit``."""

    ticket: int
    approval: int
    asks: list[int]
    people: list[int]
    because: str = "stage"
    person: int | None = None


@event("ticket.approval_given", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalGiven(Fact):
    """Somebody approved. ``person`` is who was asked."""

    ticket: int
    approval: int
    ask: int
    person: int


@event("ticket.approval_refused", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalRefused(Fact):
    """Somebody declined. ``person`` is who was asked."""

    ticket: int
    approval: int
    ask: int
    person: int


@event("ticket.approval_voided", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalVoided(Fact):
    """What was to be approved has changed: decisions so far count no more, and it is asked anew. ``people`` had
    decided."""

    ticket: int
    approval: int
    people: list[int] = field(default_factory=list)


@event("ticket.approval_questioned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalQuestioned(Fact):
    """Somebody wants to know something before they decide."""

    ticket: int
    approval: int
    question: int


@event("ticket.approval_answered", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalAnswered(Fact):
    """An approver's question was answered."""

    ticket: int
    approval: int
    question: int


@event("ticket.approval_reminded", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalReminded(Fact):
    """People who have not decided yet were reminded."""

    ticket: int
    approval: int
    asks: list[int]


@event("ticket.approval_overdue", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalOverdue(Fact):
    """A stage was not decided in time. ``outcome`` is what follows: stay, approve, decline, next or escalate."""

    ticket: int
    approval: int
    stage: int
    outcome: str


@event("ticket.approval_ended", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ApprovalEnded(Fact):
    """An approval has ended: ``approved``, ``declined`` or ``withdrawn``. ``because`` is people, deadline, skipped,
    asker, moved or ended (the ticket)."""

    ticket: int
    approval: int
    outcome: str
    because: str


@event("approval.released", subject="approval")
@dataclass(frozen=True, kw_only=True)
class ApprovalReleased(Fact):
    """People who had not decided yet are not needed any more: others decided, the deadline passed, or it ended."""

    ticket: int
    approval: int
    asks: list[int]
    people: list[int]


@event("approval.link_returned", subject="approval")
@dataclass(frozen=True, kw_only=True)
class ApprovalLinkReturned(Fact):
    """A letter with somebody's link to decide came back to where others read it: links given to them before decide
    nothing any more."""

    approval: int
    ask: int
    holder: int
    ticket: int | None = None


@event("approval_policy.saved", subject="policy")
@dataclass(frozen=True, kw_only=True)
class PolicySaved(Fact):
    """An approval policy was written or changed. What runs keeps the version that it began with."""

    policy: int
    version: int


@event("approval_policy.put_away", subject="policy")
@dataclass(frozen=True, kw_only=True)
class PolicyPutAway(Fact):
    """An approval policy was put away: nothing can be asked by it any more."""

    policy: int


@event("approval_policy.put_back", subject="policy")
@dataclass(frozen=True, kw_only=True)
class PolicyPutBack(Fact):
    """An approval policy that was put away is in use again."""

    policy: int


@event("absence.declared", subject="absence")
@dataclass(frozen=True, kw_only=True)
class AbsenceDeclared(Fact):
    """Somebody is away for a while, and another decides for them; nobody where the address that they wrote is of nobody
    who could."""

    absence: int
    person: int
    substitute: int | None = None


@event("absence.ended", subject="absence")
@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Fact):
    """Somebody decides for themselves again."""

    absence: int
    person: int
