"""What the figures are held against: each ratio has a name that stays, a value, an aim, and which side is better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

AIMS: Mapping[str, float] = {
    "list_cpu": 2.0,
    "page_cpu": 3.0,
    "create_commits": 4.0,
    "growth_list_p95": 1.3,
    "growth_page_p95": 1.3,
}
"""Lower is better in all of them.

list_cpu         CPU of the list of open tickets over that of the bare list of 50 rows
page_cpu         CPU of the page of a ticket with 30 messages over that of the bare one
create_commits   durable commits of one creating of a ticket by API
growth_list_p95  95th percentile of the list at full size over that at 1,000 tickets
growth_page_p95  the same of the page of any ticket
"""

SUFFIXES = {"sqlite": "", "postgresql": "_postgresql"}


def ratios(measured: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The ratios of a run: those of SQLite under the plain names, those of PostgreSQL with a suffix."""
    return {
        f"{name}{SUFFIXES[database]}": {"value": round(value, 3), "aim": AIMS[name], "better": "lower"}
        for database, figures in measured.items()
        for name, value in _of(figures).items()
    }


def missed(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Names of the ratios that do not reach their aim."""
    return [name for name, one in found.items() if one["value"] > one["aim"]]


def _of(figures: Mapping[str, Any]) -> dict[str, float]:
    done = figures["operations"]
    return {
        "list_cpu": done["list"]["cpu_ms"] / done["floor_list"]["cpu_ms"],
        "page_cpu": done["long_page"]["cpu_ms"] / done["floor_long_page"]["cpu_ms"],
        "create_commits": float(figures["create_commits"]),
        "growth_list_p95": figures["growth"]["list_large"]["p95_ms"] / figures["growth"]["list_small"]["p95_ms"],
        "growth_page_p95": figures["growth"]["page_large"]["p95_ms"] / figures["growth"]["page_small"]["p95_ms"],
    }
