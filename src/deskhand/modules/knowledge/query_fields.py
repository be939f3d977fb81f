"""``article:12``, ``article:any``, ``article:none``: tickets by the articles that were used on them.

Nobody is told of articles that they may not read, nor of desks on which the module is off: such an article is used on
no ticket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import slots, switches
from deskhand.kernel.query import Env, FieldSpec, Suggestion
from deskhand.kernel.query.errors import QueryError
from deskhand.kernel.query.fields import Test
from deskhand.kernel.query.kinds.logic import any_q, any_test
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Term
from deskhand.kernel.query.values import Nothing, Number, Value
from deskhand.kernel.words import fold
from deskhand.modules.knowledge.models import Article, Use
from deskhand.modules.knowledge.querysets import MODULE

ANY = "any"

LONGEST_NUMBER = 15
"""Digits of an article's number."""


@dataclass(frozen=True, slots=True)
class AnyArticle(Value):
    """``any``: some article was used."""

    def to_text(self) -> str:
        """Always ``any``."""
        return ANY


@dataclass(frozen=True, kw_only=True)
class ArticleField(FieldSpec):
    """Which articles were used on a ticket."""

    kind: str = "article"
    may_be_empty: bool = True

    @property
    def example(self) -> str:
        """As in ``article:any``."""
        return f"{self.name}:{ANY}"

    def value(self, raw: RawValue) -> Value:
        """``any``, or the number of an article."""
        typed = raw.text.removeprefix("#")
        if not raw.is_quoted and fold(raw.text) == ANY:
            return AnyArticle()
        if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER:
            return Number(int(typed))
        said = {"value": raw.text, "example": self.example}
        raise QueryError(_("“{value}” is not the number of an article. Write “{example}”.").format(**said), raw.place)

    def to_q(self, term: Term, env: Env) -> Q:
        """Tickets with such a use."""
        return any_q(_used_q(value, env) for value in term.values)

    def to_test(self, term: Term, env: Env) -> Test:
        """The same question about one ticket."""
        return any_test(_used_test(value, env) for value in term.values)

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """Numbers are known by their articles."""
        usual = {ANY: _("Some article was used"), "none": _("No article was used")}
        return [Suggestion(text, label) for text, label in usual.items() if text.startswith(fold(prefix))]


def _uses(env: Env) -> Any:
    """Uses of which the asker may know; automation knows of all where the module is on."""
    desks = switches.desks_with(MODULE)
    if env.actor is None:
        return Use.objects.within(desks)
    return Use.objects.within(desks).filter(article_id__in=Article.objects.served_by(env.actor).values("pk"))


def _of(value: Value, env: Env) -> Any:
    rows = _uses(env)
    return rows.filter(article_id=value.number) if isinstance(value, Number) else rows


def _used_q(value: Value, env: Env) -> Q:
    found = Q(pk__in=_of(value, env).order_by().values("ticket_id"))
    return ~found if isinstance(value, Nothing) else found


def _used_test(value: Value, env: Env) -> Test:
    def test(ticket: Any) -> bool:
        is_used = bool(_of(value, env).filter(ticket_id=ticket.pk).exists())
        return is_used != isinstance(value, Nothing)

    return test


ARTICLE = ArticleField(name="article", title=gettext_lazy("Article used"))


def words(desk_ids: Sequence[int]) -> Iterator[FieldSpec]:
    """There where one of these desks has the module."""
    if not desk_ids or set(desk_ids) & set(switches.desks_with(MODULE)):
        yield ARTICLE


slots.fill("query_field", words, module=MODULE, order=95)
