"""One run, held: what its steps do next, and how it ends. Every effect is in the transaction of its step's state."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.kernel.events import Fact, emit
from deskhand.modules.fulfilment import looking
from deskhand.modules.fulfilment.actions.beginning import Begun, begin, deskhand_on, key_of
from deskhand.modules.fulfilment.conditions import holds
from deskhand.modules.fulfilment.definition import Definition, Kind, Step
from deskhand.modules.fulfilment.events import PlanFinished, StepBegun, StepEnded, StepFailed, StepRestarted
from deskhand.modules.fulfilment.flow import next_steps
from deskhand.modules.fulfilment.models import REASON_LIMIT, Outcome, Run, RunStep, State
from deskhand.tickets import actions, approving
from deskhand.tickets.actions.transition import move
from deskhand.tickets.bodies import plain
from deskhand.tickets.events_of_orders import PlanEnded
from deskhand.tickets.models import Category, Ticket

TRIES = 8
"""How often a step is tried before it has failed."""

FIRST_WAIT = timedelta(seconds=15)
"""Half of how long the second try waits; each further one waits twice as long."""

OPEN_STATES = (State.ACTIVE, State.TRYING, State.FAILED)

log = logging.getLogger(__name__)


class Course:
    """A run whose ticket and row the caller holds."""

    def __init__(self, run: Run, ticket: Ticket) -> None:
        self.run, self.ticket = run, ticket
        self.plan = Definition.read(run.definition)
        rows = RunStep.objects.within(run.desk_id).filter(run=run).select_related("ticket")
        self.rows: dict[str, RunStep] = {one.code: one for one in rows}

    @classmethod
    def held(cls, run_id: int) -> Course:
        """Lock the ticket, then the run: in that order everywhere. Raises NotFound where it is gone."""
        runs = Run.objects.beyond_walls("named by its own job, or judged by the caller")
        named = runs.filter(pk=run_id).values_list("ticket_id", flat=True).first()
        tickets = Ticket.objects.beyond_walls("of the run").select_for_update(of=("self",))
        ticket = tickets.select_related("desk", "status", "requester", "team", "affected").filter(pk=named).first()
        run = runs.select_for_update(of=("self",)).select_related("version__plan", "desk").filter(pk=run_id).first()
        if ticket is None or run is None:
            raise NotFound
        return cls(run, ticket)

    def step(self, code: str) -> Step:
        """The step of that code. Raises NotFound."""
        found = self.plan.by_code.get(code)
        if found is None:
            raise NotFound
        return found

    def tell(self, fact: Fact, reason: str = "", actor: Actor = SYSTEM) -> None:
        """Record what happened, with the words beside it."""
        emit(fact, actor=actor, desk_id=self.run.desk_id, reason=reason)

    def go(self) -> None:
        """Everything that follows now, until nothing does."""
        if because := self._lost():
            self.give_up(SYSTEM, because)
            return
        self.look()
        changed = True
        while changed and self.run.ended_at is None:
            changed = self._next()

    def _lost(self) -> str:
        if self.ticket.desk_id != self.run.desk_id:
            return "moved"
        is_off = self.ticket.deleted_at is not None or self.ticket.category == Category.CANCELLED
        return "ticket" if is_off else ""

    def look(self) -> None:
        """End what has ended meanwhile, try again what is due, open again what was reopened."""
        for row in list(self.rows.values()):
            step = self.plan.by_code.get(row.code)
            if step is None:
                continue
            if row.state == State.TRYING and row.wakes_at is not None and row.wakes_at <= clock.now():
                self.attempt(step, row)
            elif row.state == State.ACTIVE:
                self._look_at(step, row)
            elif row.state == State.FAILED and row.problem == looking.CANCELLED and looking.is_open(row):
                self._open_again(step, row)
            elif row.state == State.DONE and row.kind == Kind.TASK and looking.is_open(row):
                self._reopened(step, row)

    def look_back(self) -> None:
        """The run has ended: whoever opens one of its tasks again is told that nothing follows."""
        for row in self.rows.values():
            if row.state == State.DONE and row.kind == Kind.TASK and looking.is_open(row):
                self._say_it_went_on(row)

    def _look_at(self, step: Step, row: RunStep) -> None:
        try:
            found = looking.outcome_of(step, row, self.ticket, list(self.rows.values()))
        except DeskhandError as refusal:
            self.fail(step, row, "refused", str(refusal))
            return
        if found in (looking.CANCELLED, looking.GONE):
            self.fail(step, row, found, "")
        elif found:
            self.end(step, row, found)

    def _next(self) -> bool:
        states = {code: row.state for code, row in self.rows.items()}
        found = next_steps(self.plan, states)
        for code in found.passed:
            self._row(self.step(code), State.PASSED)
        for code in found.reached:
            if self.run.ended_at is None:
                self._reach(self.step(code))
        if found.ended == "cancelled":
            self.give_up(SYSTEM, "declined")
        elif found.ended:
            self._finish("done", "", SYSTEM)
        elif found.reached:
            self._look_at_waits()
        return bool(found.reached)

    def _look_at_waits(self) -> None:
        """What a step waits for may be so already, or have come with what was done just now."""
        for row in list(self.rows.values()):
            if row.state == State.ACTIVE and row.kind == Kind.WAIT:
                self._look_at(self.step(row.code), row)

    def _row(self, step: Step, state: State) -> RunStep:
        ended = None if state in OPEN_STATES else clock.now()
        row: RunStep = RunStep.objects.create(
            run=self.run, code=step.code, kind=step.kind, state=state, begun_at=clock.now(), ended_at=ended
        )
        self.rows[step.code] = row
        return row

    def _reach(self, step: Step) -> None:
        row = self._row(step, State.ACTIVE)
        self.attempt(step, row)

    def attempt(self, step: Step, row: RunStep) -> None:
        """Begin the step: it has an effect wholly, or none and will be tried again."""
        try:
            with transaction.atomic():
                if not holds(step.condition, self.ticket):
                    self.end(step, row, "skipped", because="condition")
                    return
                self._begun(step, row, begin(self.run, self.ticket, step, row))
        except DatabaseError:
            raise  # Nothing can be written any more: the job is tried again as a whole.
        except DeskhandError as refusal:
            self._try_later(step, row, "refused", str(refusal))
        except Exception:
            log.exception("Step %s of run %s broke.", step.code, self.run.pk)
            self._try_later(step, row, "error", "")

    def _begun(self, step: Step, row: RunStep, found: Begun) -> None:
        row.state, row.ticket, row.due_at, row.wakes_at = State.ACTIVE, found.ticket, found.due_at, found.wakes_at
        row.problem, row.reason = found.problem, ""
        row.save()
        self.ticket.refresh_from_db()
        if found.outcome == "end":
            self.end(step, row, "done")
            self.give_up(SYSTEM, "step")
            return
        if found.outcome:
            self.end(step, row, found.outcome)
            return
        opened = found.ticket.number if found.ticket is not None and found.ticket.desk_id == self.run.desk_id else None
        fact = StepBegun(ticket=self.ticket.pk, run=self.run.pk, step=step.code, kind=step.kind, opened=opened)
        self.tell(fact, step.name)
        self._order(row)

    def _order(self, row: RunStep) -> None:
        """Put the job that looks at the instant for which the step waits."""
        from deskhand.modules.fulfilment.jobs import ring

        if row.wakes_at is not None:
            delay = max(0.0, (row.wakes_at - clock.now()).total_seconds())
            key = f"plan.ring:{row.pk}:{row.wakes_at.timestamp():.0f}"
            ring.put(unique_key=key, delay_seconds=delay, desk_id=self.run.desk_id, run_id=self.run.pk)

    def _try_later(self, step: Step, row: RunStep, problem: str, reason: str) -> None:
        row.refresh_from_db()
        self.ticket.refresh_from_db()
        row.tries += 1
        if row.tries >= TRIES:
            self.fail(step, row, problem, reason)
            return
        row.state, row.problem, row.reason = State.TRYING, problem, reason[:REASON_LIMIT]
        row.wakes_at = clock.now() + FIRST_WAIT * 2**row.tries
        row.save()
        self._order(row)

    def fail(self, step: Step, row: RunStep, problem: str, reason: str) -> None:
        """The step needs somebody: it was tried in vain, or what it waited for is gone."""
        row.state, row.problem, row.reason, row.wakes_at = State.FAILED, problem, reason[:REASON_LIMIT], None
        row.save()
        fact = StepFailed(ticket=self.ticket.pk, run=self.run.pk, step=step.code, problem=problem)
        self.tell(fact, f"{step.name}. {reason}".strip())

    def end(
        self, step: Step, row: RunStep, outcome: str, *, because: str = "", reason: str = "", actor: Actor = SYSTEM
    ) -> None:
        """The step is over, with this outcome."""
        row.state, row.ended_at, row.wakes_at, row.problem = State(outcome), clock.now(), None, ""
        row.reason = reason[:REASON_LIMIT]
        row.save()
        fact = StepEnded(
            ticket=self.ticket.pk, run=self.run.pk, step=step.code, kind=step.kind, outcome=outcome, because=because
        )
        self.tell(fact, f"{step.name}: {reason}" if reason else step.name, actor)

    def _reopened(self, step: Step, row: RunStep) -> None:
        behind = self.plan.after(step.code)
        begun = [one for code, one in self.rows.items() if code in behind and one.state != State.PASSED]
        if begun or self.run.ended_at is not None:
            self._say_it_went_on(row)
            return
        passed = [code for code in behind if code in self.rows]
        RunStep.objects.within(self.run.desk_id).filter(run=self.run, code__in=passed).delete()
        for code in passed:
            del self.rows[code]
        self._open_again(step, row)

    def _open_again(self, step: Step, row: RunStep) -> None:
        row.state, row.ended_at, row.turn, row.problem = State.ACTIVE, None, row.turn + 1, ""
        row.save()
        fact = StepRestarted(ticket=self.ticket.pk, run=self.run.pk, step=step.code, because="reopened")
        self.tell(fact, step.name)

    def _say_it_went_on(self, row: RunStep) -> None:
        """Once: what comes after the task has begun, so that it is open again changes nothing there."""
        if row.is_told or row.ticket is None or row.ticket.desk_id != self.run.desk_id:
            return
        row.is_told = True
        row.save(update_fields=["is_told"])
        words = _("What comes after this task has begun already. That it is open again does not change the plan.")
        actions.note(actor=deskhand_on(self.run.desk_id), ticket=row.ticket, body=plain(words))

    def close_ticket_of(self, row: RunStep) -> None:
        """Cancel the open task of a step, wherever it is by now; a request on another desk goes on there."""
        if row.kind != Kind.TASK or row.ticket_id is None:
            return
        tickets = Ticket.objects.beyond_walls("the run's own task, which may have gone to another desk")
        rows = tickets.select_related("desk", "status").select_for_update(of=("self",))
        found = rows.filter(pk=row.ticket_id).first()
        if found is not None and found.category not in (*looking.ENDED, Category.CANCELLED):
            actor = deskhand_on(found.desk_id)
            move(actor=actor, ticket=found, category=Category.CANCELLED, because="plan")

    def withdraw(self, row: RunStep) -> None:
        """Ask no more for the approval of a step."""
        if row.kind == Kind.APPROVAL and self.ticket.desk_id == self.run.desk_id:
            approving.withdraw(actor=deskhand_on(self.run.desk_id), ticket=self.ticket, key=key_of(row))

    def give_up(self, actor: Actor, because: str, reason: str = "") -> None:
        """Begin no further step, and give up those that have begun."""
        for row in sorted(self.rows.values(), key=lambda one: one.ticket_id or 0):
            if row.state in OPEN_STATES:
                row.state, row.ended_at, row.wakes_at = State.CANCELLED, clock.now(), None
                row.save()
                self.close_ticket_of(row)
                self.withdraw(row)
        self._finish("cancelled", because, actor, reason)

    def _finish(self, outcome: str, because: str, actor: Actor, reason: str = "") -> None:
        run = self.run
        run.ended_at, run.outcome = clock.now(), Outcome(outcome)
        run.save(update_fields=["ended_at", "outcome"])
        name = run.version.plan.name
        fact = PlanFinished(ticket=run.ticket_id, run=run.pk, outcome=outcome, because=because)
        self.tell(fact, f"{name}: {reason}" if reason else name, actor)
        self.tell(PlanEnded(run=run.pk, ticket=run.ticket_id, key=run.key, outcome=outcome), actor=actor)
