"""Numbers that pages and letters name in words. Each app tells its own, so that no text repeats a constant: a template
says ``ngettext("for %(num)s hour", "for %(num)s hours", limit("invitation_hours"))``."""

from __future__ import annotations

_told: dict[str, int] = {}


def tell(**numbers: int) -> None:
    """Make constants known to templates. A name is told once, with its unit in it: ``bin_days``."""
    twice = sorted(set(numbers) & set(_told))
    if twice:
        raise ValueError(f"Told twice: {', '.join(twice)}.")
    _told.update(numbers)


def limit(name: str) -> int:
    """The number of that name, for templates. Raises KeyError for one that nobody has told."""
    return _told[name]
