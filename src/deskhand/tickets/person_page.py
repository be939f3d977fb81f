"""What the page of a person shows on one desk: nothing of what they do elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, DeskRole, DirectoryEntry, Person, Team
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.tickets import listing, merge_page
from deskhand.tickets import person_records as records
from deskhand.tickets.actions.person_records import RECORDS_PER_PERSON
from deskhand.tickets.models import Follower, Ticket
from deskhand.tickets.people import of_desks
from deskhand.tickets.querysets import staff_desks
from deskhand.tickets.record_form import RecordForm
from deskhand.tickets.their_time import time_there

TICKETS_SHOWN = 25
"""A person's newest tickets on their page; the list shows the rest."""

ELSEWHERE_SHOWN = 5
"""A person's newest tickets on each of the reader's other desks, on their page."""

FACTS_SHOWN = 50
"""Newest changes of a person on their page."""

SAME_MOMENT = timedelta(minutes=1)
"""Somebody who was entered is known to Deskhand a moment before the desk knows them."""

_FIELDS = {
    "name": gettext_lazy("name"),
    "phone": gettext_lazy("phone"),
    "title": gettext_lazy("job title"),
    "department": gettext_lazy("department"),
    "location": gettext_lazy("location"),
    "organization": gettext_lazy("organization"),
    "manager": gettext_lazy("manager"),
    "language": gettext_lazy("language"),
    "time_zone": gettext_lazy("time zone"),
    "is_vip": gettext_lazy("VIP"),
    "email": gettext_lazy("main address"),
    "is_active": gettext_lazy("account"),
}
"""What a change is called; others are not told."""

_TOLD = {
    "person.created": gettext_lazy("First known to Deskhand"),
    "person.known": gettext_lazy("Came into the directory of this desk"),
    "person.forgotten": gettext_lazy("Taken out of the directory of this desk"),
    "person.deactivated": gettext_lazy("Account switched off"),
    "person.reactivated": gettext_lazy("Account switched on again"),
    "person.address_removed": gettext_lazy("An address was removed"),
    "person.address_proven": gettext_lazy("An address was proven"),
    "person.record_deleted": gettext_lazy("A note or contact was deleted"),
    "person.record_restored": gettext_lazy("A note or contact was taken out again"),
    "person.merged": gettext_lazy("Merged with another account of the same person"),
    "person.unmerged": gettext_lazy("A merge was undone"),
    "person.main_address_changed": gettext_lazy("Another address is the main one"),
}


_RECORD_DELETED = "person.record_deleted"

_ON_THE_DESK = {
    "desk.role_given": gettext_lazy("Role given: %(name)s"),
    "desk.role_taken": gettext_lazy("Role taken: %(name)s"),
}
_IN_TEAMS = {
    "team.joined": gettext_lazy("Joined the team “%(name)s”"),
    "team.left": gettext_lazy("Left the team “%(name)s”"),
}


class Elsewhere(NamedTuple):
    """What a person asked on another desk that the reader serves: how many tickets, and the newest."""

    desk: str
    key: str
    total: int
    tickets: list[dict[str, Any]]


def facts(actor: Actor, desk: Desk, who: Person) -> dict[str, Any]:
    """Details, addresses and how the desk knows them. The manager is named if the desk knows the manager as well."""
    manager = who.manager if who.manager_id and of_desks([desk.pk]).filter(pk=who.manager_id).exists() else None
    entry = DirectoryEntry.objects.within(desk).filter(person=who).first()
    return {
        "who": who,
        "desk": {"key": desk.key, "name": desk.name},
        "manager": manager,
        "their_time": time_there(who.time_zone),
        "language": dict(settings.LANGUAGES).get(who.language, who.language),
        "entry": entry,
        "addresses": addresses_of(who),
        "may_edit": actor.may("people.edit", desk.pk),
    }


def addresses_of(who: Person) -> list[dict[str, Any]]:
    """All addresses, the main one first."""
    rows = EmailAddress.objects.filter(user=who).order_by("-primary", "-verified", "email")
    return list(rows.values("pk", "email", "verified", "primary"))


def page(actor: Actor, desk: Desk, who: Person, *, all_records: bool = False) -> dict[str, Any]:
    """The facts, tickets, roles, changes, notes and contacts on this desk, and tickets on others that the actor
    serves."""
    tickets = Ticket.objects.within(desk).listed().filter(requester=who).order_by("-updated_at")
    shown = tickets.values("number", "subject", "category", "status__name", "updated_at")
    found = facts(actor, desk, who)
    del found["desk"]  # The frame of the page has it.
    return found | {
        "tickets": list(shown[:TICKETS_SHOWN]),
        "ticket_count": tickets[: listing.COUNT_LIMIT].count(),
        "roles": roles_of(desk, who),
        "history": history(desk, who),
        "records": records.newest(desk.pk, who.pk, RECORDS_PER_PERSON if all_records else records.SHOWN_ON_PAGE),
        "record_count": records.count(desk.pk, who.pk),
        "record_form": RecordForm(desk=desk),
        "elsewhere": elsewhere(actor, desk, who),
        "may_end": actor.may("desks.roles", desk.pk),
        "may_create": actor.may("tickets.create", desk.pk),
        **merge_page.beside(actor, desk, who),
    }


