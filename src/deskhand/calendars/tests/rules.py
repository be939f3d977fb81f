"""Rules that tests begin with."""

from __future__ import annotations

from typing import Any

OFFICE: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "country": "DE",
    "region": "BE",
}
"""Office hours in Berlin."""
