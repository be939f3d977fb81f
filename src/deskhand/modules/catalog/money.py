"""Amounts as people read them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from deskhand.modules.catalog.models import PriceEvery

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
"""Currencies that are written with their sign; others with their code."""


def in_words(amount: Decimal, currency: str, every: str = PriceEvery.ONCE) -> str:
    """“1,240 €”, “32 € a month”."""
    places = 0 if amount == amount.to_integral_value() else 2
    told = number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)
    said = f"{told}\N{NO-BREAK SPACE}{SIGNS.get(currency, currency)}"
    return _("%(amount)s a month") % {"amount": said} if every == PriceEvery.MONTH else said
