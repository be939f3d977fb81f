"""What follows from a warning or a breach: one step, done by Deskhand through the action that a person would use.

Each step is a job that is put in the transaction in which its warning is noted, and done in the transaction that
acknowledges it: once, whatever dies when. What cannot be done is a fact of its own, of which the leads are told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import DeskRole, Person, Team, TeamMember, Tier
from deskhand.accounts.models.desk import TIER_ORDER
from deskhand.accounts.power import leads_of
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import DeskhandError
from deskhand.kernel.events import Fact, emit, restored
from deskhand.kernel.models import Event
from deskhand.kernel.permissions import ADMIN, READERS
from deskhand.modules.sla import naming, rulebook
from deskhand.modules.sla.events import ClockBreached, StepFailed, WebhooksCalled
from deskhand.modules.sla.models import Clock, PolicyVersion
from deskhand.modules.sla.querysets import MODULE
from deskhand.modules.sla.steps import HIGHER, UP, Step, is_heard
from deskhand.modules.sla.terms import BREACH, Milestone
from deskhand.notify.actions import tell
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Priority, Ticket
from deskhand.tickets.models.choices import FINISHED

TELLING = ("notify", "webhook")
"""Steps that only tell; they follow even where the promise was kept or missed before anybody could be told."""


class CannotDo(Exception):
    """Why a step cannot be done: a code for the fact, and a sentence."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True)
class Due:
    """What has come: the clock, its ticket, the fact that told it, and the version whose step follows."""

    clock: Clock
    ticket: Ticket
    fact: Fact
    version: PolicyVersion
    milestone: str

    @property
    def actor(self) -> Actor:
        """Deskhand, with all that the administrators of this desk may do, and nothing on others."""
        return replace(SYSTEM, roles={self.ticket.desk_id: frozenset({ADMIN})})

    @property
    def reason(self) -> str:
        """What the history says of what Deskhand did."""
        said = {"policy": self.version.policy.name, "promise": naming.name_of(self.clock)}
        return _("Policy “%(policy)s”: %(promise)s, %(when)s.") % {
            **said,
            "when": naming.milestone_words(self.milestone),
        }


def order(row: Clock, milestone: Milestone, fact: Fact) -> None:
    """Put a job for each step of a warning that was just told, in the caller's transaction. They run one by one."""
    from deskhand.modules.sla.jobs import follow

    for place, step in enumerate(milestone.steps):
        if row.ended_at is None or step["step"] in TELLING:
            follow.put(
                ordering_key=f"sla.steps:{row.ticket_id}",
                unique_key=f"sla.step:{fact.meta.id}:{place}",
                desk_id=row.desk_id,
                clock_id=row.pk,
                version_id=row.version_id,
                milestone=milestone.key,
                place=place,
                event_id=fact.meta.id,
            )


@transaction.atomic
def follow(*, clock_id: int, version_id: int, milestone: str, place: int, event_id: int) -> None:
    """Do one step of what the version says, unless the ticket is finished, gone, or on another desk by now: then there
    is nothing to escalate. Part of the job that stands for it, so that it is done once."""
    row: Clock | None = Clock.objects.beyond_walls("named by its own job").filter(pk=clock_id).first()
    version = PolicyVersion.objects.beyond_walls("named by its own job").select_related("policy").filter(pk=version_id)
    tickets = Ticket.objects.beyond_walls("of the clock").listed().select_for_update(of=("self",))
    ticket = tickets.select_related("team", "desk").filter(pk=row.ticket_id).first() if row is not None else None
    if row is None or ticket is None or ticket.desk_id != row.desk_id:
        return
    row.version = said = version.get()
    step = _step(row, milestone, place)
    if step is None or (ticket.category in FINISHED and step["step"] not in TELLING):
        return
    fact = restored(Event.objects.get(pk=event_id))
    _do(step, Due(row, ticket, fact, said, milestone))


def drop_waiting(desk_id: int) -> int:
    """Forget the steps that waited while the module was off: what passed meanwhile is not told. Returns how many."""
    from deskhand.jobs import parking
    from deskhand.modules.sla.jobs import follow

    return parking.drop(parking.parked(MODULE, desk_id).filter(name=follow.name, desk_id=desk_id))


def _step(row: Clock, milestone: str, place: int) -> Step | None:
    target = rulebook.rule_of(row.version, row.desk_id).terms.target(row.key)
    steps = next((one.steps for one in target.milestones if one.key == milestone), ()) if target is not None else ()
    return steps[place] if place < len(steps) else None


def _do(step: Step, due: Due) -> None:
    try:
        with transaction.atomic():
            _DO[step["step"]](step, due)
    except CannotDo as refusal:
        _failed(step, due, refusal.why, str(refusal))
    except DeskhandError as refusal:
        _failed(step, due, "refused", str(refusal))


