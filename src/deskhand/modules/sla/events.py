"""Facts of the module."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("sla_policy.edited", subject="policy")
@dataclass(frozen=True, kw_only=True)
class PolicyEdited(Fact):
    """A policy was made, changed, moved, switched off or on, put away or put back; ``version`` is what counts from
    then on."""

    policy: int
    version: int
    fields: list[str]


@event("ticket.sla_warned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ClockWarned(Fact):
    """A warning of a promise came. ``milestone`` says which (``percent:75``, ``before:1800``, ``after:3600``),
    ``due_at`` when the promise is due; ``is_late`` if nobody was there to tell in time."""

    ticket: int
    clock: int
    level: str
    key: str
    milestone: str
    due_at: str
    is_late: bool = False


@event("ticket.sla_breached", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ClockBreached(Fact):
    """A promise was not kept: its time has counted and its clock goes on. ``is_late`` if nobody was there to tell in
    time. One that had passed already when the promise was made is not told."""

    ticket: int
    clock: int
    level: str
    key: str
    due_at: str
    is_late: bool = False


@event("ticket.sla_called", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class WebhooksCalled(Fact):
    """A warning or a breach of a promise calls webhooks: those that listen to this event. ``call`` is what the policy
    names it, ``milestone`` says what came (``percent:75``, ``breach``); ``is_late`` if nobody was there in time."""

    ticket: int
    clock: int
    policy: int
    level: str
    key: str
    milestone: str
    call: str
    due_at: str
    is_late: bool = False


@event("ticket.sla_step_failed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StepFailed(Fact):
    """Something that a policy wants to follow from a warning or a breach could not be done; the leads are told.
    ``step`` is its kind (``notify``, ``hand_over``, ``assign``, ``priority``, ``webhook``), ``why`` the reason:
    ``person_gone``, ``team_gone``, ``no_higher_level``, ``nobody``, ``no_webhook``, ``refused``."""

    ticket: int
    clock: int
    policy: int
    key: str
    milestone: str
    step: str
    why: str


@event("sla_agreement.edited", subject="agreement")
@dataclass(frozen=True, kw_only=True)
class AgreementEdited(Fact):
    """An agreement was made or changed, put away or put back; other policies belong to it, or other documents."""

    agreement: int
    fields: list[str]


@event("sla_agreement.ending", subject="agreement")
@dataclass(frozen=True, kw_only=True)
class AgreementEnding(Fact):
    """The last days for a notice of an agreement have begun. ``ends_on`` is its last day."""

    agreement: int
    ends_on: str


@event("ticket.sla_waiver_asked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class WaiverAsked(Fact):
    """Somebody asked that a promise that was not kept be excused. Why stands in the waiver."""

    ticket: int
    waiver: int
    level: str
    key: str


@event("ticket.sla_waiver_confirmed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class WaiverConfirmed(WaiverAsked):
    """A second person excused it: it counts apart from then on."""


@event("ticket.sla_waiver_refused", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class WaiverRefused(WaiverAsked):
    """A second person did not excuse it."""


@event("ticket.sla_waiver_withdrawn", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class WaiverWithdrawn(WaiverAsked):
    """Whoever asked asks no more."""


@event("ticket.sla_waiver_reopened", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class WaiverReopened(WaiverAsked):
    """A decision about a waiver was taken back."""
