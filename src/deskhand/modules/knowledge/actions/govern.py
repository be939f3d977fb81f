"""An article's state besides its words: audience, confidence, owner and dates, its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import access, licences
from deskhand.modules.knowledge.events import (
    ArticleDeleted,
    ArticleGoverned,
    ArticleMoved,
    ArticleReviewed,
    AudienceChanged,
    ConfidenceChanged,
)
from deskhand.modules.knowledge.models import (
    OUTWARD,
    WIDTH,
    Article,
    Audience,
    Confidence,
    Level,
    Shelf,
    rules_of,
)

ROWS_LIMIT = 200
"""Most organizations, teams or people that one article is for."""

NARROWED_BY = {Audience.ORGANIZATIONS: "organizations", Audience.TEAMS: "teams", Audience.NAMED: "people"}
"""The rows that an audience is narrowed by."""


@dataclass(eq=False)
class Wider(Exception):
    """The change lets people read who could not before, and nobody has confirmed that. ``before`` and ``after`` are
    audiences."""

    before: str
    after: str


@transaction.atomic
def set_audience(
    *, actor: Actor, article: Article, audience: str, rows: Iterable[Any] = (), is_confirmed: bool = False
) -> None:
    """Say who may read an article; ``rows`` are the organizations, teams or people that narrow it. A change after which
    somebody may read who could not before needs ``is_confirmed`` (else :class:`Wider` is raised, and nothing is
    written), and a publisher where people outside the desk are among them."""
    article = access.locked(article)
    if audience not in Audience.values:
        raise Invalid(_("Choose who may read it."), {"audience": ", ".join(Audience.values)})
    chosen, given = Audience(audience), {row.pk: row for row in rows}
    licences.need(actor, article.desk_id, Level.PUBLISHER if chosen in OUTWARD else Level.CONTRIBUTOR)
    _check_rows(chosen, given)
    before, rows_before = Audience(article.audience), _rows(article)
    if before == chosen and rows_before == sorted(given):
        return
    is_wider = widens(before, set(rows_before), chosen, set(given))
    if is_wider and not is_confirmed:
        raise Wider(before, chosen)
    _write_audience(article, chosen, list(given.values()))
    fact = AudienceChanged(
        article=article.pk,
        before=before,
        after=chosen,
        rows_before=rows_before,
        rows=sorted(given),
        is_wider=is_wider,
    )
    emit(fact, actor=actor, desk_id=article.desk_id)


def widens(before: Audience, rows_before: set[int], after: Audience, rows: set[int]) -> bool:
    """Whether somebody may read afterwards who could not before."""
    if before == after:
        return not rows <= rows_before
    return WIDTH[after] > WIDTH[before] or after in (Audience.TEAMS, Audience.NAMED)


@transaction.atomic
def set_confidence(*, actor: Actor, article: Article, confidence: str, replaced_by: Article | None = None) -> None:
    """Say how sure the desk is of an article, or archive it; ``replaced_by`` then leads readers on. Only publishers
    validate, and bring back what was validated."""
    article = access.locked(article)
    if confidence not in Confidence.values:
        raise Invalid(_("Choose one."), {"confidence": ", ".join(Confidence.values)})
    needed = Level.CONTRIBUTOR
    if Confidence.VALIDATED in (confidence, article.confidence) and article.audience in OUTWARD:
        needed = Level.PUBLISHER
    licences.need(actor, article.desk_id, needed)
    if replaced_by is not None and (replaced_by.pk == article.pk or replaced_by.desk_id != article.desk_id):
        raise Invalid(_("Choose another article of this desk."), {"replaced_by": _("Another article of this desk.")})
    follower = replaced_by if confidence == Confidence.ARCHIVED else None
    if article.confidence == confidence and article.replaced_by_id == (follower.pk if follower else None):
        return
    before, article.confidence, article.replaced_by = article.confidence, confidence, follower
    article.changed_at = clock.now()
    article.save(update_fields=["confidence", "replaced_by", "changed_at"])
    fact = ConfidenceChanged(
        article=article.pk, before=before, after=confidence, replaced_by=follower.pk if follower else 0
    )
    emit(fact, actor=actor, desk_id=article.desk_id)


GOVERNED = ("owner", "review_at", "expires_at", "keywords", "is_featured")
"""What :func:`govern` changes."""


@transaction.atomic
def govern(*, actor: Actor, article: Article, changes: Mapping[str, Any]) -> list[str]:
    """Change owner, review date, expiry, keywords, or whether it is featured; returns which changed."""
    article = access.locked(article)
    licences.need(actor, article.desk_id, Level.CONTRIBUTOR)
    unknown = set(changes) - set(GOVERNED)
    if unknown:
        raise Invalid(_("This cannot be changed here: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    changed = [name for name, value in changes.items() if getattr(article, name) != value]
    if changed:
        for name in changed:
            setattr(article, name, changes[name])
        article.save(update_fields=changed)
        emit(ArticleGoverned(article=article.pk, fields=sorted(changed)), actor=actor, desk_id=article.desk_id)
    return changed


@transaction.atomic
def confirm_review(*, actor: Actor, article: Article, by_use: bool = False) -> None:
    """Somebody found it still true, by looking or by using it (reuse is review): its review date moves on,
    if it has one."""
    article = access.locked(article)
    actor.need("knowledge.write", article.desk_id)
    months = rules_of(article.desk_id).review_months
    article.reviewed_at = clock.now()
    is_moved = bool(months) and not (by_use and article.review_at is None)
    if is_moved:
        article.review_at = article.reviewed_at + relativedelta(months=months)
    article.save(update_fields=["review_at", "reviewed_at"])
    if is_moved or not by_use:
        emit(ArticleReviewed(article=article.pk, by_use=by_use), actor=actor, desk_id=article.desk_id)


@transaction.atomic
def move_article(*, actor: Actor, article: Article, shelf: Shelf | None, after: Article | None = None) -> None:
    """Put an article into a category, behind another one of it (else first). Addresses stay as they are."""
    article = access.locked(article)
    actor.need("knowledge.write", article.desk_id)
    if shelf is not None and shelf.desk_id != article.desk_id:
        raise NotFound
    before = article.shelf_id or 0
    order = [pk for pk in _order(article, shelf) if pk != article.pk]
    place = order.index(after.pk) + 1 if after is not None and after.pk in order else 0
    order.insert(place, article.pk)
    article.shelf = shelf
    article.save(update_fields=["shelf"])
    ranked = [Article(pk=pk, position=number) for number, pk in enumerate(order, start=1)]
    Article.objects.beyond_walls("the order of one category, locked by its desk").bulk_update(ranked, ["position"])
    fact = ArticleMoved(article=article.pk, before=before, after=article.shelf_id or 0)
    emit(fact, actor=actor, desk_id=article.desk_id)


@transaction.atomic
def delete_article(*, actor: Actor, article: Article) -> None:
    """Delete an article that nobody ever read: never published and never used. Others are archived. Raises Conflict."""
    article = access.locked(article)
    licences.need(actor, article.desk_id, Level.CONTRIBUTOR)
    if article.translations.exclude(first_published_at=None).exists() or article.used_on.exists():
        raise Conflict(_("This article has been read or used: archive it instead, so that its links lead somewhere."))
    pk = article.pk
    emit(ArticleDeleted(article=pk), actor=actor, desk_id=article.desk_id)
    article.delete()


def _order(article: Article, shelf: Shelf | None) -> list[int]:
    found = Article.objects.within(article.desk_id).filter(shelf=shelf)
    return list(found.order_by("position", "pk").values_list("pk", flat=True))


def _rows(article: Article) -> list[int]:
    name = NARROWED_BY.get(Audience(article.audience))
    return sorted(getattr(article, name).values_list("pk", flat=True)) if name else []


def _check_rows(audience: Audience, rows: Mapping[int, Any]) -> None:
    if audience in NARROWED_BY and not rows:
        said = {
            Audience.ORGANIZATIONS: _("Choose at least one organization: else nobody may read it."),
            Audience.TEAMS: _("Choose at least one team: else nobody may read it."),
            Audience.NAMED: _("Choose at least one person: else nobody may read it."),
        }[audience]
        raise Invalid(_("Nobody could read this article."), {"rows": said})
    if len(rows) > ROWS_LIMIT:
        raise Invalid(_("That are too many."), {"rows": _("At most %(limit)s.") % {"limit": ROWS_LIMIT}})


def _write_audience(article: Article, audience: Audience, rows: list[Any]) -> None:
    article.audience, article.changed_at = audience, clock.now()
    article.save(update_fields=["audience", "changed_at"])
    for other, name in NARROWED_BY.items():
        getattr(article, name).set(rows if other == audience else [])
