"""What one check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass

EVERYWHERE = "doctor looks at the whole installation"

OK, WARNING, BROKEN = "ok", "warning", "broken"


@dataclass(frozen=True)
class Finding:
    """One check. ``state`` is ``ok``, ``warning`` or ``broken``; ``words`` say what is and, unless all is well, what
    to do."""

    check: str
    title: str
    state: str
    words: str

    @property
    def mark(self) -> str:
        return {OK: "ok     ", WARNING: "look at", BROKEN: "BROKEN "}[self.state]

    def as_dict(self) -> dict[str, str]:
        return asdict(self)
