"""How well the right text is found: by words alone, by meaning alone, by both. On the topics that set no threshold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

from bench.semantic.corpus import DESK, LIKES, Corpus

PLACES = 5
"""So many are shown at most; recall counts these."""

Way = Callable[[str, str, int], list[int]]


@dataclass(frozen=True)
class Asked:
    """A question, what answers it, and what it may not find: itself, where it is a ticket."""

    text: str
    right: frozenset[int]
    itself: int = 0


def articles(corpus: Corpus, *, held_aside: bool = True) -> dict[str, dict[str, float]]:
    """Questions to articles, each way. One article of all is right."""
    asked = [
        Asked(one, frozenset({place})) for place, topic in corpus.half(held_aside=held_aside) for one in topic.questions
    ]
    return _by_ways("article", asked, corpus.aside(held_aside=held_aside))


def tickets(corpus: Corpus, *, held_aside: bool = True) -> dict[str, dict[str, float]]:
    """Each ticket of a topic to the solved ones, itself left out: the three others of its topic are right."""
    asked = []
    for place, topic in corpus.half(held_aside=held_aside):
        likes = frozenset(place * LIKES + like for like in range(LIKES))
        asked += [
            Asked(one, likes - {itself}, itself) for itself, one in zip(sorted(likes), topic.questions, strict=True)
        ]
    return _by_ways("ticket", asked, corpus.aside(held_aside=held_aside))


def misspelt(corpus: Corpus, *, held_aside: bool = True) -> dict[str, dict[str, float]]:
    """The same questions to articles with two letters of the longest word exchanged."""
    asked = [
        Asked(_misspelt(one), frozenset({place}))
        for place, topic in corpus.half(held_aside=held_aside)
        for one in topic.questions
    ]
    return {"both": _of("article", _hybrid, asked, [])}


def _misspelt(question: str) -> str:
    longest = max(question.split(), key=len)
    at = len(longest) // 2
    return question.replace(longest, f"{longest[: at - 1]}{longest[at]}{longest[at - 1]}{longest[at + 1 :]}", 1)


def answered(corpus: Corpus, *, held_aside: bool = True) -> dict[str, float]:
    """Questions that are answered, answered from the right article, and answered though nobody wrote an answer."""
    from deskhand.search.semantic.answers import answers

    texts = {place: topic.text for place, topic in enumerate(corpus.topics, start=1)}
    ids = list(texts)

    def first(question: str) -> int | None:
        found = answers(question, "article", lambda near: [texts.get(one.object_id) for one in near], within=ids)
        return found[0].object_id if found else None

    asked = [(one, place) for place, topic in corpus.half(held_aside=held_aside) for one in topic.questions]
    got = [(first(question), place) for question, place in asked]
    nonsense = [first(question) for question in corpus.aside(held_aside=held_aside)]
    given = [one for one in got if one[0] is not None]
    return {
        "answered": round(len(given) / len(got), 3),
        "right_of_answered": round(sum(one == place for one, place in given) / max(1, len(given)), 3),
        "answered_though_unanswerable": round(sum(one is not None for one in nonsense) / len(nonsense), 3),
    }


def _by_ways(kind: str, asked: list[Asked], unanswerable: list[str]) -> dict[str, dict[str, float]]:
    absent = patch("deskhand.search.semantic.embedding.is_available", return_value=False)
    return {
        "any_word": _of(kind, _any_word, asked, unanswerable),
        "words": _of(kind, _hybrid, asked, unanswerable, absent),
        "meaning": _of(kind, _meaning, asked, unanswerable),
        "both": _of(kind, _hybrid, asked, unanswerable),
    }


def _of(
    kind: str,
    way: Way,
    asked: list[Asked],
    unanswerable: list[str],
    around: AbstractContextManager[object] | None = None,
) -> dict[str, float]:
    with around or nullcontext():
        found = [(way(kind, one.text, one.itself)[:PLACES], one.right) for one in asked]
        nonsense = [bool(way(kind, question, 0)) for question in unanswerable]
    shown = [(one, right) for one, right in found if one]
    return {
        "recall_at_5": _share(bool(right & set(one)) for one, right in found),
        "shown_nothing": _share(not one for one, _ in found),
        "right_among_shown": _share(bool(right & set(one)) for one, right in shown),
        "first_shown_is_right": _share(one[0] in right for one, right in shown),
        "relevant_of_shown": _share(each in right for one, right in shown for each in one),
        "found_though_unanswerable": _share(nonsense),
    }


def _share(of: Iterable[bool]) -> float:
    """Which share of them is true; 0 of none."""
    all_of = list(of)
    return round(sum(all_of) / max(1, len(all_of)), 3)


def _any_word(kind: str, question: str, itself: int) -> list[int]:
    """What the pages do without the extra: whatever has any of the words, best first."""
    from deskhand.modules.knowledge.finding import clause_of
    from deskhand.search.index import Audience, find

    clause = clause_of(question)
    audience = Audience(public_desks=frozenset({DESK}))
    return find(kind, clause, audience, within=_within(kind, itself), limit=PLACES) if clause else []


def _hybrid(kind: str, question: str, itself: int) -> list[int]:
    from deskhand.modules.knowledge.similar import LIKE
    from deskhand.search.index import Audience
    from deskhand.search.semantic.hybrid import SURE, ranked

    audience, at_least = Audience(public_desks=frozenset({DESK})), LIKE if kind == "ticket" else SURE
    found = ranked(kind, question, audience, within=_within(kind, itself), limit=PLACES, at_least=at_least)
    return [one.object_id for one in found]


def _meaning(kind: str, question: str, itself: int) -> list[int]:
    """As both do it, where words find nothing."""
    with patch("deskhand.search.semantic.hybrid.find", return_value=[]):
        return _hybrid(kind, question, itself)


@cache
def _within(kind: str, itself: int) -> frozenset[int]:
    from deskhand.search.models import SearchDocument

    ids = SearchDocument.objects.filter(kind=kind).exclude(object_id=itself)
    return frozenset(ids.values_list("object_id", flat=True))
