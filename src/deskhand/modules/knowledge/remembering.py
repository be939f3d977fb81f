"""After which facts what is kept of articles and solved tickets follows. Without the extra nothing is put to do."""

from __future__ import annotations

from deskhand.kernel.events import Fact
from deskhand.kernel.reactions import together
from deskhand.modules.knowledge import meaning
from deskhand.modules.knowledge.events import ArticleGoverned, ArticlePublished, ArticleWithdrawn
from deskhand.modules.knowledge.jobs_meaning import remember
from deskhand.modules.knowledge.models import Article, Translation
from deskhand.search.semantic import embedding, store
from deskhand.tickets.events import (
    MarkedSpam,
    StatusChanged,
    TicketChanged,
    TicketDeleted,
    TicketLeft,
    TicketMoved,
    TicketPurged,
    TicketRestored,
    UnmarkedSpam,
)
from deskhand.tickets.joining_events import LetterUnjoined
from deskhand.tickets.merging_events import TicketMerged, TicketMergedIn, TicketMergedOut, TicketUnmerged
from deskhand.tickets.models import Category
from deskhand.tickets.splitting_events import SplitReturned, SplitUndone, TicketSplit, TicketSplitOff

ENDED = (Category.RESOLVED, Category.CLOSED)


@together(ArticlePublished, ArticleGoverned)
def remember_article(event: Fact) -> None:
    """What is published, or has other further words, is embedded anew."""
    if isinstance(event, ArticleGoverned) and "keywords" not in event.fields:
        return
    found = Article.objects.within(event.meta.desk_id or 0).filter(pk=event.subject_id).first()
    for pk in meaning.translations_of(found) if found else ():
        _put(meaning.ARTICLE, pk, event.meta.desk_id)


@together(ArticleWithdrawn)
def forget_article(event: ArticleWithdrawn) -> None:
    """What is withdrawn is forgotten at once."""
    found = Translation.objects.within(event.meta.desk_id or 0).filter(article_id=event.article)
    store.remove(meaning.ARTICLE, *found.filter(language=event.language).values_list("pk", flat=True))


@together(
    StatusChanged,
    TicketChanged,
    MarkedSpam,
    UnmarkedSpam,
    TicketDeleted,
    TicketRestored,
    TicketMoved,
    TicketLeft,
    TicketMerged,
    TicketMergedIn,
    TicketUnmerged,
    TicketMergedOut,
    TicketSplit,
    TicketSplitOff,
    SplitUndone,
    SplitReturned,
    LetterUnjoined,
)
def remember_ticket(event: Fact) -> None:
    """A ticket that is solved is embedded; one that is not any more, or lies in the bin, is forgotten."""
    if _matters(event):
        _put(meaning.SOLVED, event.subject_id, event.meta.desk_id)


@together(TicketPurged)
def forget_ticket(event: TicketPurged) -> None:
    """Of what is gone nothing is kept."""
    store.remove(meaning.SOLVED, event.ticket)


def _matters(event: Fact) -> bool:
    match event:
        case StatusChanged():
            return event.old_category in ENDED or event.new_category in ENDED
        case TicketChanged():
            return event.field == "subject"
    return True


def _put(kind: str, pk: int, desk_id: int | None) -> None:
    if embedding.is_available():
        remember.put(ordering_key=f"meaning:{kind}:{pk}", desk_id=desk_id, kind=kind, pk=pk)
