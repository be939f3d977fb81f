"""A stretch of an ordered line (time, numbers), as a database query and as a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q

from deskhand.kernel.query.fields import Test
from deskhand.kernel.query.tree import Op

Point = TypeVar("Point", bound="Any")


@dataclass(frozen=True, slots=True)
class Bounds(Generic[Point]):
    """From ``low`` to ``high``; None is open. The ``_in`` flags say whether the end itself belongs to it."""

    low: Point | None = None
    high: Point | None = None
    low_in: bool = True
    high_in: bool = True

    @classmethod
    def compared(cls, op: Op, start: Point, end: Point, end_in: bool) -> Bounds[Point]:
        """Where a record lies that compares so with the stretch from ``start`` to ``end``."""
        match op:
            case Op.IS:
                return cls(low=start, high=end, high_in=end_in)
            case Op.LESS:
                return cls(high=start, high_in=False)
            case Op.AT_MOST:
                return cls(high=end, high_in=end_in)
            case Op.MORE:
                return cls(low=end, low_in=not end_in)
            case Op.AT_LEAST:
                return cls(low=start)

    def to_q(self, column: str) -> Q:
        """False for NULL."""
        question = Q(**{f"{column}__isnull": False}) if self.low is None and self.high is None else Q()
        if self.low is not None:
            question &= Q(**{f"{column}__{'gte' if self.low_in else 'gt'}": self.low})
        if self.high is not None:
            question &= Q(**{f"{column}__{'lte' if self.high_in else 'lt'}": self.high})
        return question

    def contains(self, point: Point) -> bool:
        """Whether the point lies inside."""
        above = self.low is None or point > self.low or (self.low_in and point == self.low)
        below = self.high is None or point < self.high or (self.high_in and point == self.high)
        return above and below

    def to_test(self, read: Callable[[Any], Point | None]) -> Test:
        """False for None."""

        def test(subject: Any) -> bool:
            point = read(subject)
            return point is not None and self.contains(point)

        return test
