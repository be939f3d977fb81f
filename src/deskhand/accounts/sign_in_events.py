"""Facts about ways in: signing in, second factors, sessions, links and tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


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


@event("person.sign_in_link_sent", subject="person")
@dataclass(frozen=True, kw_only=True)
class SignInLinkSent(Fact):
    """Somebody had a one-time sign-in link sent to the person's own address, and did not see it."""

    person: int


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
