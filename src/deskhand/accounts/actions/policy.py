"""The installation's rules of signing in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import factors, policy
from deskhand.accounts.models import SignInPolicy
from deskhand.accounts.sign_in_events import SignInPolicyChanged
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.web import moments

SHORTEST_IDLE, LONGEST_IDLE = timedelta(minutes=15), timedelta(days=30)
"""Between these a session ends without activity."""

SHORTEST_LIFE, LONGEST_LIFE = timedelta(hours=1), timedelta(days=90)
"""Between these a session ends in any case."""


@transaction.atomic
def save_sign_in_policy(*, actor: Actor, roles: Collection[str], idle: timedelta, longest: timedelta) -> SignInPolicy:
    """Say which roles need a second factor and how long sessions last. Sessions that would be over end at once. A site
    administrator without a second factor cannot demand one of their own role: nobody shuts themselves out."""
    actor.need("site.settings")
    wanted = {"roles": sorted(set(roles)), "idle": idle, "longest": longest}
    _check(actor, wanted)
    row, _made = SignInPolicy.objects.select_for_update().get_or_create(pk=1)
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return row
    old = _short(row, changed)
    for name in changed:
        setattr(row, name, wanted[name])
    new = _short(row, changed)
    row.changed_at = clock.now()
    row.save(update_fields=[*changed, "changed_at"])
    emit(SignInPolicyChanged(policy=row.pk, fields=sorted(changed), old=old, new=new), actor=actor, desk_id=None)
    _shorten_sessions(row)
    policy.forget()
    transaction.on_commit(policy.forget)
    return row


def _check(actor: Actor, wanted: dict[str, Any]) -> None:
    wrong = {}
    if not set(wanted["roles"]) <= set(policy.ROLES):
        wrong["roles"] = _("One of: %(words)s.") % {"words": ", ".join(policy.ROLES)}
    if not SHORTEST_IDLE <= wanted["idle"] <= LONGEST_IDLE:
        wrong["idle"] = _within(SHORTEST_IDLE, LONGEST_IDLE)
    if not SHORTEST_LIFE <= wanted["longest"] <= LONGEST_LIFE:
        wrong["longest"] = _within(SHORTEST_LIFE, LONGEST_LIFE)
    elif wanted["longest"] < wanted["idle"]:
        wrong["longest"] = _("Not shorter than the time without activity.")
    own = {role for names in actor.roles.values() for role in names} | {"site_admin"}
    if actor.person_id and own & set(wanted["roles"]) and not factors.has_second(actor.person_id):
        wrong["roles"] = _("One of these roles is yours. Set up a second factor for yourself first.")
    if wrong:
        raise Invalid(_("These rules cannot be taken."), wrong)


def _within(shortest: timedelta, longest: timedelta) -> str:
    said = {"shortest": moments.span(shortest), "longest": moments.span(longest)}
    return _("At least %(shortest)s, at most %(longest)s.") % said


def _short(row: SignInPolicy, names: list[str]) -> dict[str, str]:
    """Values for the event: durations in minutes, roles in one line."""
    shown = {"roles": " ".join(row.roles), "idle": _minutes(row.idle), "longest": _minutes(row.longest)}
    return {name: shown[name] for name in names}


def _minutes(span: timedelta) -> str:
    return str(int(span.total_seconds() // 60))


def _shorten_sessions(row: SignInPolicy) -> None:
    latest = clock.now() + row.idle
    Session.objects.filter(expire_date__gt=latest).update(expire_date=latest)
    began = UserSession.objects.filter(created_at__lt=clock.now() + row.idle - row.longest)
    for key, at in began.values_list("session_key", "created_at").iterator():
        Session.objects.filter(session_key=key, expire_date__gt=at + row.longest).update(expire_date=at + row.longest)
