"""One journey, held: what begins, what has ended, what is late. Every effect is in one transaction with its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from django.db import transaction

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.kernel.events import Fact, emit
from deskhand.modules.journeys import knowing, letters
from deskhand.modules.journeys.actions.beginning import DESK_CLOSED, NotSetUp, open_ticket
from deskhand.modules.journeys.definition import APPROVAL, DESK, PEOPLE, Definition, Step
from deskhand.modules.journeys.events import ActivityBegun, ActivityEnded, ActivityLate, ActivityStuck, JourneyEnded
from deskhand.modules.journeys.judging import holds
from deskhand.modules.journeys.models import OPEN, Activity, Journey, Outcome, Part, State
from deskhand.modules.journeys.timing import Timetable
from deskhand.tickets.events_of_orders import PlanEnded
from deskhand.tickets.models import Category, Ticket

AGAIN_AFTER = timedelta(minutes=15)
"""After so long Deskhand tries again what could not begin."""

TICKET_CANCELLED, TICKET_GONE, TICKET_SPAM, REFUSED = "ticket_cancelled", "ticket_gone", "ticket_spam", "refused"
"""Why an activity is stuck, besides what a desk has not agreed to."""

DECLINED, WITHDRAWN = "declined", "approval_withdrawn"
"""Why an approval is stuck."""

ORDERED = "order:"
"""Before the word of whoever ordered a journey, in its key."""

ENDED = (State.DONE, State.SKIPPED, State.CANCELLED)


def worked_on(row: Activity) -> Ticket | None:
    """The ticket on which an activity goes on: where its own is merged into another, that one."""
    own = row.ticket
    if own is None or own.survivor is None or own.survivor.deleted_at is not None or own.survivor.is_spam:
        return own
    return own.survivor


def _may_heal(row: Activity) -> bool:
    """Whether it may go on without anything that happens to its ticket."""
    return row.begun_at is None or row.problem == DESK_CLOSED


def let_go_on(journey_id: int, desk_id: int) -> None:
    """Put the job that goes on with a journey, in the caller's transaction. One at a time, in order."""
    from deskhand.modules.journeys.jobs import go_on as job

    job.put(ordering_key=f"journey:{journey_id}", desk_id=desk_id, journey_id=journey_id)


@transaction.atomic
def go_on(*, journey_id: int) -> None:
    """Look at a journey and do what follows now. May be asked at any time; nothing is done twice."""
    try:
        course = Course.held(journey_id)
    except NotFound:
        return
    if course.journey.ended_at is None:
        course.go()


