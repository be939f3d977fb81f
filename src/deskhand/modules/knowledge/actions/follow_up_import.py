"""What becomes of an import besides being imported: it is gone on with, thrown away, taken back, forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import access, licences
from deskhand.modules.knowledge.actions.govern import delete_article, set_confidence
from deskhand.modules.knowledge.events import ArticleImportTakenBack
from deskhand.modules.knowledge.models import Article, ArticleImport, Confidence, Level, Stage

KEEP_IMPORTS = timedelta(days=30)
"""How long an import is remembered, with its archive, and can be taken back."""


@dataclass(frozen=True)
class TakenBack:
    """What became of the articles that an import had added: numbers of those that were archived, deleted (nobody had
    read them), and left as they are because somebody worked on them since."""

    archived: int
    deleted: int
    left: int


@transaction.atomic
def go_on(*, actor: Actor, batch: ArticleImport) -> None:
    """Put the work of an import that stopped into the queue again."""
    from deskhand.modules.knowledge.jobs import read_import, work_import

    row = _locked(actor, batch)
    if row.stage not in (Stage.READING, Stage.WORKING):
        return
    work = read_import if row.stage == Stage.READING else work_import
    work.put(unique_key=f"knowledge.import:{row.pk}", desk_id=row.desk_id, desk=row.desk_id, pk=row.pk)


@transaction.atomic
def discard(*, actor: Actor, batch: ArticleImport) -> None:
    """Throw away an import that wrote nothing. Raises Conflict for one that did, or is at it."""
    row = _locked(actor, batch)
    if row.stage not in (Stage.READ, Stage.FAILED):
        raise Conflict(_("This import is under way already, or over."))
    row.delete()


@transaction.atomic
def take_back(*, actor: Actor, batch: ArticleImport) -> TakenBack:
    """Archive the articles that an import added, and delete those that nobody ever read. What somebody changed since
    stays, and so do new versions of articles that were there before. Raises Conflict for one that is not done, was
    taken back, or is too old; Denied without the licence that each article asks for."""
    row = _locked(actor, batch)
    if not may_be_taken_back(row):
        raise Conflict(_("This import cannot be taken back any more."))
    counts = {"archived": 0, "deleted": 0, "left": 0}
    for article in added_by(row, actor):
        counts[_undo(actor, row, article)] += 1
    row.choices = {**row.choices, "taken_back": clock.now().isoformat()}
    row.save(update_fields=["choices"])
    emit(ArticleImportTakenBack(batch=row.pk, **counts), actor=actor, desk_id=row.desk_id)
    return TakenBack(**counts)


def may_be_taken_back(batch: ArticleImport) -> bool:
    """Whether it is done, was not taken back, and is not too old."""
    is_over = batch.stage == Stage.DONE and batch.ended_at is not None
    is_fresh = batch.ended_at is not None and batch.ended_at > clock.now() - KEEP_IMPORTS
    return is_over and is_fresh and "taken_back" not in batch.choices


def added_by(batch: ArticleImport, actor: Actor) -> list[Article]:
    """The articles that were made by an import and that the actor reads; those that it only changed are not among
    them."""
    pks = {row["article"] for row in batch.rows if row["does"] == "add" and row["article"]}
    found = Article.objects.served_by(actor).filter(desk_id=batch.desk_id, pk__in=pks)
    return list(found.filter(created_at__gte=batch.begun_at).select_related("desk"))


def forget_old() -> int:
    """Forget imports that ended, or were never decided on, longer ago than they are kept. Their articles stay."""
    old = ArticleImport.objects.beyond_walls("what is too old is forgotten on every desk")
    count: int
    count, _rows = old.filter(begun_at__lt=clock.now() - KEEP_IMPORTS).exclude(stage=Stage.WORKING).delete()
    return count


def _undo(actor: Actor, batch: ArticleImport, article: Article) -> str:
    if batch.ended_at is None or article.changed_at > batch.ended_at:
        return "left"
    is_read = article.translations.exclude(first_published_at=None).exists() or article.used_on.exists()
    if not is_read:
        delete_article(actor=actor, article=article)
        return "deleted"
    if article.confidence == Confidence.ARCHIVED:
        return "left"
    set_confidence(actor=actor, article=article, confidence=Confidence.ARCHIVED)
    return "archived"


def _locked(actor: Actor, batch: ArticleImport) -> ArticleImport:
    licences.need(actor, batch.desk_id, Level.CONTRIBUTOR)
    return access.import_for(actor, batch.desk, batch.pk, is_locked=True)
