"""Sizes and counts in words of the reader's language."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext, ngettext

STEP = 1024
EXACT_UNTIL = 1000
"""Counts are exact up to this; beyond it a list says "1,000+", which costs one bounded query."""


def filesize(size: int | None) -> str:
    """Return a size in bytes as ``214 KB`` or ``1.4 MB``; ``0 bytes`` is said as such, `None` gives nothing."""
    if size is None:
        return ""
    if size < STEP:
        return ngettext("%(num)s byte", "%(num)s bytes", size) % {"num": size}
    value, units = size / STEP, [gettext("KB"), gettext("MB"), gettext("GB"), gettext("TB")]
    while value >= STEP and len(units) > 1:
        value, units = value / STEP, units[1:]
    return f"{formats.number_format(round(value, 1) if value < 10 else round(value), use_l10n=True)} {units[0]}"


def number(value: int | float | None) -> str:
    """Return a number grouped in the reader's way; `None` gives nothing."""
    if value is None:
        return ""
    return str(formats.number_format(value, use_l10n=True, force_grouping=True))


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with two digits, grouped in the reader's way, and the code of its currency."""
    said = formats.number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{said} {currency}"


def bounded(count: int | None) -> str:
    """Return a count, exact below 1,000, else ``1,000+``."""
    if count is None:
        return ""
    if count < EXACT_UNTIL:
        return number(count)
    return gettext("%(count)s+") % {"count": number(EXACT_UNTIL)}
