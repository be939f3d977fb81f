"""API tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import policy, token_reach
from deskhand.accounts.models import ApiToken, ApiTokenDesk, Desk, DeskRole, Person
from deskhand.accounts.models.access import Scope
from deskhand.accounts.sign_in_events import ApiTokenCutOff, ApiTokenMade, ApiTokenRevoked
from deskhand.kernel import clock, signing
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import emit

LONGEST_LIFE_DAYS = 3650
"""Longest life of a token in days, if it ends at all."""

LONGEST_FULL_DAYS = 365
"""Longest life in days of a token that may do everything. It always ends: it stands for a proof that is not asked
again."""

TOKEN_LIMIT = 100
"""Most tokens of one person that work at the same time."""

PREFIX_LENGTH = 9
"""Characters of a token that stay readable: ``dh_`` and six more, far too few to guess the rest."""


@transaction.atomic
def make_token(
    *,
    actor: Actor,
    person: Person,
    scope: str = "read",
    days: int | None = 365,
    name: str = "",
    desks: Sequence[Desk] | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for oneself (the command line: for anybody). Returns its row and the token, which is shown once.
    Without ``days`` it never expires, which ``full`` tokens cannot; ``desks`` names the only ones that it reaches, None
    means all."""
    if not actor.is_system and actor.person_id != person.pk:
        raise Denied(_("A token can only be made for oneself."))
    if actor.person_id == person.pk and policy.is_lacking(person.pk):
        raise Denied(_("Your role needs a second factor. Set one up on your security page, then make the token."))
    _check(person, scope, days, desks)
    _need_room(person)
    token = f"dh_{signing.fresh_token()}"
    row = ApiToken.objects.create(
        person=person,
        name=" ".join(name.split())[:80],
        digest=signing.digest(token),
        prefix=token[:PREFIX_LENGTH],
        scope=scope,
        is_for_all_desks=desks is None,
        is_narrowed=desks is not None,
        made_at=clock.now(),
        expires_at=None if days is None else clock.now() + timedelta(days=days),
    )
    ApiTokenDesk.objects.bulk_create([ApiTokenDesk(token=row, desk=desk) for desk in desks or ()])
    fact = ApiTokenMade(person=person.pk, token=row.pk, scope=scope, desks=[desk.pk for desk in desks or ()])
    emit(fact, actor=actor, desk_id=None)
    return row, token


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: int) -> None:
    """End one's own token."""
    if actor.person_id is None:
        raise NotFound
    found = ApiToken.objects.filter(pk=token_id, person_id=actor.person_id, revoked_at=None)
    if not found.update(revoked_at=clock.now()):
        raise NotFound
    emit(ApiTokenRevoked(person=actor.person_id, token=token_id), actor=actor, desk_id=None)


@transaction.atomic
def cut_token_off(*, actor: Actor, desk: Desk, token_id: int) -> ApiToken:
    """Close a desk to a token, for good: its administrators decide which programs work there. Everything else that
    the token reaches stays open to it."""
    actor.need("tokens.of_desk", desk.pk)
    row = token_reach.reaching(desk).filter(pk=token_id).first()
    if row is None:
        raise NotFound
    ApiTokenDesk.objects.update_or_create(token=row, desk=desk, defaults={"is_cut": True})
    ApiToken.objects.filter(pk=row.pk).update(is_narrowed=True)
    emit(ApiTokenCutOff(desk=desk.pk, token=row.pk, person=row.person_id), actor=actor, desk_id=desk.pk)
    return row


def _need_room(person: Person) -> None:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # Two at once must not both be the last allowed.
    if ApiToken.objects.filter(token_reach.alive(), person=person).count() >= TOKEN_LIMIT:
        raise Invalid(_("At most %(limit)s tokens. End one that nothing uses any more.") % {"limit": TOKEN_LIMIT})


def _check_life(scope: str, days: int | None) -> None:
    if days is None and scope != Scope.FULL:
        return
    limit = LONGEST_FULL_DAYS if scope == Scope.FULL else LONGEST_LIFE_DAYS
    if days is None or not 1 <= days <= limit:
        words = _("Between 1 and %(limit)s days.") % {"limit": limit}
        raise Invalid(_("This life cannot be: %(words)s") % {"words": words}, {"days": words})


def _check(person: Person, scope: str, days: int | None, desks: Sequence[Desk] | None) -> None:
    if scope not in Scope.values:
        words = _("One of: %(words)s.") % {"words": ", ".join(Scope.values)}
        raise Invalid(_("There is no scope “%(scope)s”.") % {"scope": scope}, {"scope": words})
    _check_life(scope, days)
    if desks is None:
        return
    if not desks:
        raise Invalid(_("A token needs a desk."), {"desks": _("Choose at least one desk, or all.")})
    mine = set(DeskRole.objects.filter(person=person).values_list("desk_id", flat=True))
    if any(desk.pk not in mine and not desk.is_listed for desk in desks):
        raise Invalid(_("A token cannot reach this desk."), {"desks": _("Choose among the desks that are offered.")})
