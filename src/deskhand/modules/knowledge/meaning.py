"""What articles and solved tickets mean, kept beside them for search by meaning.

Two kinds are kept: the published translations of articles, and solved tickets by what their requester wrote first and
the desk answered last. Notes are never read for it. Who may find what is not decided here: whoever searches says which
ids the asker may read, and nothing else is looked at. Without the extra nothing of it happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from deskhand.kernel import switches
from deskhand.modules.knowledge import indexing, words
from deskhand.modules.knowledge.models import Article, Translation
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.search.semantic import store
from deskhand.tickets.models import Category, Message, Ticket

ARTICLE = indexing.KIND
"""The kind of published translations."""

SOLVED = "ticket_solved"
"""The kind of solved tickets; their words are found as those of any ticket."""

KINDS = (ARTICLE, SOLVED)
"""What is kept."""

PARTS = ("summary", "issue", "environment", "resolution", "cause")
"""The texts of an article in the order in which they are kept; further words come after them."""

SAID_LIMIT = 2_000
"""Characters of each message of a ticket that are read."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of one thing."""

    desk_id: int
    language: str
    title: str
    texts: Sequence[str]


def wanted(kind: str, desk_id: int) -> Any:
    """What of a desk is to be found by meaning: translations that are published, tickets that are solved."""
    if kind == ARTICLE:
        return Translation.objects.within(desk_id).filter(published__isnull=False)
    return solved(Ticket.objects.within(desk_id))


def solved(tickets: Any) -> Any:
    """Those of the tickets that are solved, and stand for themselves."""
    ended = tickets.listed().filter(category__in=[Category.RESOLVED, Category.CLOSED])
    return ended.filter(merged_into=None, is_unproven=False)


def brought_up_to_date(kind: str, pk: int) -> Callable[[], None] | None:
    """Embed what has changed of it, outside any transaction; returns the function that writes, or forgets what is not
    to be found any more. None if nothing is to be done."""
    said = _said(kind, pk)
    if said is None:
        return lambda: store.remove(kind, pk)
    write = store.written(kind, pk, said.desk_id, said.language, said.texts, title=said.title)
    if write is None:
        return None
    return lambda: _written_if_still_wanted(kind, pk, said.desk_id, write)


def behind(kind: str, desk_id: int, limit: int) -> list[int]:
    """Some that are not kept yet, or by another model, and some that are kept though they are not to be found."""
    ids = wanted(kind, desk_id)
    missing = store.behind(kind, ids.values("pk"), limit)
    return missing or store.left_over(kind, desk_id, ids.order_by().values("pk"), limit)


def text_of(translation: Translation, number: int) -> str | None:
    """The text of that number of a published translation, as it was kept; None for what nobody quotes."""
    if translation.published is None or number >= len(PARTS):
        return None
    return _texts(words.of(translation.published))[number]


def first_words(ticket: Ticket) -> str:
    """What its requester wrote first, without notes."""
    first = _public(ticket).order_by("created_at", "pk").values_list("text", flat=True).first()
    return str(first or "")[:SAID_LIMIT]


def _said(kind: str, pk: int) -> Said | None:
    return _of_article(pk) if kind == ARTICLE else _of_ticket(pk)


def _of_article(pk: int) -> Said | None:
    found = Translation.objects.beyond_walls("what is kept serves all desks").filter(pk=pk, published__isnull=False)
    one = found.select_related("article", "published").first()
    if one is None or not switches.is_on(MODULE, one.article.desk_id):
        return None
    said = words.of(one.published)
    return Said(one.article.desk_id, one.language, said.title, [*_texts(said), one.article.keywords])


def _texts(said: words.Words) -> list[str]:
    plain = words.plain(said)
    return [plain[part] for part in PARTS]


def _of_ticket(pk: int) -> Said | None:
    one = solved(Ticket.objects.beyond_walls("what is kept serves all desks")).filter(pk=pk).first()
    if one is None or not switches.is_on(MODULE, one.desk_id):
        return None
    answers = _public(one).filter(side="agent").order_by("-created_at", "-pk")
    last = str(answers.values_list("text", flat=True).first() or "")[:SAID_LIMIT]
    return Said(one.desk_id, "", one.subject, [first_words(one), last])


def _public(ticket: Ticket) -> Any:
    return Message.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk).public()


@transaction.atomic
def _written_if_still_wanted(kind: str, pk: int, desk_id: int, write: Callable[[], None]) -> None:
    """What was withdrawn or deleted while it was embedded is not written: its row is looked at once more, and held."""
    rows = wanted(kind, desk_id).select_for_update(of=("self",)).filter(pk=pk).order_by()
    if rows.exists():
        write()


def translations_of(article: Article) -> list[int]:
    """Ids of those that are published."""
    return list(article.translations.filter(published__isnull=False).values_list("pk", flat=True))
