"""Asking the index in tests as somebody would."""

from __future__ import annotations

from deskhand.kernel.query.clause import AllOf, Clause, Phrase
from deskhand.kernel.words import phrases
from deskhand.search.index import Audience, matching
from deskhand.search.models import SearchDocument

IT, HR = 1, 2
AGENT = Audience(internal_desks=frozenset({IT}))
REQUESTER = Audience(public_desks=frozenset({IT}))
AGENT_OF_BOTH = Audience(internal_desks=frozenset({IT, HR}))
STRANGER = Audience()


def typed(text: str) -> Clause:
    """Each piece a phrase; a star at its end leaves it open."""
    return AllOf(tuple(Phrase(found, piece.endswith("*")) for piece in text.split() for found in phrases(piece)))


def phrase(text: str) -> Clause:
    return Phrase(tuple(word for found in phrases(text) for word in found))


def ids(clause: Clause, audience: Audience = AGENT, *, title_only: bool = False, kind: str = "ticket") -> set[int]:
    """Ids found through the condition that a list query uses."""
    condition = matching(kind, clause, audience, title_only=title_only, column="object_id")
    return set(SearchDocument.objects.filter(condition).values_list("object_id", flat=True))


def found(text: str, audience: Audience = AGENT) -> set[int]:
    return ids(typed(text), audience)
