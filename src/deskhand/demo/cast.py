"""The people and the furniture of the demo desk, read from `content/*.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from deskhand.demo.variation import Phrase, parse

Tier = Literal["L1", "L2", "L3", "vendor"]
MailStyle = Literal["outlook", "gmail", "apple", "short"]
Role = Literal["agent", "lead", "desk_administrator", "site_administrator"]


@dataclass(frozen=True, slots=True)
class Organization:
    """A company whose people may write to the desk."""

    key: str
    name: str
    domain: str
    city: str


@dataclass(frozen=True, slots=True)
class Team:
    """A group of agents."""

    key: str
    name: str
    tier: Tier
    description: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: a requester, or an agent when `teams` is not empty."""

    key: str
    name: str
    first: str
    formal: str
    """How a German letter addresses them: "Frau Demir"; their full name when that is not known."""
    email: str
    org: str
    """The organization's key; empty for a machine that sends mail."""
    title: str
    department: str
    location: str
    phone: str
    manager: str
    """The key of their manager, or empty."""
    language: str
    """Their language in the product: en or de."""
    writes: tuple[str, ...]
    """Languages they write to the desk in."""
    zone: str
    is_vip: bool
    mail_style: MailStyle
    is_outsider: bool
    """A stranger who wrote once; known to the desk only as the sender of spam."""
    teams: tuple[str, ...]
    roles: tuple[Role, ...]
    signature: str
    """What the desk adds under an agent's public replies; empty for requesters."""


@dataclass(frozen=True, slots=True)
class StatusName:
    """A status inside a category, with its names for agents."""

    key: str
    category: str
    name: str
    name_de: str


@dataclass(frozen=True, slots=True)
class Service:
    """Something that the desk provides; tickets with one of its tags are about it."""

    name: str
    description: str
    tags: tuple[str, ...]
    owner: str = ""
    """The key of the agent who answers for it."""


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A ready answer; `body` is markup with {requester.first_name}, {ticket.number} and {agent.name} left in."""

    key: str
    name: str
    language: str
    body: str
    shortcut: str = ""
    """Typed after ;; in the composer."""


@dataclass(frozen=True, slots=True)
class FurtherText:
    """What an announcement says from an hour on, counted from now."""

    in_hours: float
    body: str
    body_de: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """A notice for the portal and the workspace; the offsets are hours from now, negative in the past."""

    key: str
    kind: Literal["outage", "maintenance"]
    title: str
    body: str
    title_de: str
    body_de: str
    starts_in_hours: float
    ends_in_hours: float
    orgs: tuple[str, ...]
    steps: tuple[FurtherText, ...] = ()


@dataclass(frozen=True, slots=True)
class Personas:
    """Whom the sign-in links of a demo belong to (keys of people). ``hr`` and ``facilities`` serve those desks."""

    administrator: str
    agent: str
    requester: str
    hr: str
    facilities: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything on the desk but its tickets."""

    desk_key: str
    desk_name: str
    mailbox: str
    address: str
    signature: str
    signature_de: str
    personas: Personas
    organizations: tuple[Organization, ...]
    teams: tuple[Team, ...]
    people: Mapping[str, Person]
    statuses: tuple[StatusName, ...]
    services: tuple[Service, ...]
    locations: tuple[str, ...]
    tags: Mapping[str, str]
    """Tag to a sentence that says when to use it."""
    canned_replies: tuple[CannedReply, ...]
    announcements: tuple[Announcement, ...]
    pools: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    """Words for slots, by language and by organization; "any" holds those that are the same for all."""

    def service_of(self, tags: Iterable[str]) -> Service | None:
        """What a ticket with such tags is about."""
        return next((one for one in self.services if set(one.tags) & set(tags)), None)

    def location_of(self, person: str) -> str:
        """Which of the desk's locations the place is in that is written at a person; empty for none."""
        place = self.people[person].location
        return next((one for one in self.locations if place == one or place.startswith(f"{one}, ")), "")

    @property
    def agents(self) -> tuple[Person, ...]:
        """The people who work on the desk."""
        return tuple(person for person in self.people.values() if person.teams)

    @property
    def requesters(self) -> tuple[Person, ...]:
        """The people of the organizations, and the machine that reports faults."""
        return tuple(person for person in self.people.values() if not person.teams and not person.is_outsider)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("deskhand.demo") / "content" / name).read_text(encoding="utf-8"))


def _person(key: str, row: Mapping[str, Any], domains: Mapping[str, str]) -> Person:
    name: str = row["name"]
    return Person(
        key=key,
        name=name,
        first=row.get("first", name.split(maxsplit=1)[0]),
        formal=row.get("formal", name),
        email=row.get("email", f"{key.replace('_', '.')}@{domains.get(row.get('org', ''), 'eberfeld.example')}"),
        org=row.get("org", ""),
        title=row.get("title", ""),
        department=row.get("department", ""),
        location=row.get("location", ""),
        phone=row.get("phone", ""),
        manager=row.get("manager", ""),
        language=row.get("language", "en"),
        writes=tuple(row.get("writes", [row.get("language", "en")])),
        zone=row.get("zone", "Europe/Berlin"),
        is_vip=row.get("vip", False),
        mail_style=row.get("mail_style", "outlook"),
        is_outsider=row.get("outsider", False),
        teams=tuple(row.get("teams", [])),
        roles=tuple(row.get("roles", [])),
        signature=row.get("signature", ""),
    )


def _pools() -> dict[str, dict[str, tuple[Phrase, ...]]]:
    return {
        language: {name: tuple(parse(entry) for entry in entries) for name, entries in lists.items()}
        for language, lists in _read("pools.toml").items()
    }


@cache
def load() -> Cast:
    """The whole cast; raises KeyError or TypeError when a content file lacks or misspells a field."""
    desk, people = _read("desk.toml"), _read("people.toml")
    organizations = tuple(Organization(**row) for row in desk["organization"])
    domains = {organization.key: organization.domain for organization in organizations}
    return Cast(
        **desk["desk"],
        personas=Personas(**desk["personas"]),
        organizations=organizations,
        teams=tuple(Team(**row) for row in desk["team"]),
        people={key: _person(key, row, domains) for key, row in people.items()},
        statuses=tuple(StatusName(**row) for row in desk["status"]),
        services=tuple(Service(**{**row, "tags": tuple(row["tags"])}) for row in desk["service"]),
        locations=tuple(row["name"] for row in desk["location"]),
        tags=desk["tags"],
        canned_replies=tuple(CannedReply(**row) for row in _read("replies.toml")["reply"]),
        announcements=tuple(
            Announcement(
                **{
                    **row,
                    "orgs": tuple(row.get("orgs", [])),
                    "steps": tuple(FurtherText(**step) for step in row.get("steps", [])),
                }
            )
            for row in desk["announcement"]
        ),
        pools=_pools(),
    )


def departments() -> list[dict[str, Any]]:
    """The desks beside IT, as `content/departments.toml` tells of them."""
    found: list[dict[str, Any]] = _read("departments.toml")["desk"]
    return found


def people_of_departments() -> dict[str, Person]:
    """Those who work for them and stand nowhere else. The conversations of IT are told without them."""
    domains = {one["key"]: one["domain"] for one in _read("desk.toml")["organization"]}
    return {key: _person(key, row, domains) for key, row in _read("departments.toml")["people"].items()}
