"""What pickers offer, and from what was picked to the row that an action takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, DeskRole, Location, Organization, Person, Team
from deskhand.accounts.models.desk import Tier
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.words import fold
from deskhand.tickets import silence, snoozing
from deskhand.tickets.models import KIND_WORDS, Category, Macro, Priority, Service, Status, Tag
from deskhand.tickets.people import organizations_of
from deskhand.tickets.querysets import UNFINISHED
from deskhand.web import moments

OFFERED = 50
"""Most options in one answer; typing narrows them."""

NOBODY = "none"
"""What a picker posts to leave a field empty."""

Option = dict[str, Any]


def options(actor: Actor, desk: Desk, name: str, typed: str) -> list[Option]:
    """What fits the typed letters, as ``{"id", "label", "detail"}``. An unknown name offers nothing."""
    offer = _OFFERS.get(name)
    return offer(actor, desk, typed.strip())[:OFFERED] if offer else []


def serving(desk: Desk | int) -> Any:
    """Ids of the active people who serve the desk."""
    found = DeskRole.objects.filter(desk=desk, role__in=STAFF, person__is_active=True)
    return found.values_list("person_id", flat=True)


def agents(desk: Desk) -> Any:
    """Active people who serve the desk, with how many unfinished tickets they hold there."""
    load = Count("assigned", filter=Q(assigned__desk=desk, assigned__category__in=UNFINISHED), distinct=True)
    return Person.objects.filter(pk__in=serving(desk)).annotate(load=load).order_by("name")


def _agents(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    people = [one for one in agents(desk) if _fits(typed, one.name, one.email or "")]
    people.sort(key=lambda one: one.pk != actor.person_id)
    found = [
        {
            "id": one.pk,
            "label": _("Me (%(name)s)") % {"name": one.name} if one.pk == actor.person_id else one.name,
            "detail": _("%(n)s open") % {"n": one.load},
        }
        for one in people
    ]
    return found if typed else [*found[:1], {"id": NOBODY, "label": _("Nobody"), "detail": ""}, *found[1:]]


def _teams(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    words = dict(Tier.choices)
    teams = Team.objects.within(desk).active().order_by("name")
    found = [
        {"id": one.pk, "label": one.name, "detail": str(words[one.tier])} for one in teams if _fits(typed, one.name)
    ]
    return found if typed else [*found, {"id": NOBODY, "label": _("No team"), "detail": ""}]


def place_of(category: str) -> int:
    """Where a category stands in every list of statuses."""
    return list(Category.values).index(category)


def statuses(desk: Desk | int) -> list[Status]:
    """The desk's statuses that can be chosen, in the order of their categories."""
    return sorted(Status.objects.within(desk).active(), key=lambda one: (place_of(one.category), one.position))