class Course:
    """A journey whose row the caller holds."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.plan = Definition.read(journey.definition)
        rows = Activity.objects.of(journey.desk_id).filter(journey=journey)
        rows = rows.select_related("ticket__desk", "ticket__survivor__desk", "desk")
        self.rows: dict[str, Activity] = {one.code: one for one in rows}
        self.times = Timetable(journey.desk)

    @classmethod
    def held(cls, journey_id: int, desk_id: int | None = None) -> Course:
        """Lock the journey. Raises NotFound where it is gone."""
        rows = Journey.objects.beyond_walls("named by its own job, or judged by the caller")
        rows = rows.select_for_update(of=("self",)).select_related("desk", "blueprint", "person", "manager")
        found = rows.filter(pk=journey_id).first()
        if found is None or desk_id not in (None, found.desk_id):
            raise NotFound
        return cls(found)

    @cached_property
    def parts(self) -> Mapping[int, Part]:
        """What each desk agreed to, by its id."""
        rows = Part.objects.beyond_walls("Deskhand carries out what each desk agreed to")
        return {one.desk_id: one for one in rows.filter(blueprint_id=self.journey.blueprint_id)}

    def tell(self, fact: Fact, reason: str = "", actor: Actor = SYSTEM) -> None:
        """Record what happened."""
        emit(fact, actor=actor, desk_id=self.journey.desk_id, reason=reason)

    def lay_out(self) -> None:
        """Make the rows of a journey that has none."""
        desks = {one.key: one for one in Desk.objects.filter(key__in=self.plan.desks)}
        for step in self.plan.steps:
            desk = self.journey.desk if step.who == APPROVAL else desks.get(step.desk) if step.who == DESK else None
            times = self.times.of(step, self.journey.key_on, desk)
            self.rows[step.code] = Activity.objects.create(
                journey=self.journey,
                code=step.code,
                desk=desk,
                is_day_one=step.is_day_one,
                begins_at=times.begins_at,
                due_at=times.due_at,
            )
        self.judge()
        self.note_when_to_wake()

    def judge(self) -> None:
        """Whether what has not begun is needed, by what is known now."""
        known = knowing.known_of(self.journey)
        for step, row in self.steps():
            is_needed = holds(step, known)
            if row.state == State.WAITING and not is_needed:
                row.state, row.ended_at, row.problem = State.SKIPPED, clock.now(), "condition"
                row.save(update_fields=["state", "ended_at", "problem"])
            elif row.state == State.SKIPPED and row.problem == "condition" and is_needed:
                row.state, row.ended_at, row.problem = State.WAITING, None, ""
                row.save(update_fields=["state", "ended_at", "problem"])

    def time_again(self) -> None:
        """The days of what has not begun, after the key date has moved; what has begun is due by the new one."""
        for step, row in self.steps():
            if row.state in OPEN:
                times = self.times.of(step, self.journey.key_on, row.desk)
                row.begins_at, row.due_at = times.begins_at, times.due_at
                row.late_at = row.late_at if row.due_at < clock.now() else None
                row.save(update_fields=["begins_at", "due_at", "late_at"])

    def go(self) -> None:
        """Everything that follows now, until nothing does."""
        self.look()
        while self._begin_what_can():
            pass
        self._tell_late()
        letters.tell_people(self)
        if all(row.state in ENDED for row in self.rows.values()):
            self.end(Outcome.DONE, SYSTEM)
        self.note_when_to_wake()

    def look(self) -> None:
        """End what ended on its desk meanwhile."""
        for step, row in self.steps():
            if row.state in (State.BEGUN, State.STUCK) and row.begun_at is not None and row.desk_id is not None:
                self._look_at(step, row)

    def _look_at(self, step: Step, row: Activity) -> None:
        if step.who == APPROVAL and row.state == State.STUCK and row.problem != DESK_CLOSED:
            return  # What was asked was decided, or ended with its ticket: somebody has to ask again.
        ticket = worked_on(row)
        if ticket is None or ticket.deleted_at is not None:
            self.stick(row, TICKET_GONE)
        elif ticket.is_spam:
            self.stick(row, TICKET_SPAM)
        elif ticket.category == Category.CANCELLED:
            self.stick(row, TICKET_CANCELLED)
        elif ticket.category in (Category.RESOLVED, Category.CLOSED) and step.who == APPROVAL:
            self.stick(row, WITHDRAWN)
        elif ticket.category in (Category.RESOLVED, Category.CLOSED):
            self.finish(row, State.DONE, at=ticket.resolved_at or ticket.closed_at)
        elif not ticket.desk.is_active:
            self.stick(row, DESK_CLOSED)
        elif row.state == State.STUCK:
            row.state, row.problem = State.BEGUN, ""
            row.save(update_fields=["state", "problem"])

    def _begin_what_can(self) -> bool:
        has_begun = False
        for step, row in self.steps():
            if row.state in (State.WAITING, State.STUCK) and row.begun_at is None and self._can_begin(step, row):
                has_begun = self._begin(step, row) or has_begun
        return has_begun

    def _can_begin(self, step: Step, row: Activity) -> bool:
        before = [self.rows[one] for one in step.after if one in self.rows]
        return row.begins_at <= clock.now() and all(one.state in ENDED for one in before)

    def _begin(self, step: Step, row: Activity) -> bool:
        try:
            with transaction.atomic():
                if step.who not in PEOPLE:
                    row.ticket = open_ticket(self.journey, self.plan, step, row, self.parts.get(row.desk_id or 0))
        except NotSetUp as missing:
            self.stick(row, missing.problem)
            return False
        except DeskhandError as refusal:
            self.stick(row, REFUSED, str(refusal))
            return False
        row.state, row.begun_at, row.problem, row.reason = State.BEGUN, clock.now(), "", ""
        row.save(update_fields=["state", "begun_at", "problem", "reason", "ticket"])
        self.tell(ActivityBegun(journey=self.journey.pk, activity=row.code, by=step.who), step.title)
        return True

    def stick(self, row: Activity, problem: str, reason: str = "") -> None:
        """Somebody has to look at it. Told once for each problem."""
        if row.state == State.STUCK and row.problem == problem:
            return
        row.state, row.problem, row.reason = State.STUCK, problem, reason[:300]
        row.save(update_fields=["state", "problem", "reason"])
        self.tell(ActivityStuck(journey=self.journey.pk, activity=row.code, problem=problem))

    def finish(self, row: Activity, state: State, *, at: datetime | None = None, actor: Actor = SYSTEM) -> None:
        """It has ended so."""
        row.state, row.ended_at, row.problem = state, at or clock.now(), ""
        row.ended_by_id = actor.person_id
        row.save(update_fields=["state", "ended_at", "problem", "ended_by", "reason"])
        self.tell(ActivityEnded(journey=self.journey.pk, activity=row.code, state=state.value), row.reason, actor)

    def _tell_late(self) -> None:
        for _step, row in self.steps():
            if row.state in OPEN and row.late_at is None and row.due_at <= clock.now():
                row.late_at = clock.now()
                row.save(update_fields=["late_at"])
                self.tell(ActivityLate(journey=self.journey.pk, activity=row.code))

    def note_told(self, person: Person, rows: Sequence[Activity]) -> None:
        """A letter told the person of the journey, and that these are theirs."""
        if person.pk not in self.journey.told:
            self.journey.told = [*self.journey.told, person.pk]
            self.journey.save(update_fields=["told"])
        for row in rows:
            row.told_at = clock.now()
            row.save(update_fields=["told_at"])

    def end(self, outcome: Outcome, actor: Actor, reason: str = "") -> None:
        """The journey is over."""
        self.journey.outcome, self.journey.ended_at, self.journey.wakes_at = outcome, clock.now(), None
        self.journey.save(update_fields=["outcome", "ended_at", "wakes_at"])
        self.tell(JourneyEnded(journey=self.journey.pk, outcome=outcome.value), reason, actor)
        letters.tell_end(self.journey)
        self._tell_who_ordered(outcome)

    def _tell_who_ordered(self, outcome: Outcome) -> None:
        ticket, key = self.journey.ordered_by, self.journey.key
        if ticket is not None and key.startswith(ORDERED):
            said = "done" if outcome == Outcome.DONE else "cancelled"
            self.tell(PlanEnded(run=self.journey.pk, ticket=ticket, key=key.removeprefix(ORDERED), outcome=said))

    def note_when_to_wake(self) -> None:
        """Keep the next instant at which anything happens by itself."""
        if self.journey.ended_at is not None:
            return
        at = clock.now()
        ahead = [row.begins_at for row in self.rows.values() if row.state == State.WAITING and row.begins_at > at]
        ahead += [row.due_at for row in self.rows.values() if row.state in OPEN and row.late_at is None]
        if any(row.state == State.STUCK and _may_heal(row) for row in self.rows.values()):
            ahead.append(at + AGAIN_AFTER)
        self.journey.wakes_at = min(ahead, default=None)
        self.journey.save(update_fields=["wakes_at"])

    def steps(self) -> list[tuple[Step, Activity]]:
        return [(one, self.rows[one.code]) for one in self.plan.steps if one.code in self.rows]
