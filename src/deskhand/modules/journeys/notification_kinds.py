"""What agents are told of journeys at the bell: something is late or stuck, and another desk asks for a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import DeskRole
from deskhand.accounts.power import leads_of
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import Fact
from deskhand.kernel.models import Event
from deskhand.kernel.permissions import ADMIN
from deskhand.kernel.reactions import afterwards
from deskhand.modules.journeys.events import ActivityLate, ActivityStuck, PartAsked
from deskhand.modules.journeys.models import Journey, Part
from deskhand.modules.journeys.querysets import MODULE, desks_of
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification

LATE, STUCK, ASKED = "journey_late", "journey_stuck", "journey_asked"


def _facts(rows: Sequence[Notification]) -> dict[int, Mapping[str, Any]]:
    return dict(Event.objects.filter(pk__in={row.event_id for row in rows}).values_list("pk", "values"))


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """Of journeys that the reader may still see. Two queries, however many there are."""
    facts = _facts(rows)
    wanted = {values.get("journey") for values in facts.values()}
    found = Journey.objects.served_by(actor).select_related("blueprint", "desk").filter(pk__in=wanted)
    journeys = {one.pk: one for one in found}
    told = {}
    for row in rows:
        values = facts.get(row.event_id or 0, {})
        journey = journeys.get(values.get("journey", 0))
        if journey is not None:
            told[row.pk] = _line(row.kind, values, journey)
    return told


def _line(kind: str, values: Mapping[str, Any], journey: Journey) -> Line:
    titles = {one["code"]: one["title"] for one in journey.definition.get("steps", ())}
    said = {"activity": titles.get(values.get("activity"), ""), "name": journey.called}
    words = _("“%(activity)s” for %(name)s is late") if kind == LATE else _("“%(activity)s” for %(name)s is stuck")
    url = reverse("journeys:journey", args=[journey.desk.key, journey.pk])
    return Line(words % said, journey.blueprint.name, url, "map-pin")


def lines_of_parts(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """Of what is still asked of the reader's desks. Two queries."""
    facts = _facts(rows)
    wanted = {values.get("part") for values in facts.values()}
    found = Part.objects.within(desks_of(actor, "journeys.take_part")).standing().filter(pk__in=wanted)
    parts = {one.pk: one for one in found.select_related("blueprint__desk", "desk")}
    told = {}
    for row in rows:
        part = parts.get(facts.get(row.event_id or 0, {}).get("part", 0))
        if part is not None:
            words = _("Another desk asks yours to take part in a journey")
            url = reverse("journeys:part", args=[part.desk.key, part.pk])
            told[row.pk] = Line(words, part.blueprint.name, url, "map-pin")
    return told


for _code, _title, _detail, _lines in (
    (LATE, gettext_lazy("A journey that is late"), gettext_lazy("An activity has not ended by its day."), lines),
    (STUCK, gettext_lazy("A journey that is stuck"), gettext_lazy("An activity cannot begin by itself."), lines),
    (
        ASKED,
        gettext_lazy("Another desk asks for a part of a journey"),
        gettext_lazy("You accept or refuse it for your desk."),
        lines_of_parts,
    ),
):
    register(Kind(_code, _title, _detail, _lines, mail=False, digest=False, module=MODULE))


@afterwards(ActivityLate)
def tell_of_being_late(fact: ActivityLate) -> None:
    """Whoever started the journey, and who leads the desk."""
    _tell(LATE, fact, fact.journey)


@afterwards(ActivityStuck)
def tell_of_being_stuck(fact: ActivityStuck) -> None:
    """The same people."""
    _tell(STUCK, fact, fact.journey)


@afterwards(PartAsked)
def tell_of_being_asked(fact: PartAsked) -> None:
    """Who administers the desk that is asked."""
    rows = DeskRole.objects.filter(desk_id=fact.meta.desk_id or 0, role=ADMIN, person__is_active=True)
    tell(kind=ASKED, fact=fact, people=set(rows.values_list("person_id", flat=True)))


def _tell(kind: str, fact: Fact, pk: int) -> None:
    desk_id = fact.meta.desk_id or 0
    begun_by = Journey.objects.within(desk_id).filter(pk=pk).values_list("begun_by_id", flat=True).first()
    people = leads_of(desk_id) | ({begun_by} if begun_by is not None else set())
    tell(kind=kind, fact=fact, people=people)
