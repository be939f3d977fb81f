"""Orders with their costs as a file that spreadsheets open, written line by line while they are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from deskhand.accounts.importing.export import harmless
from deskhand.modules.catalog.costs import CENT, each_line
from deskhand.modules.catalog.models import LineState


class _Line:
    """What csv writes to: it hands back each line."""

    def write(self, text: str) -> str:
        return text


def file_of(lines: Any, zone: ZoneInfo) -> Iterator[str]:
    """The file: a byte order mark by which spreadsheets know UTF-8, headings, lines by day."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(_headings())
    for row in each_line(lines):
        yield writer.writerow([harmless(cell) for cell in _cells(zone, *row)])


def _headings() -> list[str]:
    return [
        _("Ordered on"),
        _("Ticket"),
        _("Item"),
        _("Title"),
        _("Pieces"),
        _("Price"),
        _("Cost"),
        _("Currency"),
        _("Paid every month"),
        _("Cost centre"),
        _("Department"),
        _("State"),
        _("Ended on"),
    ]


def _cells(zone: ZoneInfo, *row: Any) -> list[str]:
    ordered, number, code, title, quantity, price, currency, every, centre, department, state, ended = row
    return [
        _day(ordered, zone),
        str(number or ""),
        code,
        title,
        str(quantity),
        _amount(price),
        _amount(price * quantity if price is not None else None),
        currency,
        _("yes") if every == "month" else _("no"),
        centre,
        department or "",
        str(LineState(state).label),
        _day(ended, zone),
    ]


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat() if at is not None else ""


def _amount(amount: Decimal | None) -> str:
    return str(amount.quantize(CENT)) if amount is not None else ""
