"""What the pages about promises kept, agreements and reviews share: their frame and the way between them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.modules.sla.compliance import Figures
from deskhand.modules.sla.months import Month
from deskhand.modules.sla.querysets import MODULE
from deskhand.tickets.context import actor_of, settings_frame, workspace
from deskhand.web import moments


def page(
    request: HttpRequest, template: str, desk: Desk, *, place: str, status: int = 200, **given: Any
) -> HttpResponse:
    """A page of the desk's service levels; ``place`` is which of them."""
    actor = actor_of(request)
    frame = workspace(request, section=MODULE, desk=desk, with_views=False)
    shown = {
        "tabs": _tabs(request, desk, place),
        "percent": percent,
        "lateness": lateness,
        "month_name": month_name,
        "may_edit": actor.may("sla.policies", desk.pk),
        "may_confirm": actor.may("sla.confirm", desk.pk),
        "reads_contracts": actor.may("sla.contracts", desk.pk),
    }
    if place == "agreements":
        frame |= {"about_page": settings_frame(request, desk, "sla-agreements")["about_page"]}
    return render(request, template, {**frame, **shown, **given}, status=status)


def percent(share: Any) -> str:
    """A share of 1 in percent, cut to one digit, never rounded up to what was not reached; a dash where there is
    none."""
    if share is None:
        return "–"
    tenths = int(share * 1000)
    return _("%(number)s %%") % {"number": _number(tenths / 10)}


def _number(value: float) -> str:
    """As the reader writes it, with one digit behind the point if it has one."""
    return number_format(value, 0 if value == int(value) else 1)


def month_name(month: Month) -> str:
    """A month as the reader calls it."""
    return date_format(month.first, "YEAR_MONTH_FORMAT")


def lateness(length: timedelta) -> str:
    """How late something is."""
    return moments.duration(length)


def figures_of(found: Figures) -> list[tuple[str, str, str]]:
    """Figures as a page shows them: label, value, what it means."""
    return [
        (_("Kept of what ended"), percent(found.compliance), _("kept / (kept + missed)")),
        (_("With what is overdue"), percent(found.with_open), _("kept / (kept + missed + overdue)")),
        (_("Kept"), str(found.met), ""),
        (_("Missed"), str(found.missed), ""),
        (_("Overdue"), str(found.overdue), ""),
        (_("Waived"), str(found.waived), _("in neither figure")),
    ]


def _tabs(request: HttpRequest, desk: Desk, place: str) -> list[dict[str, Any]]:
    reads = actor_of(request).may("sla.contracts", desk.pk)
    entries = [("overview", _("Overview"), True), ("waivers", _("Waivers"), True)]
    entries += [("reviews", _("Reviews"), reads), ("agreements", _("Agreements"), reads)]
    return [
        {"label": label, "url": reverse(f"sla:{name}", args=[desk.key]), "is_current": name == place}
        for name, label, is_shown in entries
        if is_shown
    ]
