"""A service review as files: lines for spreadsheets, JSON for programs. All of it is in both."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.importing.export import harmless
from deskhand.modules.sla.compliance import Figures
from deskhand.modules.sla.models import WaiverState
from deskhand.modules.sla.review import Missed, Owed, Pack

SHARE_DIGITS = 4
"""Digits of a share of 1, in files and for programs."""


def share(value: Fraction | None) -> float | None:
    """A share of 1, rounded; null where there is none."""
    return None if value is None else round(float(value), SHARE_DIGITS)


def figures_written(one: Figures) -> dict[str, Any]:
    """Figures for programs."""
    return {
        "met": one.met,
        "missed": one.missed,
        "waived": one.waived,
        "overdue": one.overdue,
        "compliance": share(one.compliance),
        "compliance_with_open": share(one.with_open),
    }


def written(pack: Pack) -> dict[str, Any]:
    """A review for programs."""
    return {
        "desk": pack.desk.key,
        "organization": {"id": pack.organization.pk, "name": pack.organization.name},
        "month": pack.month.word,
        "from": pack.month.start,
        "to": pack.month.end,
        "as_of": pack.as_of,
        "is_over": pack.is_over,
        "opened": pack.opened,
        "resolved": pack.resolved,
        "figures": figures_written(pack.figures),
        "promises": [{"key": one.key, "name": one.name, **figures_written(one.figures)} for one in pack.promises],
        "priorities": [{"key": one.key, "name": one.name, **figures_written(one.figures)} for one in pack.priorities],
        "missed": [_missed(one) for one in pack.missed],
        "has_more": pack.has_more,
        "credits": [owed_written(one) for one in pack.owed],
    }


def owed_written(one: Owed) -> dict[str, Any]:
    """What an agreement owes, for programs. Amounts are decimal numbers as text."""
    return {
        "agreement": one.agreement.pk,
        "name": one.agreement.name,
        **figures_written(one.figures),
        "percent": f"{one.percent.normalize():f}",
        "fee": None if one.agreement.fee is None else f"{one.agreement.fee:.2f}",
        "amount": None if one.amount is None else f"{one.amount:.2f}",
        "currency": one.agreement.currency,
    }


def lines(pack: Pack) -> str:
    """The review as CSV: what was missed, one promise a line, after the figures by promise. A byte order mark first, by
    which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Organization"), harmless(pack.organization.name), _("Month"), pack.month.word])
    writer.writerow([])
    writer.writerow(
        [_("Promise"), _("Kept"), _("Missed"), _("Waived"), _("Overdue"), _("Compliance"), _("With what is overdue")]
    )
    for name, one in [*((part.name, part.figures) for part in pack.promises), (_("All"), pack.figures)]:
        writer.writerow([harmless(name), one.met, one.missed, one.waived, one.overdue, *_shares(one)])
    writer.writerow([])
    writer.writerow(
        [
            _("Ticket"),
            _("Subject"),
            _("Promise"),
            _("Due (UTC)"),
            _("Ended (UTC)"),
            _("Minutes late"),
            _("Waiver"),
            _("Reason"),
            _("Answer"),
        ]
    )
    writer.writerows(_cells(pack))
    return "\ufeff" + out.getvalue()


def _cells(pack: Pack) -> Iterator[list[Any]]:
    words = dict(WaiverState.choices)
    for one in pack.missed:
        texts = [harmless(text) for text in (one.ticket.subject, one.promise)]
        times = [_instant(one.due_at), _instant(one.ended_at), int(one.late.total_seconds() // 60)]
        yield [one.ticket.number, *texts, *times, words.get(one.waiver, ""), harmless(one.reason), harmless(one.answer)]


def _shares(one: Figures) -> list[str]:
    return ["" if value is None else f"{value:.4f}" for value in (share(one.compliance), share(one.with_open))]


def _instant(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M:%S}"


def _missed(one: Missed) -> dict[str, Any]:
    return {
        "ticket": one.ticket.number,
        "subject": one.ticket.subject,
        "promise": one.promise,
        "due_at": one.due_at,
        "ended_at": one.ended_at,
        "late_seconds": int(one.late.total_seconds()),
        "waiver": one.waiver,
        "reason": one.reason,
        "answer": one.answer,
    }
