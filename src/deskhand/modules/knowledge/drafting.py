"""A draft of a reply by the language model that an administrator named for the desk; without one there is no trace of
it. It is given what the requester says last, and articles that the agent and the requester may both read: nothing that
is narrower can get into an answer. What comes back is text for an agent to read and change. It goes nowhere by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from deskhand.accounts.actors import actor_for
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.modules.knowledge import finding, shown, words
from deskhand.modules.knowledge.models import Translation
from deskhand.search.semantic import writer
from deskhand.tickets.models import Message, Ticket

ARTICLES = 5
"""Articles that are handed to the model."""

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
_CITED = re.compile(r"\s*\[\d{1,2}\]")
_ORDER = ("summary", "resolution", "environment", "cause", "issue")


@dataclass(frozen=True, slots=True)
class Source:
    """An article that a draft rests on."""

    article_id: int
    title: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the model wrote, and what it made it from. ``cost`` is None where no price is known."""

    text: str
    sources: tuple[Source, ...]
    model: str
    tokens: tuple[int, int]
    cost: Decimal | None

    @property
    def paragraphs(self) -> list[str]:
        """As it goes into the answer: plain words, without the numbers of passages."""
        return [one.strip() for one in re.split(r"\n\s*\n", _CITED.sub("", self.text)) if one.strip()]


def drafted(service: writer.Service, actor: Actor, ticket: Ticket, base: str) -> Drafted:
    """Ask the model. Takes seconds: not within a transaction. ``base`` is the site's address, for links that are sent.
    Raises ``writer.NoDraft`` with words."""
    asked = question_of(ticket)
    rows = _articles(actor, ticket, asked)
    if not rows:
        raise writer.NoDraft(_("No article that the requester may read fits this ticket."))
    passages = [_passage(one) for one in rows]
    got = writer.draft(service, asked, passages)
    sources = tuple(_source(rows[place], ticket.desk.key, base) for place in got.sources)
    return Drafted(_without_strange_links(got.text, passages), sources, got.model, got.tokens, got.cost)


def question_of(ticket: Ticket) -> str:
    """The subject, and what the requester's side wrote last, without notes."""
    said = Message.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk, side="requester").public()
    last = said.order_by("-created_at", "-pk").values_list("text", flat=True).first()
    return f"{ticket.subject}\n{last or ''}"[: writer.MAX_QUESTION]


def _articles(actor: Actor, ticket: Ticket, asked: str) -> list[Translation]:
    requester = actor_for(ticket.requester, Channel.PORTAL)
    language = ticket.requester.language or ticket.desk.language
    hits = finding.find(
        requester, asked, language=language, desk_ids=[ticket.desk_id], is_outward=True, limit=2 * ARTICLES
    )
    ids = [one.translation.pk for one in hits]
    readable = Translation.objects.readable_by(actor, clock.now()).filter(pk__in=ids).select_related("published")
    held = {one.pk: one for one in readable}
    return [held[pk] for pk in ids if pk in held][:ARTICLES]


def _passage(one: Translation) -> str:
    assert one.published is not None  # noqa: S101 (those that are readable are published)
    plain = words.plain(words.of(one.published))
    return "\n".join([one.title, *(plain[part] for part in _ORDER if plain[part])])[: writer.MAX_PASSAGE]


def _source(one: Translation, desk_key: str, base: str) -> Source:
    url = f"{base.rstrip('/')}{shown.address(one, desk_key)}?language={one.language}"
    return Source(one.article_id, one.title, one.language, url)


def _without_strange_links(text: str, passages: Sequence[str]) -> str:
    """Addresses that stand in no article are not passed on: the ticket's words may have asked for them."""
    known = "\n".join(passages)
    return _LINK.sub(lambda met: met[0] if met[0].rstrip(".,;:!?") in known else "[…]", text)
