"""Strategies that draw queries over the fields of ``things``."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from deskhand.kernel.query import Node, Op, Term, Words, all_of, any_of, negation
from deskhand.kernel.query.clause import can_be_prefix
from deskhand.kernel.query.values import (
    Day,
    Me,
    Minute,
    Month,
    Named,
    Nothing,
    Number,
    Period,
    Range,
    Span,
    Text,
    Unit,
    Value,
    Year,
)
from deskhand.kernel.words import words

any_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20)

numbers = st.builds(Number, st.integers(-5, 50))
_naive = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1))  # noqa: DTZ001 - the asker's own clock
minutes = _naive.map(lambda at: Minute(at.replace(second=0, microsecond=0)))
calendar: st.SearchStrategy[Value] = st.one_of(
    st.builds(Day, st.dates(date(2026, 10, 1), date(2026, 12, 31))),
    st.builds(Month, st.integers(2025, 2027), st.integers(1, 12)),
    st.builds(Year, st.integers(2025, 2027)),
    st.builds(Named, st.sampled_from(Period)),
    minutes,
)
spans = st.builds(Span, st.integers(0, 60), st.sampled_from(Unit))
codes = st.sampled_from(["low", "normal", "high", "urgent"]).map(Text)
comparisons = st.sampled_from([Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST])


def ranges(ends: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    pairs = st.tuples(st.none() | ends, st.none() | ends).filter(any)
    return pairs.map(lambda pair: Range(*pair))


def lists(name: str, values: st.SearchStrategy[Value]) -> st.SearchStrategy[Node]:
    several = st.lists(values, min_size=1, max_size=3, unique=True)
    return several.map(lambda found: Term(name, Op.IS, tuple(found)))


def compared(name: str, values: st.SearchStrategy[Value]) -> st.SearchStrategy[Node]:
    return st.builds(lambda op, value: Term(name, op, (value,)), comparisons, values)


def flags(name: str, *found: str) -> st.SearchStrategy[Node]:
    return lists(name, st.sampled_from(found).map(Text))


terms: st.SearchStrategy[Node] = st.one_of(
    flags("is", "open", "mine"),
    flags("status", "new", "open", "hold", "done"),
    lists("priority", codes | ranges(codes)),
    compared("priority", codes),
    lists("mood", st.sampled_from([Text("good"), Text("bad"), Nothing()])),
    lists("owner", st.sampled_from([Me(), Nothing(), Text("anna@it.example"), Text("Carla Ünal")])),
    lists("tag", st.sampled_from([Nothing(), Text("spam"), Text("big fish"), Text("none"), Text("unheard of")])),
    lists("size", st.just(Nothing()) | numbers | ranges(numbers)),
    compared("size", numbers),
    lists("created", calendar | ranges(calendar | spans)),
    compared("created", calendar | spans),
    lists("closed", st.just(Nothing()) | calendar),
    compared("closed", spans),
)
known_words = st.sampled_from(["printer", "Printer jam", "jam", "Müller", "打印机", "机", "e-mail", "missing"])


def free(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Node]:
    found = st.builds(Words, texts.filter(lambda text: bool(words(text))), st.booleans())
    return found.filter(lambda one: not one.is_prefix or can_be_prefix(one.phrase.words))


known = free(known_words)
free_words = free(any_text)
free_tags = lists("tag", any_text.filter(lambda text: bool(text.strip())).map(Text))
free_titles = lists("title", any_text.filter(lambda text: bool(words(text)) and not text.endswith("*")).map(Text))


def trees(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Trees in normal form, as a parser makes them."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(all_of),
            st.lists(inner, min_size=2, max_size=3).map(any_of),
            inner.map(negation),
        ),
        max_leaves=8,
    )


moments = st.datetimes(datetime(2026, 9, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware
