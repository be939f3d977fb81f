"""The demo desk before its tickets: people, organizations, roles, teams, statuses, replies, mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.accounts.actions import (
    create_desk,
    create_person,
    give_role,
    make_site_admin,
    save_location,
    save_organization,
    save_team,
)
from deskhand.accounts.models import Desk, DeskRole, Location, Organization, Person, Team
from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.demo.cast import Cast
from deskhand.demo.departments import furnish_departments, with_departments
from deskhand.demo.macros import make_macros
from deskhand.demo.markup import to_html
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.models import Mailbox
from deskhand.tickets.actions import save_canned_reply, save_service, save_status
from deskhand.tickets.models import Service, Status

REQUESTER_WORDS = {
    "waiting_requester": "We need your answer",
    "waiting_supplier": "Waiting for supplier",
    "waiting_approval": "Waiting for approval",
    "scheduled": "Date is set",
}
"""What requesters read instead of the desk's own statuses."""

OFFICE_HOURS = {
    "zone": "Europe/Berlin",
    "hours": {
        **{day: [["08:00", "12:30"], ["13:15", "17:30"]] for day in ("mon", "tue", "wed", "thu")},
        "fri": [["08:00", "14:00"]],
    },
    "country": "DE",
    "region": "BE",
    "holidays": [{"on": "*-12-24", "name": "Christmas Eve"}, {"on": "*-12-31", "name": "New Year’s Eve"}],
}
"""When the demo's desk works."""

WORKED_DAYS = 3 * 365
"""Days for which the demo's desk has had its hours: longer than any demo goes back."""

ROLES = {"agent": "agent", "lead": "lead", "desk_administrator": "admin"}


@dataclass
class Furnished:
    """The rows of the cast by their keys."""

    desk: Desk
    people: dict[str, Person] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)


def furnish(cast: Cast) -> Furnished:
    """Make everything on the desk but its tickets, through the same actions as the web."""
    organizations = {
        one.key: save_organization(actor=SYSTEM, desk_id=None, name=one.name, domains=[one.domain])
        for one in cast.organizations
    }
    people = _people(with_departments(cast), organizations)
    chief = people[cast.personas.administrator]
    desk = create_desk(
        actor=SYSTEM, key=cast.desk_key, name=cast.desk_name, administrator=chief, signature=cast.signature
    )
    made = Furnished(desk, people, organizations)
    _roles(cast, made)
    _teams(cast, made)
    _statuses(cast, made)
    _services(cast, made)
    _replies(cast, made)
    make_macros(made.desk, made.teams, made.statuses)
    _calendar(made)
    Mailbox.objects.create(
        desk=desk,
        name=cast.mailbox,
        address=cast.address,
        sender_name=f"{cast.desk_name} Service Desk",
        team=made.teams["service"],
        created_at=clock.now(),
    )
    furnish_departments(people)
    return made


def _calendar(made: Furnished) -> None:
    """Office hours, shorter on Fridays, with the holidays of Berlin. They count for all that the demo tells."""
    calendar = create_calendar(actor=SYSTEM, desk=made.desk, name="Office hours", given=OFFICE_HOURS)
    with clock.frozen(clock.ago(days=WORKED_DAYS)):
        choose_calendar(actor=SYSTEM, desk=made.desk, calendar=calendar)


def _people(cast: Cast, organizations: dict[str, Organization]) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for key, one in cast.people.items():
        people[key] = create_person(
            actor=SYSTEM,
            name=one.name,
            email=one.email,
            is_verified=True,
            organization=organizations.get(one.org),
            title=one.title,
            department=one.department,
            location=one.location,
            phone=one.phone,
            language=one.language,
            time_zone=one.zone,
            is_vip=one.is_vip,
        )
    for key, one in cast.people.items():
        if one.manager:
            people[key].manager = people[one.manager]
    Person.objects.bulk_update([person for person in people.values() if person.manager_id], ["manager"])
    return people


def _roles(cast: Cast, made: Furnished) -> None:
    for one in cast.agents:
        for role in one.roles:
            if role == "site_administrator":
                make_site_admin(actor=SYSTEM, person=made.people[one.key])
            else:
                give_role(actor=SYSTEM, desk=made.desk, person=made.people[one.key], role=ROLES[role])
        DeskRole.objects.filter(desk=made.desk, person=made.people[one.key]).update(signature=one.signature)


def _teams(cast: Cast, made: Furnished) -> None:
    for one in cast.teams:
        members = [made.people[person.key] for person in cast.agents if one.key in person.teams]
        made.teams[one.key] = save_team(actor=SYSTEM, desk=made.desk, name=one.name, tier=one.tier, members=members)


def _statuses(cast: Cast, made: Furnished) -> None:
    have = set(Status.objects.within(made.desk).values_list("key", flat=True))
    for one in cast.statuses:
        if one.key in have:
            made.statuses[one.key] = one.key
            continue
        told = REQUESTER_WORDS.get(one.key, "")
        status = save_status(actor=SYSTEM, desk=made.desk, name=one.name, category=one.category, requester_name=told)
        made.statuses[one.key] = status.key


def _services(cast: Cast, made: Furnished) -> None:
    """What the desk provides and where its people sit, by their names."""
    for one in cast.services:
        owner = made.people[one.owner] if one.owner else None
        made.services[one.name] = save_service(
            actor=SYSTEM, desk=made.desk, name=one.name, owner=owner, description=one.description
        )
    for name in cast.locations:
        made.locations[name] = save_location(actor=SYSTEM, desk=made.desk, name=name)


def _replies(cast: Cast, made: Furnished) -> None:
    for one in cast.canned_replies:
        save_canned_reply(
            actor=SYSTEM,
            desk=made.desk,
            title=one.name,
            body=to_html(one.body),
            language=one.language,
            shortcut=one.shortcut,
        )
