"""Time zones to choose from."""

from __future__ import annotations

import zoneinfo


def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones by continent, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        continent, slash, city = name.partition("/")
        if slash and continent not in ("Etc", "posix", "right", "SystemV"):
            groups.setdefault(continent, []).append((name, city.replace("_", " ")))
    return [("UTC", [("UTC", "UTC")]), *groups.items()]
