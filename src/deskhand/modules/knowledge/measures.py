"""How much articles help: figures of a desk in a period, each with its records (:mod:`measured`). Never of a person: a
figure that ranks people makes them link and write for the figure.

- link rate: resolved tickets on which an article was used / resolved tickets
- reuse: uses of articles that were there / all uses (the others: written from the ticket)
- modify rate: articles of which a new version was published after a use or a remark / articles used or remarked on
- time to publish: from begin to first publication, in the first language; median, and what nine of ten stayed below
- self-service score: (requests spared + readers whom an article helped) / tickets opened. Help desks usually divide
  users of the help center by users who opened tickets; without cookies readers are not counted, only what they said or
  did stands for them
- deflection: requests spared / (requests spared + tickets opened); confirmed, and with what is inferred
  (:mod:`actions.inferring` says how)
- searches without result / searches
- helpful: readers whom an article helped / readers who said so or not

Nothing to divide by: there is no figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.db.models import Count

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import catalogue, measured
from deskhand.modules.knowledge.measuring import Span
from deskhand.modules.knowledge.models import Shelf

MIN_ANSWERS = 30
"""Fewer answers than this make no share: one reader more or less would change it too much."""

PUBLISHED_READ = 10_000
"""Articles of a period whose time to publish is looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Of:
    """A category (None: without one), and what stands in it and below it."""

    shelf: Shelf | None
    articles: int
    uses: int
    spared: int
    helped: int
    judged: int


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts by the codes of :mod:`measured`, and what follows from them. Shares are of 1, None without anything to
    divide by."""

    span: Span
    counts: dict[str, int]
    median: timedelta | None
    most: timedelta | None
    shelves: Sequence[Of]

    @property
    def link_rate(self) -> Fraction | None:
        return self._share("linked", "resolved")

    @property
    def reuse(self) -> Fraction | None:
        return self._share("reused", "uses")

    @property
    def modify_rate(self) -> Fraction | None:
        return self._share("changed", "touched")

    @property
    def spared(self) -> int:
        return self.counts["confirmed"] + self.counts["inferred"]

    @property
    def score(self) -> Fraction | None:
        """Answers for each ticket that was opened; not a share: it may be above 1."""
        opened = self.counts["opened"]
        return Fraction(self.spared + self.counts["answered"], opened) if opened else None

    @property
    def deflection_confirmed(self) -> Fraction | None:
        return _share(self.counts["confirmed"], self.counts["confirmed"] + self.counts["opened"])

    @property
    def deflection(self) -> Fraction | None:
        """With what is inferred."""
        return _share(self.spared, self.spared + self.counts["opened"])

    @property
    def without_result(self) -> Fraction | None:
        return self._share("unanswered", "searches")

    @property
    def helpful(self) -> Fraction | None:
        """None below MIN_ANSWERS, too."""
        return self._share("helped", "judged") if self.counts["judged"] >= MIN_ANSWERS else None

    def _share(self, part: str, whole: str) -> Fraction | None:
        return _share(self.counts[part], self.counts[whole])


def measures_of(actor: Actor, desk: Desk, span: Span) -> Measures:
    """All figures of what the actor may read. About thirty queries, whatever there is."""
    counts = {code: measured.rows(actor, desk, span, code).count() for code in measured.CODES}
    counts |= {code: measured.tickets(actor, desk, span, code).count() for code in measured.TICKETS}
    counts |= {code: catalogue.chosen(actor, desk, {"needs": needs}).count() for code, needs in measured.NEEDS.items()}
    taken = _times(actor, desk, span)
    return Measures(span, counts, quantile(taken, 0.5), quantile(taken, 0.9), _by_shelf(actor, desk, span))


def quantile(lengths: Sequence[timedelta], share: float) -> timedelta | None:
    """The smallest length that so many of them do not exceed (nearest rank); None if there are none. Give them
    sorted."""
    if not lengths:
        return None
    rank = -(-len(lengths) * round(share * 100) // 100)
    return lengths[max(0, rank - 1)]


def _times(actor: Actor, desk: Desk, span: Span) -> list[timedelta]:
    rows = measured.rows(actor, desk, span, "published").order_by("-first_at", "-pk")
    return sorted(first - begun for begun, first in rows.values_list("created_at", "first_at")[:PUBLISHED_READ])


def _by_shelf(actor: Actor, desk: Desk, span: Span) -> list[Of]:
    """The top categories in the desk's order, and at last what stands in none. Five queries."""
    tops, top_of, top = [], {}, None
    for shelf, depth in catalogue.tree(desk):
        top = shelf if depth == 0 else top
        top_of[shelf.pk] = top.pk if top else None
        tops += [shelf] if depth == 0 else []
    here = measured.articles(actor, desk).exclude(confidence="archived")
    articles = _summed(here.order_by().values_list("shelf_id").annotate(Count("pk")), top_of)
    uses = _counted(actor, desk, span, "uses", "article__shelf_id", top_of)
    confirmed = _counted(actor, desk, span, "confirmed", "article__shelf_id", top_of)
    inferred = _counted(actor, desk, span, "inferred", "article__shelf_id", top_of)
    judged = _counted(actor, desk, span, "judged", "translation__article__shelf_id", top_of)
    helped = _counted(actor, desk, span, "helped", "translation__article__shelf_id", top_of)
    found = [
        Of(one, articles[pk], uses[pk], confirmed[pk] + inferred[pk], helped[pk], judged[pk])
        for one in [*tops, None]
        for pk in [one.pk if one else None]
    ]
    return [one for one in found if one.articles or one.uses or one.spared or one.judged]


def _counted(
    actor: Actor, desk: Desk, span: Span, code: str, column: str, top_of: dict[int, int | None]
) -> Counter[int | None]:
    rows = measured.rows(actor, desk, span, code).order_by()
    return _summed(rows.values_list(column).annotate(Count("pk")), top_of)


def _summed(rows: Iterable[tuple[int | None, int]], top_of: dict[int, int | None]) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for shelf_id, count in rows:
        found[top_of.get(shelf_id or 0)] += count
    return found


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
