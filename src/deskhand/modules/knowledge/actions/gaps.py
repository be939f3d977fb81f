"""Deciding about what is to be written: put away, written, taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge.events_of_gaps import ArticleFlagReopened, GapClosed, GapPutAway, GapTakenOut
from deskhand.modules.knowledge.models import Article, Asked, Flag, Gap
from deskhand.modules.knowledge.models.article import NOTE_LIMIT
from deskhand.modules.knowledge.models.use import WORDS_LIMIT

TICKETS_KEPT = 100
"""Tickets that are kept of a search whose words are their subject."""

GAPS_LIMIT = 10_000
"""Gaps of a desk that are put away, written or answered, together."""


@transaction.atomic
def put_away(*, actor: Actor, desk: Desk, kind: str, key: str, reason: str, tickets: Sequence[int] = ()) -> Gap:
    """Nothing is to be written about it; ``tickets`` are the ids of a cluster's. Raises Invalid without a reason."""
    actor.need("knowledge.write", desk.pk)
    said = " ".join(reason.split())
    if not said or len(said) > NOTE_LIMIT:
        limit = _("Say why nothing is to be written, in at most %(limit)s characters.") % {"limit": NOTE_LIMIT}
        raise Invalid(_("Say why."), {"reason": limit})
    row = _set(actor, desk, kind, key, state=Gap.State.PUT_AWAY, reason=said, tickets=list(tickets))
    emit(GapPutAway(gap=row.pk, kind=row.kind), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def close_gap(
    *,
    actor: Actor,
    desk: Desk,
    kind: str,
    key: str,
    article: Article,
    how: str = "written",
    tickets: Sequence[int] = (),
) -> Gap:
    """An article of the desk was begun for it (``written``), or answers it now (``answered``)."""
    actor.need("knowledge.write", desk.pk)
    if article.desk_id != desk.pk:
        raise NotFound
    row = _set(actor, desk, kind, key, state=Gap.State(how), article=article, tickets=list(tickets))
    emit(GapClosed(gap=row.pk, article=article.pk, how=how), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def take_out(*, actor: Actor, gap: Gap) -> None:
    """It stands among what is to be written again."""
    actor.need("knowledge.write", gap.desk_id)
    gone, _rows = Gap.objects.within(gap.desk_id).filter(pk=gap.pk).delete()
    if gone:
        emit(GapTakenOut(gap=gap.pk, kind=gap.kind), actor=actor, desk_id=gap.desk_id)


@transaction.atomic
def reopen_flag(*, actor: Actor, flag: Flag) -> None:
    """What was to be mended is not done after all."""
    article = flag.article
    actor.need("knowledge.write", article.desk_id)
    done = Flag.objects.within(article.desk_id).filter(pk=flag.pk, done_at__isnull=False)
    if done.update(done_at=None, done_by=None):
        emit(ArticleFlagReopened(article=article.pk, flag=flag.pk), actor=actor, desk_id=article.desk_id)


def close_answered(desk: Desk, found: dict[str, Article]) -> None:
    """What the job found to be answered by now; what somebody decided meanwhile stays as it is."""
    known = Gap.objects.within(desk).filter(kind=Gap.Kind.SEARCH, key__in=list(found))
    known = set(known.values_list("key", flat=True))
    for key, article in found.items():
        if key not in known:
            close_gap(actor=SYSTEM, desk=desk, kind=Gap.Kind.SEARCH, key=key, article=article, how="answered")


@transaction.atomic
def forget_searches(*, before: datetime, at_once: int) -> int:
    """Forget searches that are too old, so many at most, and what was decided so long ago; returns how many."""
    rows = Asked.objects.beyond_walls("old searches of all desks are forgotten").filter(at__lt=before)
    ids = list(rows.order_by("at").values_list("pk", flat=True)[:at_once])
    rows.filter(pk__in=ids).delete()
    Gap.objects.beyond_walls("decisions about them, too").filter(at__lt=before).delete()
    return len(ids)


def _set(actor: Actor, desk: Desk, kind: str, key: str, **values: object) -> Gap:
    if kind not in Gap.Kind or not 0 < len(key) <= WORDS_LIMIT:
        raise NotFound
    mine = Gap.objects.within(desk)
    if mine.count() >= GAPS_LIMIT and not mine.filter(kind=kind, key=key).exists():
        raise Conflict(_("At most %(limit)s gaps can be put away.") % {"limit": GAPS_LIMIT})
    now = {"person_id": actor.person_id, "at": clock.now(), "reason": "", "article": None, "tickets": [], **values}
    if kind == Gap.Kind.SEARCH:
        now["tickets"] = _told_by(desk, key)
    row: Gap = mine.update_or_create(desk=desk, kind=kind, key=key, defaults=now)[0]
    return row


def _told_by(desk: Desk, key: str) -> list[int]:
    """Ids of the tickets whose subjects alone hold these words; none, if somebody looked for them besides."""
    asked = Asked.objects.within(desk).with_confidential("their words are kept from who does not read them")
    asked = asked.filter(folded=key)
    if asked.filter(ticket=None).exists():
        return []
    return sorted(set(asked.order_by("-at").values_list("ticket_id", flat=True)[:TICKETS_KEPT]))
