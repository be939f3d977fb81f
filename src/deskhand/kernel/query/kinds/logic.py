"""Questions that every database answers with yes or no, never with NULL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from deskhand.kernel.query.fields import Test

NEVER = Q(pk__in=())
"""True of no record. (``Q()`` would be true of all, and vanishes when it is joined by "or".)"""

ALWAYS = ~NEVER
"""True of every record, and stays so when it is joined or negated."""


def any_q(parts: Iterable[Q]) -> Q:
    """At least one of them; never, if there are none."""
    joined = Q()
    for part in parts:
        joined |= part
    return joined or NEVER


def all_q(parts: Iterable[Q]) -> Q:
    """Every one of them; always, if there are none."""
    joined = Q()
    for part in parts:
        joined &= part
    return joined or ALWAYS


def any_test(tests: Iterable[Test]) -> Test:
    """At least one of them."""
    kept = tuple(tests)
    return lambda subject: any(test(subject) for test in kept)


def all_tests(tests: Iterable[Test]) -> Test:
    """Every one of them."""
    kept = tuple(tests)
    return lambda subject: all(test(subject) for test in kept)


def is_empty_test(read: Callable[[Any], object]) -> Test:
    """Whether what is read is None."""
    return lambda subject: read(subject) is None
