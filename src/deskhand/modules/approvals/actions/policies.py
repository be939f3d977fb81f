"""Writing approval policies."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.approvals import checks, conditions
from deskhand.modules.approvals.events import PolicyPutAway, PolicyPutBack, PolicySaved
from deskhand.modules.approvals.models import NAME_LIMIT, Policy, PolicyVersion
from deskhand.modules.approvals.terms import Terms

POLICIES_LIMIT = 100
"""Most policies of a desk that were not put away."""


@transaction.atomic
def save_policy(*, actor: Actor, desk: Desk, called: str, said: Terms, policy: Policy | None = None) -> Policy:
    """Write a policy, or a new version of one. Approvals that run keep theirs. Raises Invalid with the fields that
    cannot be taken (``stage-0.who`` and so on)."""
    actor.need("approvals.policies", desk.pk)
    title = " ".join(called.split())
    wrong = _wrong_title(desk, title, policy) | checks.mistakes(said, desk.pk)
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    said = replace(said, stages=tuple(replace(one, query=_plain(one.query, desk.pk)) for one in said.stages))
    row = _row(desk, title, policy)
    number = (row.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = PolicyVersion.objects.create(
        policy=row, number=number, terms=said.as_json(), made_at=clock.now(), made_by_id=actor.person_id
    )
    emit(PolicySaved(policy=row.pk, version=version.number), actor=actor, desk_id=desk.pk)
    return row


def _plain(query: str, desk_id: int) -> str:
    return conditions.understood(query, desk_id) if query.strip() else ""


def _row(desk: Desk, title: str, policy: Policy | None) -> Policy:
    if policy is None:
        made: Policy = Policy.objects.create(desk=desk, code=_fresh_code(desk, title), name=title)
        return made
    row: Policy = Policy.objects.within(desk).select_for_update().get(pk=policy.pk)
    row.name = title
    row.save(update_fields=["name"])
    return row


def _fresh_code(desk: Desk, title: str) -> str:
    base, taken = slugify(title)[:32] or "policy", set(Policy.objects.within(desk).values_list("code", flat=True))
    return next(code for n in range(len(taken) + 1) if (code := f"{base}-{n + 1}" if n else base) not in taken)


def _wrong_title(desk: Desk, title: str, policy: Policy | None) -> dict[str, str]:
    if not 0 < len(title) <= NAME_LIMIT:
        return {"title": _("Between 1 and %(limit)s characters.") % {"limit": NAME_LIMIT}}
    others = Policy.objects.within(desk).exclude(pk=policy.pk if policy else None)
    if others.filter(name__iexact=title).exists():
        return {"title": _("Another policy of this desk has this name.")}
    if policy is None and others.filter(put_away_at=None).count() >= POLICIES_LIMIT:
        return {"title": _("A desk can have at most %(limit)s policies.") % {"limit": POLICIES_LIMIT}}
    return {}


@transaction.atomic
def put_away(*, actor: Actor, policy: Policy) -> Policy:
    """Offer it no more. What runs goes on."""
    return _put(actor, policy, away=True)


@transaction.atomic
def put_back(*, actor: Actor, policy: Policy) -> Policy:
    """Offer it again."""
    return _put(actor, policy, away=False)


def _put(actor: Actor, policy: Policy, *, away: bool) -> Policy:
    actor.need("approvals.policies", policy.desk_id)
    row: Policy = Policy.objects.within(policy.desk_id).select_for_update().get(Q(pk=policy.pk))
    if (row.put_away_at is not None) == away:
        return row
    row.put_away_at = clock.now() if away else None
    row.save(update_fields=["put_away_at"])
    fact = PolicyPutAway(policy=row.pk) if away else PolicyPutBack(policy=row.pk)
    emit(fact, actor=actor, desk_id=row.desk_id)
    return row
