"""Service credits: what a provider owes for a month in which a promise was not kept often enough.

That the credit is a percentage of that month's fee, and the percentage that of the band in which the figure of the
month lies, is how published agreements do it, as the SLA of Amazon Compute (https://aws.amazon.com/compute/sla/historical/,
version of 5 May 2022). Theirs take the share of time in which a service was up; ours takes compliance. That, the
rounding, and a month in which nothing ended are our own::

    credit = monthly fee x percent(compliance), rounded half up to cents
    percent(c) = the percent of the band with the lowest ``below`` for which c < below; 0 if there is none

``below 99.5: 10 %, below 95: 25 %`` so means: 10 % of the fee from 95 up to, but not including, 99.5; 25 % under 95. A
month in which nothing ended owes nothing. Compliance is that of :mod:`deskhand.modules.sla.compliance`, exact and
not rounded: 99.499 is below 99.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid

BAND_LIMIT = 10
"""Bands of one agreement."""

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Band:
    """``percent`` of the fee where compliance, in percent, is under ``below``."""

    below: Decimal
    percent: Decimal

    def written(self) -> dict[str, str]:
        """As JSON."""
        return {"below": _plain(self.below), "percent": _plain(self.percent)}


def percent_of(bands: Iterable[Band], compliance: Fraction | None) -> Decimal:
    """Percent of the fee that is owed. ``compliance`` is a fraction of 1; None where nothing ended."""
    if compliance is None:
        return Decimal(0)
    under = [one for one in bands if compliance * 100 < Fraction(one.below)]
    return min(under, key=lambda one: one.below).percent if under else Decimal(0)


def credit(fee: Decimal | None, bands: Iterable[Band], compliance: Fraction | None) -> Decimal | None:
    """What is owed for the month in the fee's currency; None without a fee."""
    if fee is None:
        return None
    return (fee * percent_of(bands, compliance) / 100).quantize(CENT, ROUND_HALF_UP)


def read(value: Sequence[Mapping[str, Any]]) -> list[Band]:
    """Bands as they are stored or sent, the lowest first. Raises Invalid with a sentence."""
    if len(value) > BAND_LIMIT:
        raise _wrong(_("At most %(most)s bands.") % {"most": BAND_LIMIT})
    found = sorted((_band(one) for one in value), key=lambda one: one.below)
    for low, high in pairwise(found):
        if low.below == high.below:
            raise _wrong(_("Two bands end at %(below)s percent.") % {"below": _plain(low.below)})
        if low.percent < high.percent:
            raise _wrong(_("A band that is worse for the customer cannot owe less than a better one."))
    return found


def typed(text: str) -> list[Band]:
    """Bands as people write them, one a line: ``99.5: 10``. Raises Invalid."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        below, colon, percent = line.replace("%", "").partition(":")
        if not colon:
            raise _wrong(_("Write one band a line, as in “99.5: 10”: below 99.5 percent, 10 percent of the fee."))
        found.append({"below": below.strip().replace(",", "."), "percent": percent.strip().replace(",", ".")})
    return read(found)


def as_typed(bands: Iterable[Band]) -> str:
    """The same as lines, the best band first."""
    return "\n".join(f"{_plain(one.below)}: {_plain(one.percent)}" for one in sorted(bands, key=lambda b: -b.below))


def _band(value: Mapping[str, Any]) -> Band:
    try:
        below, percent = Decimal(str(value["below"])), Decimal(str(value["percent"]))
    except (KeyError, InvalidOperation):
        raise _wrong(_("A band needs two numbers: below how many percent, and how many percent are owed.")) from None
    if not (below.is_finite() and percent.is_finite() and 0 < below <= 100 and 0 < percent <= 100):
        raise _wrong(_("Both numbers of a band are above 0 and at most 100."))
    return Band(below.quantize(Decimal("0.001")), percent.quantize(CENT))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"bands": sentence})
