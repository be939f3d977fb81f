"""API tokens."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.events import ApiTokenMade, ApiTokenRevoked
from deskhand.accounts.models import ApiToken, Person
from deskhand.kernel import clock, signing
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import emit

LONGEST_LIFE_DAYS = 3650
"""Longest life of a token in days."""


@transaction.atomic
def make_token(
    *, actor: Actor, person: Person, scope: str = "read", days: int = 365, name: str = ""
) -> tuple[ApiToken, str]:
    """Make a token for oneself (the command line: for anybody). Returns its row and the token, which is shown once."""
    if not actor.is_system and actor.person_id != person.pk:
        raise Denied(_("A token can only be made for oneself."))
    if scope not in ("read", "write"):
        raise Invalid(_("There is no scope “%(scope)s”.") % {"scope": scope}, {"scope": _("One of: read, write.")})
    if not 1 <= days <= LONGEST_LIFE_DAYS:
        words = _("Between 1 and %(limit)s days.") % {"limit": LONGEST_LIFE_DAYS}
        raise Invalid(_("This life cannot be."), {"days": words})
    token = f"dh_{signing.fresh_token()}"
    row = ApiToken.objects.create(
        person=person,
        name=" ".join(name.split())[:80],
        digest=signing.digest(token),
        scope=scope,
        made_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    emit(ApiTokenMade(person=person.pk, token=row.pk, scope=scope), actor=actor, desk_id=None)
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
