"""Life in the demo: IT, HR and Facilities onboard new colleagues. One journey is half-way, one done, one late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.journeys import actions
from deskhand.modules.journeys.actions.beginning import deskhand_on
from deskhand.modules.journeys.actions.course import go_on
from deskhand.modules.journeys.actions.journeys import NewJourney
from deskhand.modules.journeys.beginnings import leaving, onboarding
from deskhand.modules.journeys.models import Activity, Blueprint, Journey, Kind, Part, State
from deskhand.modules.journeys.querysets import MODULE
from deskhand.modules.journeys.timing import Timetable
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.models import Status

MANAGER = "dieter.lohmann@eberfeld.example"
"""Who gets the new colleagues."""

EMPLOYEE = "emre.yildiz@eberfeld.example"
"""Who has an account already and sees their own timeline."""

STARTED, LIVED, WORK_BEGINS = timedelta(days=21), timedelta(days=42), timedelta(hours=9)
"""How long before the day a journey is started, how long after it somebody still works on it, when work begins."""


def furnish(desk: Desk, cast: Any) -> None:
    """Switch journeys on for HR and Facilities as well, and let three people begin."""
    hr, facilities = (Desk.objects.filter(key=key).first() for key in ("hr", "facilities"))
    manager = Person.objects.filter(email=MANAGER).first()
    if hr is None or facilities is None or manager is None or Blueprint.objects.within(hr).exists():
        return
    for one in (hr, facilities):
        for module in ("fulfilment", MODULE):
            switch_module(actor=SYSTEM, desk=one, module=module, on=True)
    blueprint = _written(hr, [desk, facilities])
    employee = Person.objects.filter(email=EMPLOYEE).first()
    today = clock.now().date()
    monday = today + timedelta(days=6 + (-today.weekday() - 6) % 7)
    _run(blueprint, manager, "Nora Feldkamp", monday - timedelta(weeks=8))
    _run(blueprint, manager, "Tarek Aziz", monday - timedelta(weeks=2), forgotten="laptop")
    called = employee.name if employee is not None else "Emre"
    _run(blueprint, manager, called, monday, person=employee)


def _written(hr: Desk, others: list[Desk]) -> Blueprint:
    """An onboarding in use that every desk has accepted, and a draft for leavers."""
    actor = deskhand_on(hr.pk)
    plan = onboarding(hr)
    row = actions.make_blueprint(
        actor=actor, desk=hr, name="Your start with us", name_de="Ihr Start bei uns", kind=Kind.ONBOARDING, plan=plan
    )
    actions.publish(actor=actor, blueprint=row)
    for desk in others:
        team = Team.objects.within(desk).active().order_by("tier", "pk").first()
        for part in Part.objects.within(desk).filter(blueprint=row):
            ways = {one["code"]: {"team": team.pk if team else None} for one in part.asked}
            actions.accept(actor=deskhand_on(desk.pk), part=part, ways=ways)
    actions.make_blueprint(actor=actor, desk=hr, name=_("A colleague leaves"), kind=Kind.LEAVE, plan=leaving(hr))
    row.refresh_from_db()
    return row


def _run(
    blueprint: Blueprint,
    manager: Person,
    called: str,
    key_on: date,
    *,
    forgotten: str = "",
    person: Person | None = None,
) -> None:
    """Start it three weeks before the day and live through it up to now: everybody does their part on the day after it
    began, but for what is forgotten."""
    actor = deskhand_on(blueprint.desk_id)
    new = NewJourney(
        blueprint=blueprint,
        manager=manager,
        key_on=key_on,
        called=called,
        person=person,
        place="Eberfeld, Werkstraße 4",
        answers={"phone": "yes", "work": _("In the office")},
    )
    now, key_at = clock.now(), Timetable(blueprint.desk).key_at(key_on)
    with clock.frozen(min(key_at - STARTED, now)):
        journey = actions.start(actor=actor, new=new)
    at = min(key_at - STARTED, now) + WORK_BEGINS
    while at <= min(now, key_at + LIVED):
        with clock.frozen(at):
            go_on(journey_id=journey.pk)
            _finish(journey, forgotten)
        at += timedelta(days=1)
    go_on(journey_id=journey.pk)


def _finish(journey: Journey, forgotten: str) -> None:
    """Whatever began a day ago or more is done."""
    rows = Activity.objects.within(journey.desk_id).filter(journey=journey, state=State.BEGUN)
    rows = rows.filter(begun_at__lte=clock.ago(days=1)).exclude(code=forgotten)
    for row in rows.select_related("ticket"):
        if row.ticket is None:
            actions.tick(actor=deskhand_on(journey.desk_id), journey=journey, code=row.code)
        else:
            to = Status.objects.within(row.ticket.desk_id).filter(category="resolved", is_active=True).first()
            on_tickets.set_status(actor=deskhand_on(row.ticket.desk_id), ticket=row.ticket, to=to)
    go_on(journey_id=journey.pk)
