"""Noting what people look for, so that the desk learns what is missing. Words only: nobody's name."""

from __future__ import annotations

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.words import words as words_of
from deskhand.modules.knowledge.models import Asked, Place
from deskhand.modules.knowledge.models.use import WORDS_LIMIT


def note_search(
    *, desk: Desk, question: str, language: str, place: str, found: int, ticket_id: int | None = None
) -> Asked | None:
    """Keep the words of a search, and how many articles were offered. What is typed letter by letter is noted once:
    give the words that it ended with. None, and nothing is kept, for a question without words."""
    cut = " ".join(words_of(question))
    if not cut:
        return None
    made: Asked = Asked.objects.create(
        desk=desk,
        language=language,
        words=" ".join(question.split())[:WORDS_LIMIT],
        folded=cut[:WORDS_LIMIT],
        place=Place(place),
        found=found,
        ticket_id=ticket_id,
        at=clock.now(),
    )
    return made


def forget_what_left(*, desk_id: int, ticket_id: int | None = None) -> None:
    """Forget what was noted of a ticket that another desk has now: its words are that desk's. Without a ticket, of all
    such tickets."""
    noted = Asked.objects.within(desk_id).filter(ticket__isnull=False)
    noted = noted.exclude(ticket__desk_id=desk_id) if ticket_id is None else noted.filter(ticket_id=ticket_id)
    noted.delete()
