"""The product itself at 10,000 articles and as many solved tickets: what an agent's panel asks for while they write,
what a requester's form asks for, and tickets that were solved like this. Audience, words and meaning, all in one."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from bench.semantic.corpus import Corpus
from bench.semantic.speed import _median

LANGUAGE = "en"


def measured(corpus: Corpus, count: int) -> dict[str, Any]:
    """Milliseconds of one call, with questions that were not asked before: median, 95th percentile, and the median of
    processor time."""
    from deskhand.accounts.actors import actor_for
    from deskhand.kernel.actor import Actor, Channel
    from deskhand.modules.knowledge.answering import answered
    from deskhand.modules.knowledge.finding import find
    from deskhand.modules.knowledge.similar import similar_to
    from deskhand.search.semantic import embedding

    people, desk = _people()
    articles = _articles(corpus, desk, count)
    tickets = _tickets(corpus, desk, people["mara"], count)
    agent = actor_for(people["jana"], Channel.WEB)
    mara = actor_for(people["mara"], Channel.PORTAL)
    stranger = Actor(person_id=None, name="", channel=Channel.PORTAL)
    topics = [topic for _, topic in corpus.half(held_aside=True)]
    questions = [question for topic in topics for question in topic.questions]
    given: dict[str, Any] = {"articles": articles, "solved_tickets": len(tickets)}
    ways = {
        "suggest_to_agent": lambda one: find(agent, one, language=LANGUAGE, desk_ids=[desk.pk]),
        "offer_to_requester": lambda one: find(
            mara, one, language=LANGUAGE, desk_ids=[desk.pk], is_outward=True, limit=3
        ),
        "offer_to_stranger": lambda one: find(stranger, one, language=LANGUAGE, desk_ids=[desk.pk], is_outward=True),
        "answer": lambda one: answered(mara, one, language=LANGUAGE, desk_ids=[desk.pk], is_outward=True),
    }
    for name, way in ways.items():
        embedding.question.cache_clear()
        given |= _told(name, way, questions)
    asked = [_asked(desk, people["mara"], question) for question in questions[:24]]
    embedding.question.cache_clear()
    return given | _told("similar_tickets", lambda one: similar_to(agent, one), asked)


def _told(name: str, way: Callable[[Any], object], what: Iterable[Any]) -> dict[str, float]:
    taken, worked = [], []
    for one in what:
        began, busy = time.perf_counter(), time.process_time()
        way(one)
        taken.append((time.perf_counter() - began) * 1_000)
        worked.append((time.process_time() - busy) * 1_000)
    p95 = round(statistics.quantiles(taken, n=20)[-1], 1)
    return {f"{name}_ms": _median(taken), f"{name}_p95_ms": p95, f"{name}_cpu_ms": _median(worked)}


def _people() -> tuple[dict[str, Any], Any]:
    from deskhand.accounts.actions import create_desk, create_person, give_role
    from deskhand.kernel import switches
    from deskhand.kernel.actor import SYSTEM

    found = {
        name: create_person(actor=SYSTEM, name=name.title(), email=f"{name}@bench.example", is_verified=True)
        for name in ("lena", "jana", "mara")
    }
    desk = create_desk(actor=SYSTEM, key="bench", name="Bench", administrator=found["lena"])
    give_role(actor=SYSTEM, desk=desk, person=found["jana"], role="agent")
    switches.switch("knowledge", desk.pk, True)
    return found, desk


def _articles(corpus: Corpus, desk: Any, count: int) -> int:
    """Published ones, a third of them for agents alone, with their words and vectors."""
    from deskhand.kernel import clock
    from deskhand.modules.knowledge.models import Article, Translation, Version
    from deskhand.search import index

    now = clock.now()
    texts = [(topic.title, topic.text) for topic in corpus.topics]
    texts += list(corpus.others(count - len(texts)))
    wide = ("public", "requesters", "agents")
    articles = Article.objects.bulk_create(
        Article(desk=desk, language="en", confidence="validated", audience=wide[at % 3], created_at=now, changed_at=now)
        for at in range(len(texts))
    )
    rows = Translation.objects.bulk_create(
        Translation(article=article, language="en", title=title[:200], slug="x", published_at=now)
        for article, (title, _) in zip(articles, texts, strict=True)
    )
    versions = Version.objects.bulk_create(
        Version(
            translation=row, number=1, state="published", title=title[:200], resolution=f"<p>{text}</p>",
            created_at=now, changed_at=now,
        )
        for row, (title, text) in zip(rows, texts, strict=True)
    )  # fmt: skip
    for row, version in zip(rows, versions, strict=True):
        row.published = version
    Translation.objects.beyond_walls("the bench").bulk_update(rows, ["published"], batch_size=500)
    index.put_many(
        "article",
        (
            index.Entry(row.pk, desk.pk, index.Parts(title, [text]))
            for row, (title, text) in zip(rows, texts, strict=True)
        ),
    )
    _vectors("article", desk.pk, [row.pk for row in rows])
    return len(rows)


def _tickets(corpus: Corpus, desk: Any, requester: Any, count: int) -> list[int]:
    from deskhand.kernel import clock
    from deskhand.search import index
    from deskhand.tickets.models import Status, Ticket

    now, solved = clock.now(), Status.objects.within(desk).get(key="resolved")
    known = [(question, question) for topic in corpus.topics for question in (topic.en[0], topic.de[0])]
    texts = [*known, *corpus.others(count - len(known))]
    rows = Ticket.objects.bulk_create(
        Ticket(
            number=1_000_000 + at, desk=desk, subject=title[:300], status=solved, category="resolved",
            requester=requester, created_at=now, updated_at=now, resolved_at=now, last_message_at=now,
            last_side="agent", public_at=now,
        )
        for at, (title, _) in enumerate(texts)
    )  # fmt: skip
    entries = zip(rows, texts, strict=True)
    index.put_many(
        "ticket", (index.Entry(row.pk, desk.pk, index.Parts(title, [text])) for row, (title, text) in entries)
    )
    _vectors("ticket_solved", desk.pk, [row.pk for row in rows])
    return [row.pk for row in rows]


def _asked(desk: Any, requester: Any, question: str) -> Any:
    """A new ticket, as its page has it."""
    from deskhand.kernel import clock
    from deskhand.tickets.models import Status, Ticket, TicketNumber

    now, number = clock.now(), TicketNumber.objects.first()
    taken = Ticket.objects.within(desk).count() + (number.last if number else 0)
    return Ticket.objects.create(
        number=5_000_000 + taken, desk=desk, subject=question, status=Status.objects.within(desk).get(key="new"),
        requester=requester, created_at=now, updated_at=now, last_message_at=now, last_side="requester", public_at=now,
    )  # fmt: skip


def _vectors(kind: str, desk_id: int, ids: list[int]) -> None:
    """By lot: how long the exact search takes does not hang on what the numbers are."""
    import numpy as np

    from deskhand.search.models import SearchVector, VectorState
    from deskhand.search.semantic.embedding import DIMENSION, MODEL

    state, _ = VectorState.objects.get_or_create(kind=kind)
    state.version += 1
    state.save(update_fields=["version"])
    chance = np.random.default_rng(2)
    drawn = chance.integers(-127, 128, size=(len(ids), DIMENSION), dtype=np.int8)
    SearchVector.objects.bulk_create(
        (
            SearchVector(
                kind=kind, object_id=pk, language="", part=0, desk_id=desk_id, model=MODEL, digest=b"x" * 16,
                text_number=3, start=0, end=80, vector=row.tobytes(), version=state.version,
            )
            for pk, row in zip(ids, drawn, strict=True)
        ),
        batch_size=500,
    )  # fmt: skip
