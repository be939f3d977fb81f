"""Facts about people, desks, teams and ways in."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.accounts import glass_events, location_events, sign_in_events  # noqa: F401 (registered with these)
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


@event("person.site_admin_changed", subject="person")
@dataclass(frozen=True, kw_only=True)
class SiteAdminChanged(Fact):
    """A person was made site administrator, or is one no more."""

    person: int
    is_made: bool


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


@event("desk.brand_changed", subject="desk")
@dataclass(frozen=True, kw_only=True)
class DeskBrandChanged(Fact):
    """How the desk looks changed: ``accent``, ``words`` or ``logo``. Of words and logo only that they changed."""

    desk: int
    fields: list[str]
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)


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


@event("desk.hearing_changed", subject="desk")
@dataclass(frozen=True, kw_only=True)
class HearingChanged(Fact):
    """Whether somebody who serves the desk hears of new tickets that no team has."""

    desk: int
    person: int
    hears: bool


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


@event("team.joined", subject="team")
@dataclass(frozen=True, kw_only=True)
class TeamJoined(Fact):
    """Somebody became a member of the team."""

    team: int
    person: int


@event("team.left", subject="team")
@dataclass(frozen=True, kw_only=True)
class TeamLeft(Fact):
    """Somebody is a member of the team no longer."""

    team: int
    person: int


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


@event("person.removed", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonRemoved(Fact):
    """Somebody whom an import had entered is gone again: the import was undone, and nothing referred to them."""

    person: int


@event("person.merged", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonMerged(Fact):
    """``gone`` was the same person: what it had is now of ``person``. ``fields`` are those whose value changed;
    ``moved`` maps what was moved to how many of it, if it was all of one desk."""

    person: int
    gone: int
    merge: int
    fields: list[str]
    moved: dict[str, int]


@event("person.unmerged", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonUnmerged(Fact):
    """The merge was undone: ``gone`` is an account of its own again and has back what is still as it was moved."""

    person: int
    gone: int
    merge: int
    fields: list[str]
    moved: dict[str, int]


@event("organization.removed", subject="organization")
@dataclass(frozen=True, kw_only=True)
class OrganizationRemoved(Fact):
    """An organization that an import had entered is gone again."""

    organization: int


@event("import.applied", subject="batch")
@dataclass(frozen=True, kw_only=True)
class ListImported(Fact):
    """A list of ``people`` or ``organizations`` was imported into the desk's directory: how many rows did what."""

    batch: int
    what: str
    new: int
    changed: int
    unchanged: int
    refused: int


@event("import.undone", subject="batch")
@dataclass(frozen=True, kw_only=True)
class ImportUndone(Fact):
    """An import was undone: how many rows were removed or put back, and how many kept because of what came since."""

    batch: int
    what: str
    undone: int
    kept: int


@event("desk.invited", subject="desk")
@dataclass(frozen=True, kw_only=True)
class Invited(Fact):
    """Somebody was invited to the desk by mail; ``role`` is what they get if they accept."""

    desk: int
    invitation: int
    role: str


@event("desk.invitation_sent_again", subject="desk")
@dataclass(frozen=True, kw_only=True)
class InvitationSentAgain(Fact):
    """An invitation was sent again with a new link."""

    desk: int
    invitation: int


@event("desk.invitation_withdrawn", subject="desk")
@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An invitation was withdrawn before it was accepted."""

    desk: int
    invitation: int


@event("desk.invitation_accepted", subject="desk")
@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Fact):
    """Somebody accepted an invitation to the desk."""

    desk: int
    invitation: int
    person: int


@event("person.deactivated", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Fact):
    """An account was switched off: its sessions, tokens and links ended at once."""

    person: int
    sessions: int
    tokens: int


@event("person.reactivated", subject="person")
@dataclass(frozen=True, kw_only=True)
class PersonReactivated(Fact):
    """An account works again. Tokens and sessions stay ended."""

    person: int


@event("person.address_proven", subject="person")
@dataclass(frozen=True, kw_only=True)
class AddressProven(Fact):
    """The person has shown that a further mail address is theirs."""

    person: int
    address_id: int


@event("person.address_removed", subject="person")
@dataclass(frozen=True, kw_only=True)
class AddressRemoved(Fact):
    """A further mail address of the person was removed."""

    person: int
    address_id: int


@event("person.main_address_changed", subject="person")
@dataclass(frozen=True, kw_only=True)
class MainAddressChanged(Fact):
    """Another proven address of the person is the main one now."""

    person: int
    address_id: int
