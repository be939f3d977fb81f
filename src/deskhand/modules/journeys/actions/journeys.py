"""Starting somebody's journey, moving its day, changing what is known, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.fulfilment import public as plans
from deskhand.modules.journeys import letters
from deskhand.modules.journeys.actions import approval
from deskhand.modules.journeys.actions.beginning import deskhand_on, key_of
from deskhand.modules.journeys.actions.course import Course, let_go_on, worked_on
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.events import JourneyChanged, JourneyMoved, JourneyStarted
from deskhand.modules.journeys.knowing import read_answers
from deskhand.modules.journeys.models import NAME_LIMIT, OPEN, REASON_LIMIT, Blueprint, Journey, Outcome, State
from deskhand.modules.journeys.timing import Timetable
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.bodies import plain
from deskhand.web import moments

RUNNING_PER_DESK = 5_000
"""Most journeys of a desk that run at a time."""

REACH = timedelta(days=730)
"""How far the key date may lie from today."""


@dataclass(frozen=True, kw_only=True)
class NewJourney:
    """What a journey is started with. ``called`` may stay empty where there is a ``person``. ``key`` is a word of the
    program that starts it: with one key it is started once."""

    blueprint: Blueprint
    manager: Person
    key_on: date
    called: str = ""
    person: Person | None = None
    place: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


@transaction.atomic
def start(*, actor: Actor, new: NewJourney) -> Journey:
    """Start a journey. What is due begins in the background, at once. Raises Invalid with the fields that are wrong."""
    actor.need("journeys.run", new.blueprint.desk_id)
    rows = Blueprint.objects.within(new.blueprint.desk_id).select_for_update(of=("self",)).select_related("desk")
    blueprint = rows.filter(pk=new.blueprint.pk).first()
    if blueprint is None:
        raise NotFound
    if blueprint.in_use is None or blueprint.put_away_at is not None:
        raise Invalid(_("This journey cannot be started."), {"blueprint": _("Choose one that is in use.")})
    here = Journey.objects.within(blueprint.desk_id)
    known: Journey | None = here.filter(key=new.key).first() if new.key else None
    if known is not None:
        return known
    if here.running().count() >= RUNNING_PER_DESK:
        raise Invalid(_("At most %(limit)s journeys run at a time.") % {"limit": RUNNING_PER_DESK})
    journey = _inserted(actor, blueprint, new)
    fact = JourneyStarted(journey=journey.pk, blueprint=blueprint.pk, number=blueprint.number)
    emit(fact, actor=actor, desk_id=journey.desk_id)
    Course(journey).lay_out()
    let_go_on(journey.pk, journey.desk_id)
    return journey


def _inserted(actor: Actor, blueprint: Blueprint, new: NewJourney) -> Journey:
    called = " ".join((new.called or (new.person.name if new.person else "")).split())
    place = " ".join(new.place.split())
    wrong = _wrong(called, place, new.key_on)
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    made: Journey = Journey.objects.create(
        desk=blueprint.desk,
        blueprint=blueprint,
        number=blueprint.number,
        definition=blueprint.in_use,
        person=new.person,
        called=called,
        manager=new.manager,
        place=place,
        key_on=new.key_on,
        key_at=Timetable(blueprint.desk).key_at(new.key_on),
        answers=read_answers(Definition.read(blueprint.in_use), new.answers),
        begun_by=person_of(actor),
        begun_at=clock.now(),
        key=new.key,
    )
    return made


def _wrong(called: str, place: str, key_on: date) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not called:
        wrong["called"] = _("Write the person’s name.")
    for name, value in (("called", called), ("place", place)):
        if len(value) > NAME_LIMIT or "\x00" in value:
            wrong[name] = _("At most %(limit)s characters.") % {"limit": NAME_LIMIT}
    if abs(key_on - clock.now().date()) > REACH:
        wrong["key_on"] = _("At most two years from today.")
    return wrong


@transaction.atomic
def move(*, actor: Actor, journey: Journey, key_on: date) -> None:
    """Another key date. What has not begun gets its days anew; who has begun is told on their ticket."""
    course = _running(actor, journey)
    row = course.journey
    if wrong := _wrong(row.called, row.place, key_on):
        raise Invalid(next(iter(wrong.values())), wrong)
    if row.key_on == key_on:
        return
    fact = JourneyMoved(journey=row.pk, old=row.key_on.isoformat(), new=key_on.isoformat())
    row.key_on, row.key_at = key_on, course.times.key_at(key_on)
    row.save(update_fields=["key_on", "key_at"])
    course.time_again()
    course.tell(fact, actor=actor)
    _tell_the_begun(course, _("The day has changed. It is now %(day)s.") % {"day": moments.date_words(key_on)})
    letters.tell_moved(row, fact.old)
    course.note_when_to_wake()
    let_go_on(row.pk, row.desk_id)


@transaction.atomic
def change(
    *,
    actor: Actor,
    journey: Journey,
    answers: Mapping[str, str] | None = None,
    place: str | None = None,
    person: Person | None = None,
    manager: Person | None = None,
) -> None:
    """Other answers, place, account or manager. What has not begun is judged anew: it may be needed now, or not any
    more. None leaves a thing as it is."""
    course = _running(actor, journey)
    row = course.journey
    new: dict[str, Any] = {}
    if answers is not None:
        new["answers"] = read_answers(course.plan, answers)
    if place is not None:
        new["place"] = " ".join(place.split())
    if person is not None:
        new["person"] = person
    if manager is not None:
        new["manager"] = manager
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    if wrong := _wrong(row.called, new.get("place", row.place), row.key_on):
        raise Invalid(next(iter(wrong.values())), wrong)
    if not changed:
        return
    for name in changed:
        setattr(row, name, new[name])
    row.save(update_fields=changed)
    course.judge()
    course.tell(JourneyChanged(journey=row.pk, fields=sorted(changed)), actor=actor)
    course.note_when_to_wake()
    let_go_on(row.pk, row.desk_id)


@transaction.atomic
def end(*, actor: Actor, journey: Journey, outcome: str, reason: str = "") -> None:
    """Cancel the journey, or withdraw it because the person does not come. What has begun is told on its ticket, so
    that its desk takes back what it did; the rest never begins."""
    if outcome not in (Outcome.CANCELLED, Outcome.WITHDRAWN):
        raise Invalid(_("It ends cancelled or withdrawn."), {"outcome": _("One of: cancelled, withdrawn.")})
    if len(reason) > REASON_LIMIT:
        words = _("At most %(limit)s characters.") % {"limit": REASON_LIMIT}
        raise Invalid(words, {"reason": words})
    course = _running(actor, journey)
    _tell_the_begun(course, _("The journey does not take place. Take back what you have done, then close this ticket."))
    for row in course.rows.values():
        if row.state in OPEN:
            if row.ticket is not None and row.desk_id is not None and row.ticket.desk_id == row.desk_id:
                plans.cancel_plan(actor=deskhand_on(row.desk_id), ticket=row.ticket, key=key_of(row))
                approval.withdraw(row)
            course.finish(row, State.CANCELLED, actor=actor)
    course.end(Outcome(outcome), actor, reason)


def _running(actor: Actor, journey: Journey) -> Course:
    actor.need("journeys.run", journey.desk_id)
    course = Course.held(journey.pk, journey.desk_id)
    if course.journey.ended_at is not None:
        raise Conflict(_("The journey has ended."))
    return course


def _tell_the_begun(course: Course, words: str) -> None:
    """A note on each ticket that is open still on the desk that opened it."""
    for row in course.rows.values():
        ticket = worked_on(row)
        if row.state not in (State.BEGUN, State.STUCK) or ticket is None or ticket.deleted_at is not None:
            continue
        if row.desk_id is not None and ticket.desk_id == row.desk_id and ticket.desk.is_active and not ticket.is_spam:
            on_tickets.note(actor=deskhand_on(row.desk_id), ticket=ticket, body=plain(words))
