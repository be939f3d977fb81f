"""Facts about people, desks, teams and ways in."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


@event("person.created", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonCreated(Fact):
    """Somebody got an account: entered by an agent, or by writing for the first time."""

    person: int


@event("person.changed", subject="person", personal=("old", "new"))
@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    """Details of a person changed. ``old`` and ``new`` map field names to codes or short values."""

    person: int
    fields: list[str]
    old: dict[str, str | int | bool | None]
    new: dict[str, str | int | bool | None]


@event("person.signed_in", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonSignedIn(Fact):
    """Somebody signed in. ``by`` is ``password``, ``link`` or ``passkey``; ``second`` is the second factor that was
    asked for: ``totp``, ``webauthn``, ``recovery_codes`` or empty."""

    person: int
    by: str
    second: str = ""


@event("person.sign_in_link_made", subject="person")
@dataclass(frozen=True, kw_only=True)
class SignInLinkMade(Fact):
    """A one-time sign-in link was made for the person."""

    person: int
    link: int


@event("person.token_made", subject="person")
@dataclass(frozen=True, kw_only=True)
class ApiTokenMade(Fact):
    """An API token of the person was made. ``desks`` are the only ones that it reaches; none means all."""

    person: int
    token: int
    scope: str
    desks: list[int] = field(default_factory=list)


@event("person.token_revoked", subject="person")
@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Fact):
    """An API token of the person was revoked."""

    person: int
    token: int


@event("desk.token_cut_off", subject="desk")
@dataclass(frozen=True, kw_only=True)
class ApiTokenCutOff(Fact):
    """The desk's administrators closed the desk to somebody's API token."""

    desk: int
    token: int
    person: int


@event("organization.created", subject="organization")
@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Fact):
    """An organization was entered."""

    organization: int


@event("organization.changed", subject="organization")
@dataclass(frozen=True, kw_only=True)
class OrganizationChanged(Fact):
    """An organization's name or domains changed."""

    organization: int
    fields: list[str]


@event("desk.created", subject="desk")
@dataclass(frozen=True, kw_only=True)
class DeskCreated(Fact):
    """A desk was made; ``administrator`` is the person who got its first role."""

    desk: int
    administrator: int


@event("desk.changed", subject="desk")
@dataclass(frozen=True, kw_only=True)
class DeskChanged(Fact):
    """Settings of a desk changed. ``old`` and ``new`` map their names to codes or short values; a text's words are not
    kept."""

    desk: int
    fields: list[str]
    old: dict[str, str | int | bool | None] = field(default_factory=dict)
    new: dict[str, str | int | bool | None] = field(default_factory=dict)


@event("desk.role_given", subject="desk")
@dataclass(frozen=True, kw_only=True)
class RoleGiven(Fact):
    """A person got a role on the desk."""

    desk: int
    person: int
    role: str


@event("desk.role_taken", subject="desk")
@dataclass(frozen=True, kw_only=True)
class RoleTaken(Fact):
    """A person lost a role on the desk."""

    desk: int
    person: int
    role: str


@event("desk.module_switched", subject="desk")
@dataclass(frozen=True, kw_only=True)
class ModuleSwitched(Fact):
    """A module was switched on or off for the desk."""

    desk: int
    module: str
    on: bool


@event("team.created", subject="team")
@dataclass(frozen=True, kw_only=True)
class TeamCreated(Fact):
    """A team was made."""

    team: int


@event("team.changed", subject="team")
@dataclass(frozen=True, kw_only=True)
class TeamChanged(Fact):
    """A team's name, tier, use or members changed. ``old`` and ``new`` map names to short values; of members their
    number."""

    team: int
    fields: list[str]
    old: dict[str, str | int | bool | None] = field(default_factory=dict)
    new: dict[str, str | int | bool | None] = field(default_factory=dict)


@event("person.known", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonKnown(Fact):
    """Somebody came into a desk's directory; ``came`` is ``entered``, ``invited`` or ``imported``."""

    person: int
    desk: int
    came: str


@event("person.forgotten", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonForgotten(Fact):
    """Somebody was taken out of a desk's directory."""

    person: int
    desk: int


@event("organization.contact_named", subject="organization")
@dataclass(frozen=True, kw_only=True)
class ContactNamed(Fact):
    """A person may read and answer the tickets of their organization on a desk."""

    organization: int
    desk: int
    person: int


@event("organization.contact_ended", subject="organization")
@dataclass(frozen=True, kw_only=True)
class ContactEnded(Fact):
    """A person may no longer read the tickets of the organization on a desk."""

    organization: int
    desk: int
    person: int
