"""What people do to one activity: tick off their own, skip one, let Deskhand try again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.modules.journeys.access import is_whose
from deskhand.modules.journeys.actions import approval
from deskhand.modules.journeys.actions.course import Course, let_go_on
from deskhand.modules.journeys.definition import APPROVAL, PEOPLE
from deskhand.modules.journeys.events import ActivityReopened
from deskhand.modules.journeys.models import OPEN, REASON_LIMIT, Activity, Journey, State


@transaction.atomic
def tick(*, actor: Actor, journey: Journey, code: str) -> None:
    """The employee or manager has done what is theirs; staff of the desk may say so for them. Twice is once. It may be
    done before its day."""
    course, row = _own(actor, journey, code)
    if row.state == State.DONE:
        return
    if row.state not in OPEN:
        raise Conflict(_("This is not needed any more."))
    row.begun_at = row.begun_at or row.begins_at
    row.save(update_fields=["begun_at"])
    course.finish(row, State.DONE, actor=actor)
    course.note_when_to_wake()
    let_go_on(journey.pk, journey.desk_id)


@transaction.atomic
def untick(*, actor: Actor, journey: Journey, code: str) -> None:
    """It is not done after all. Nothing where it was not ticked."""
    course, row = _own(actor, journey, code)
    if row.state != State.DONE:
        return
    row.state, row.ended_at, row.ended_by = State.WAITING, None, None
    row.begun_at = None
    row.save(update_fields=["state", "ended_at", "ended_by", "begun_at"])
    course.tell(ActivityReopened(journey=journey.pk, activity=code, because="unticked"), actor=actor)
    course.note_when_to_wake()
    let_go_on(journey.pk, journey.desk_id)


@transaction.atomic
def skip(*, actor: Actor, journey: Journey, code: str, reason: str) -> None:
    """Go on without an activity, and say why. A ticket that it opened stays with its desk."""
    actor.need("journeys.run", journey.desk_id)
    said = " ".join(reason.split())
    if not 0 < len(said) <= REASON_LIMIT:
        words = _("Say why, in at most %(limit)s characters.") % {"limit": REASON_LIMIT}
        raise Invalid(words, {"reason": words})
    course, row = _row(journey, code)
    if row.state not in OPEN:
        raise Conflict(_("It has gone on meanwhile. Read the journey again."))
    row.reason = said
    approval.withdraw(row)
    course.finish(row, State.SKIPPED, actor=actor)
    course.note_when_to_wake()
    let_go_on(journey.pk, journey.desk_id)


@transaction.atomic
def try_again(*, actor: Actor, journey: Journey, code: str) -> None:
    """Begin what is stuck once more, with a new ticket where its old one was cancelled."""
    actor.need("journeys.run", journey.desk_id)
    course, row = _row(journey, code)
    if row.state != State.STUCK:
        raise Conflict(_("It has gone on meanwhile. Read the journey again."))
    approval.withdraw(row)
    row.state, row.problem, row.reason, row.ticket, row.begun_at = State.WAITING, "", "", None, None
    row.save(update_fields=["state", "problem", "reason", "ticket", "begun_at"])
    course.tell(ActivityReopened(journey=journey.pk, activity=code, because="again"), actor=actor)
    course.note_when_to_wake()
    let_go_on(journey.pk, journey.desk_id)


def _own(actor: Actor, journey: Journey, code: str) -> tuple[Course, Activity]:
    course, row = _row(journey, code)
    who = course.plan.by_code[code].who
    if who == APPROVAL:
        raise Denied(_("This is an approval: it is done when it is given."))
    if who not in PEOPLE:
        raise Denied(_("A desk does this: it is done when its ticket is."))
    if not (actor.may("journeys.run", journey.desk_id) or (actor.may_write and is_whose(actor, course.journey, who))):
        raise Denied(_("This is not yours to tick off."))
    return course, row


def _row(journey: Journey, code: str) -> tuple[Course, Activity]:
    course = Course.held(journey.pk, journey.desk_id)
    row = course.rows.get(code)
    if row is None or code not in course.plan.by_code:
        raise NotFound
    if course.journey.ended_at is not None:
        raise Conflict(_("The journey has ended."))
    return course, row
