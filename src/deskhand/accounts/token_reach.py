"""Which desks an API token reaches: its owner names them, and a desk's administrators can cut it off."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from deskhand.accounts.models import ApiToken, ApiTokenDesk, Desk
from deskhand.kernel import clock


def closed_desks(token: ApiToken) -> frozenset[int]:
    """Ids of the desks on which the token is worth nothing. No query for a token that is not narrowed, else two."""
    if not token.is_narrowed:
        return frozenset()
    rows = dict(ApiTokenDesk.objects.filter(token=token).values_list("desk_id", "is_cut"))
    cut = {desk_id for desk_id, is_cut in rows.items() if is_cut}
    if token.is_for_all_desks:
        return frozenset(cut)
    return frozenset(Desk.objects.exclude(pk__in=set(rows) - cut).values_list("pk", flat=True))


def alive() -> Q:
    """Condition for tokens that work: not revoked, not expired."""
    return Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=clock.now()))


def reaching(desk: Desk) -> QuerySet[ApiToken]:
    """The tokens that work on a desk: of people with a role there who did not name other desks, and those that name
    it. Not the ones that were cut off."""
    named = Q(pk__in=ApiTokenDesk.objects.filter(desk=desk, is_cut=False).values("token_id"))
    all_desks = Q(is_for_all_desks=True, person__desk_roles__desk=desk)
    cut = ApiTokenDesk.objects.filter(desk=desk, is_cut=True).values("token_id")
    found = ApiToken.objects.filter(alive(), named | all_desks, person__is_active=True).exclude(pk__in=cut)
    return found.select_related("person").distinct().order_by("person__name", "pk")
