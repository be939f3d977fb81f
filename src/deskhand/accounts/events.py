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


@event("person.sign_in_failed", subject="person")
@dataclass(frozen=True, kw_only=True)
class SignInFailed(Fact):
    """Somebody tried to sign in as the person and failed. ``by`` is ``password`` or ``second``, the second factor."""

    person: int
    by: str


@event("person.factor_added", subject="person")
@dataclass(frozen=True, kw_only=True)
class FactorAdded(Fact):
    """The person added a second factor. ``kind`` is ``totp`` or ``webauthn``."""

    person: int
    kind: str


@event("person.factor_renamed", subject="person")
@dataclass(frozen=True, kw_only=True)
class FactorRenamed(Fact):
    """The person gave a passkey another name."""

    person: int
    factor: int


@event("person.factor_removed", subject="person")
@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Fact):
    """The person removed a second factor."""

    person: int
    kind: str


@event("person.factors_taken", subject="person")
@dataclass(frozen=True, kw_only=True)
class FactorsTaken(Fact):
    """An administrator took the person's second factors away and ended their sessions; the reason stands beside."""

    person: int
    kinds: list[str]


@event("person.recovery_codes_renewed", subject="person")
@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(Fact):
    """The person made new recovery codes."""

    person: int


@event("person.recovery_code_used", subject="person")
@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Fact):
    """The person used a recovery code instead of their second factor; ``left`` are left."""

    person: int
    left: int


@event("person.sessions_ended", subject="person")
@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Fact):
    """Sessions of the person were ended before their time."""

    person: int
    count: int


@event("sign_in_policy.changed", subject="policy")
@dataclass(frozen=True, kw_only=True)
class SignInPolicyChanged(Fact):
    """The rules of signing in changed: which roles need a second factor, and how many minutes a session lasts without
    activity (``idle``) and in any case (``longest``)."""

    policy: int
    fields: list[str]
    old: dict[str, str]
    new: dict[str, str]


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
    ``moved`` maps what was moved to how many of it."""

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


@event("person.address_added", subject="person")
@dataclass(frozen=True, kw_only=True)
class AddressAdded(Fact):
    """A further mail address was entered for the person; nobody has proven it yet."""

    person: int
    address_id: int


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