def _statuses(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    return [
        {"id": one.pk, "label": one.label, "detail": "" if one.label == words else words}
        for one in statuses(desk)
        if _fits(typed, one.label, words := str(Category(one.category).label))
    ]


def _priorities(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    return [
        {"id": one.word, "label": str(one.label), "detail": ""} for one in reversed(Priority) if _fits(typed, one.label)
    ]


def _tags(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    names = list(
        Tag.objects.within(desk).filter(name__contains=typed.casefold()).values_list("name", flat=True)[:OFFERED]
    )
    found: list[Option] = [{"id": name, "label": name, "detail": ""} for name in names]
    if typed and typed.casefold() not in names:
        found.append({"id": typed, "label": typed, "detail": _("New tag")})
    return found


def _organizations(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    found: list[Option] = [{"id": NOBODY, "label": _("None"), "detail": ""}] if not typed else []
    rows = (
        organizations_of([desk.pk]).filter(name__icontains=typed).order_by("name").values_list("pk", "name")[:OFFERED]
    )
    return found + [{"id": pk, "label": name, "detail": ""} for pk, name in rows]


def _services(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    return _listed(Service, desk, typed)


def _locations(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    return _listed(Location, desk, typed)


def _listed(model: Any, desk: Desk, typed: str) -> list[Option]:
    """What fits of a desk's own list, with a way to none."""
    rows = model.objects.within(desk).active().values_list("pk", "name")
    found: list[Option] = [{"id": pk, "label": name, "detail": ""} for pk, name in rows if _fits(typed, name)]
    return found if typed else [{"id": NOBODY, "label": _("None"), "detail": ""}, *found]


def _macros(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    rows = Macro.objects.usable_by(actor, desk).select_related("team")
    whose = {one.pk: one.team.name if one.team else _("Only you") if one.person_id else "" for one in rows}
    return [{"id": one.pk, "label": one.name, "detail": whose[one.pk]} for one in rows if _fits(typed, one.name)]


def _times(actor: Actor, desk: Desk, typed: str) -> list[Option]:
    """Until when tickets can be put on hold."""
    now, zone, me = clock.now(), timezone.get_current_timezone(), person_of(actor)
    every = (*snoozing.own_presets(me.snooze_times if me else (), now, zone), *snoozing.presets(now, zone))
    fitting = [one for one in every if _fits(typed, one.words)]
    return [{"id": one.code, "label": one.words, "detail": moments.exact(one.at) if one.at else ""} for one in fitting]


_OFFERS: Mapping[str, Callable[[Actor, Desk, str], list[Option]]] = {
    "assignee": _agents,
    "team": _teams,
    "status": _statuses,
    "priority": _priorities,
    "tag": _tags,
    "organization": _organizations,
    "service": _services,
    "location": _locations,
    "macro": _macros,
    "snooze": _times,
}


def _fits(typed: str, *names: object) -> bool:
    text = " ".join(fold(str(name)) for name in names)
    return all(word in text for word in fold(typed).split())


def chosen(desk: Desk, name: str, value: str) -> Any:
    """The row, number or words that were picked. Raises Invalid for what the desk does not have."""
    take = CHOICES.get(name)
    if take is None:
        raise Invalid(_("This field cannot be changed: %(name)s.") % {"name": name})
    return take(desk, value.strip())


def _row(found: Any, value: str) -> Any:
    row = found.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 16 else None
    if row is None:
        raise Invalid(_("What you chose is not there any more. Choose again."))
    return row


def _agent(desk: Desk, value: str) -> Person | None:
    return None if value in ("", NOBODY) else _row(agents(desk), value)


def _team(desk: Desk, value: str) -> Team | None:
    return None if value in ("", NOBODY) else _row(Team.objects.within(desk).active(), value)


def _status(desk: Desk, value: str) -> Status:
    found: Status = _row(Status.objects.within(desk).active(), value)
    return found


def _priority(desk: Desk, value: str) -> int:
    try:
        return Priority.of(value).value
    except KeyError:
        raise Invalid(_("This is no priority."), {"priority": _("One of: low, normal, high, urgent.")}) from None


def _organization(desk: Desk, value: str) -> Organization | None:
    return None if value in ("", NOBODY) else _row(organizations_of([desk.pk]), value)


def _service(desk: Desk, value: str) -> Service | None:
    return None if value in ("", NOBODY) else _row(Service.objects.within(desk).active(), value)


def _location(desk: Desk, value: str) -> Location | None:
    return None if value in ("", NOBODY) else _row(Location.objects.within(desk).active(), value)


CHOICES: Mapping[str, Callable[[Desk, str], Any]] = {
    "assign": _agent,
    "assignee": _agent,
    "team": _team,
    "status": _status,
    "priority": _priority,
    "tag": lambda desk, value: [value],
    "tags": lambda desk, value: [one for one in value.split(",") if one.strip()],
    "organization": _organization,
    "service": _service,
    "location": _location,
    "kind": lambda desk, value: value if value in KIND_WORDS else _unknown_kind(),
    "subject": lambda desk, value: value,
    "snooze": lambda desk, value: _until(desk, picked=value),
}
"""Fields, and bulk verbs, that take a picked value."""


def _until(desk: Desk, *, picked: str) -> str:
    """The instant of a time that was picked, as text: a change of many tickets may wait for its turn. Business days are
    counted for each of them."""
    now, zone, after = clock.now(), timezone.get_current_timezone(), silence.days_after(desk.pk)
    at = snoozing.chosen(picked, "", now=now, zone=zone, after=after)
    in_days = snoozing.is_in_business_days(picked)
    return snoozing.counted_from(picked, now, timezone.get_current_timezone_name()) if in_days else at.isoformat()


def _unknown_kind() -> str:
    raise Invalid(_("This is no kind."), {"kind": _("One of: %(words)s.") % {"words": ", ".join(KIND_WORDS)}})
