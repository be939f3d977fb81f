"""Measures over time as lines: each a drawing, and a table that says the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.modules.knowledge.measures import Measures
from deskhand.modules.knowledge.measures_page import length, number, percent

WIDTH, HEIGHT, EDGE = 360, 96, 8
"""The drawing in its own units; the line keeps away from the edges."""


CSV_DIGITS = 4
"""Digits behind the point in the file."""


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of one stretch: its days, what is shown, and where the numbers behind it are. ``x`` and ``y`` is its
    place, none where there is no figure."""

    words: str
    value: str
    url: str
    x: float
    y: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over time. ``lines`` are the stretches of the line between gaps, as points of SVG."""

    label: str
    now: str
    top: str
    points: Sequence[Point]
    lines: Sequence[str]

    @property
    def is_empty(self) -> bool:
        return not self.lines


def trends(found: Sequence[Measures], desk: Desk, named: Callable[[Measures], str]) -> list[Trend]:
    """All measures; ``named`` says which days a stretch has."""
    return [
        _trend(found, desk, named, label, [pick(one) for one in found], said, least)
        for label, pick, said, least in _kinds()
    ]


def as_csv(found: Sequence[Measures]) -> str:
    """A line for each stretch: shares of 1, the time to publish in hours, nothing where there is no figure."""
    file = io.StringIO()
    writer = csv.writer(file)
    kinds = _kinds()
    heads = [_("Hours to publish, median") if said is _told else label for label, _pick, said, _least in kinds]
    writer.writerow([_("From"), _("To"), *heads])
    for one in found:
        values = [_plain(pick(one), 3600 if said is _told else 1) for _label, pick, said, _least in kinds]
        writer.writerow([one.span.first.isoformat(), one.span.last.isoformat(), *values])
    return "\ufeff" + file.getvalue()


def _plain(value: Fraction | None, unit: int) -> float | str:
    return "" if value is None else round(float(value / unit), CSV_DIGITS)


def _kinds() -> list[tuple[str, Callable[[Measures], Fraction | None], Callable[[Fraction | None], str], int]]:
    """Label, figure, words, and what the top of the drawing stands for at least: shares all have the same scale."""
    return [
        (_("Link rate"), lambda one: one.link_rate, percent, 1),
        (_("Reuse"), lambda one: one.reuse, percent, 1),
        (_("Modify rate"), lambda one: one.modify_rate, percent, 1),
        (_("Time to publish"), lambda one: _seconds(one.median), _told, 0),
        (_("Self-service score"), lambda one: one.score, _ratio, 1),
        (_("Deflection, confirmed"), lambda one: one.deflection_confirmed, percent, 1),
        (_("Deflection, with what is inferred"), lambda one: one.deflection, percent, 1),
        (_("Searches without result"), lambda one: one.without_result, percent, 1),
        (_("Helpful"), lambda one: one.helpful, percent, 1),
    ]


def _trend(
    found: Sequence[Measures],
    desk: Desk,
    named: Callable[[Measures], str],
    label: str,
    values: Sequence[Fraction | None],
    said: Callable[[Fraction | None], str],
    least: int,
) -> Trend:
    top = max([Fraction(least), *(one for one in values if one is not None)])
    here = reverse("knowledge:measures", args=[desk.key])
    points = [
        Point(
            named(one), said(value), f"{here}?{urlencode(one.span.query)}", _across(place, len(found)), _up(value, top)
        )
        for place, (one, value) in enumerate(zip(found, values, strict=True))
    ]
    return Trend(label, said(values[-1]), said(top), points, _lines(points))


def _lines(points: Sequence[Point]) -> list[str]:
    """Where there is no figure the line is broken."""
    lines: list[list[str]] = [[]]
    for one in points:
        if one.y is None:
            lines.append([])
        else:
            lines[-1].append(f"{one.x},{one.y}")
    return [" ".join(line) for line in lines if line]


def _across(place: int, count: int) -> float:
    return round(EDGE + place * (WIDTH - 2 * EDGE) / max(count - 1, 1), 1)


def _up(value: Fraction | None, top: Fraction) -> float | None:
    if value is None:
        return None
    share = float(value / top) if top else 0.0
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)


def _seconds(taken: timedelta | None) -> Fraction | None:
    return None if taken is None else Fraction(round(taken.total_seconds()))


def _told(seconds: Fraction | None) -> str:
    return length(None if seconds is None else timedelta(seconds=int(seconds)))


def _ratio(value: Fraction | None) -> str:
    return "–" if value is None else _("%(number)s : 1") % {"number": number(float(value), 2)}