def _failed(step: Step, due: Due, why: str, sentence: str) -> None:
    fact = StepFailed(
        ticket=due.ticket.pk,
        clock=due.clock.pk,
        policy=due.version.policy_id,
        key=due.clock.key,
        milestone=due.milestone,
        step=step["step"],
        why=why,
    )
    emit(fact, actor=SYSTEM, desk_id=due.ticket.desk_id, reason=f"{due.reason} {sentence}")


def _notify(step: Step, due: Due) -> None:
    people = _WHOM[step["who"]](step, due)
    if not people and step["who"] != "followers":
        raise CannotDo("nobody", _("There is nobody to notify."))
    kind = "sla_breached" if isinstance(due.fact, ClockBreached) else "sla_warned"
    tell(kind=kind, fact=due.fact, people=people, ticket_number=due.ticket.number)


def _assignee(step: Step, due: Due) -> set[int]:
    """Whoever has it; while nobody does, the team; without one, the leads."""
    if due.ticket.assignee_id is not None:
        return {due.ticket.assignee_id}
    return _team(step, due)


def _team(_step: Step, due: Due) -> set[int]:
    members = TeamMember.objects.filter(team_id=due.ticket.team_id or 0, person__is_active=True)
    return set(members.values_list("person_id", flat=True)) or leads_of(due.ticket.desk_id)


def _followers(_step: Step, due: Due) -> set[int]:
    """Who follows it; of them colleagues are told. That nobody does is no failure."""
    return set(due.ticket.followers.values_list("person_id", flat=True))


def _person(step: Step, due: Due) -> set[int]:
    person = who_is_now(step["person"])
    serving = DeskRole.objects.filter(
        desk_id=due.ticket.desk_id, person_id=person, role__in=READERS, person__is_active=True
    )
    if not serving.exists():
        raise CannotDo("person_gone", _("The person to notify does not serve this desk any more."))
    return {person}


_WHOM: Mapping[str, Callable[[Step, Due], set[int]]] = {
    "assignee": _assignee,
    "team": _team,
    "leads": lambda step, due: leads_of(due.ticket.desk_id),
    "followers": _followers,
    "person": _person,
}


def _hand_over(step: Step, due: Due) -> None:
    team = _next_tier(due.ticket) if step["team"] == HIGHER else _named_team(step["team"], due.ticket)
    actions.give_to_team(actor=due.actor, ticket=due.ticket, to=team, note=plain(step["note"]), reason=due.reason)


def _named_team(pk: int, ticket: Ticket) -> Team:
    found: Team | None = Team.objects.within(ticket.desk_id).active().filter(pk=pk).first()
    if found is None:
        raise CannotDo("team_gone", _("The team that was to get it is not there any more."))
    return found


def _next_tier(ticket: Ticket) -> Team:
    """The team of the lowest tier above that of the ticket's; of several the first by name. Suppliers are named by a
    policy, or not given tickets at all."""
    above = TIER_ORDER[ticket.team.tier] if ticket.team is not None else 0
    teams = Team.objects.within(ticket.desk_id).active().exclude(tier=Tier.VENDOR)
    higher: list[Team] = [one for one in teams.order_by("name") if TIER_ORDER[one.tier] > above]
    if not higher:
        raise CannotDo("no_higher_level", _("There is no team of a higher level."))
    return min(higher, key=lambda one: TIER_ORDER[one.tier])


def _assign(step: Step, due: Due) -> None:
    person = Person.objects.filter(pk=who_is_now(step["person"])).first()
    if person is None:
        raise CannotDo("person_gone", _("The person who was to get it is not there any more."))
    actions.assign(actor=due.actor, ticket=due.ticket, to=person, reason=due.reason)


def _raise_priority(step: Step, due: Due) -> None:
    """Up, never down: a ticket that is more urgent already stays so."""
    now = due.ticket.priority
    wanted = now + 1 if step["to"] == UP else Priority.of(step["to"]).value
    if now < wanted <= max(Priority.values):
        actions.change_priority(actor=due.actor, ticket=due.ticket, to=wanted, reason=due.reason)


def _call(step: Step, due: Due) -> None:
    if not is_heard(due.ticket.desk_id):
        raise CannotDo("no_webhook", _("No webhook of the desk listens to it."))
    values = due.fact.values()
    fact = WebhooksCalled(
        ticket=due.ticket.pk,
        clock=due.clock.pk,
        policy=due.version.policy_id,
        level=due.clock.level,
        key=due.clock.key,
        milestone=values.get("milestone", BREACH),
        call=step.get("name", ""),
        due_at=values["due_at"],
        is_late=values["is_late"],
    )
    emit(fact, actor=SYSTEM, desk_id=due.ticket.desk_id, reason=due.reason)


_DO: Mapping[str, Callable[[Step, Due], None]] = {
    "notify": _notify,
    "hand_over": _hand_over,
    "assign": _assign,
    "priority": _raise_priority,
    "webhook": _call,
}