def elsewhere(actor: Actor, desk: Desk, who: Person) -> list[Elsewhere]:
    """The person's newest tickets on the other desks that the actor serves, by desk; those of which are few anywhere
    are not lost behind those of one that has many. Two queries, however many desks."""
    others = [pk for pk in staff_desks(actor) if pk != desk.pk]
    if not others:
        return []
    found = Ticket.objects.within(others).listed().filter(requester=who)
    counted = found.order_by("desk__name", "desk_id").values_list("desk_id", "desk__name", "desk__key")
    groups = {pk: Elsewhere(name, key, n, []) for pk, name, key, n in counted.annotate(n=Count("pk"))}
    place = Window(RowNumber(), partition_by=F("desk_id"), order_by=(F("updated_at").desc(), F("pk").desc()))
    newest = found.annotate(place=place).filter(place__lte=ELSEWHERE_SHOWN).order_by("desk_id", "place")
    for row in newest.values("number", "subject", "category", "status__name", "updated_at", "desk_id"):
        groups[row["desk_id"]].tickets.append(row)
    return list(groups.values())


def roles_of(desk: Desk, who: Person) -> list[dict[str, Any]]:
    """Roles on this desk, with since when."""
    rows = DeskRole.objects.filter(desk=desk, person=who).order_by("since", "pk").values("role", "since")
    return [{"role": row["role"], "label": _role(row["role"]), "since": row["since"]} for row in rows]


def _role(name: str) -> str:
    return str(RoleName(name).label)


def history(desk: Desk, who: Person) -> list[dict[str, Any]]:
    """What was changed about the person, as far as this desk or they themselves did it, and the roles and teams that
    they came to and left on this desk; newest first. A deleted
    note or contact is named by its id for as long as it can be taken out again. At most six queries."""
    about = Event.objects.filter(subject_kind="person", subject_id=who.pk, code__in=[*_TOLD, "person.changed"])
    of_desk = Event.objects.filter(subject_kind="desk", subject_id=desk.pk, code__in=_ON_THE_DESK)
    teams = dict(Team.objects.within(desk).values_list("pk", "name"))
    of_teams = Event.objects.filter(subject_kind="team", subject_id__in=teams, code__in=_IN_TEAMS)
    kept = [
        *_newest(about.filter(Q(desk_id=desk.pk) | Q(desk_id=None, at__gte=_known_since(desk, who)))),
        *_newest(of_desk.filter(values__person=who.pk)),
        *_newest(of_teams.filter(values__person=who.pk)),
    ]
    kept = sorted(kept, key=lambda one: (one["at"], one["id"]), reverse=True)[:FACTS_SHOWN]
    here = {one["actor_id"] for one in kept if one["desk_id"] == desk.pk and one["actor_id"] is not None}
    names = dict(Person.objects.filter(pk__in=here).values_list("pk", "name"))
    gone = records.deleted(desk.pk, who.pk) if any(one["code"] == _RECORD_DELETED for one in kept) else set()
    return [entry | _deleted(one, gone) for one in kept if (entry := _told(one, who, names, teams))]


def _deleted(one: dict[str, Any], gone: set[int]) -> dict[str, Any]:
    """Only the newest deletion of a record offers it."""
    record = one["values"].get("record") if one["code"] == _RECORD_DELETED else None
    if record not in gone:
        return {"deleted_record": None}
    gone.remove(record)
    return {"deleted_record": record}


def _newest(found: QuerySet[Event]) -> list[dict[str, Any]]:
    rows = found.order_by("-at", "-id").values("id", "code", "at", "actor_id", "desk_id", "subject_id", "values")
    return list(rows[:FACTS_SHOWN])  # type: ignore[arg-type]


def _known_since(desk: Desk, who: Person) -> datetime:
    """When the desk came to know the person: what was before that is not told here. Now, if it does not."""
    person, asked = OuterRef("pk"), Ticket.objects.within(desk)
    first = (
        DirectoryEntry.objects.within(desk).filter(person=person).values("since"),
        DeskRole.objects.filter(desk=desk, person=person).order_by("since").values("since"),
        asked.filter(requester=person).order_by("created_at").values("created_at"),
        asked.filter(affected=person).order_by("created_at").values("created_at"),
        Follower.objects.within(desk).filter(person=person).order_by("since").values("since"),
    )
    row = Person.objects.filter(pk=who.pk).values_list(*(Subquery(one[:1]) for one in first)).get()
    return min((at for at in row if at is not None), default=clock.now()) - SAME_MOMENT


def _told(one: dict[str, Any], who: Person, names: dict[int, str], teams: dict[int, str]) -> dict[str, Any] | None:
    words = str(_TOLD.get(one["code"], ""))
    if one["code"] in _ON_THE_DESK:
        words = _ON_THE_DESK[one["code"]] % {"name": _role(one["values"]["role"])}
    if one["code"] in _IN_TEAMS:
        words = _IN_TEAMS[one["code"]] % {"name": teams[one["subject_id"]]}
    if one["code"] == "person.changed":
        changed = [str(_FIELDS[name]) for name in one["values"].get("fields", ()) if name in _FIELDS]
        words = _("Changed: %(fields)s") % {"fields": ", ".join(changed)} if changed else ""
    if not words:
        return None
    by = _("themselves") if one["actor_id"] == who.pk else names.get(one["actor_id"], "")
    return {"words": words, "at": one["at"], "by": by if one["code"] != "person.created" else ""}
