"""What one visit to a mailbox's server does with each letter: stored and committed first, put away afterwards."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from deskhand.kernel.errors import TooLarge
from deskhand.mail.fetching.faults import NotStored
from deskhand.mail.models import Mailbox
from deskhand.mail.receive import accept

BATCH = 200
"""Letters fetched by one visit; the next one goes on, so that a backlog of tens of thousands blocks nobody."""

VISIT_SECONDS = 60.0
"""After this time no further letter is begun; less than the lease of the job."""

REFUSED_LIMIT = 1000
"""Letters remembered as not handed out."""


@dataclass
class Visit:
    """What a visit has brought so far: ``accepted`` counts letters that were not here before, ``put_away`` those that
    the server will not name again. ``refused`` names letters that it did not hand out; ``known_refused`` are those of
    earlier visits, which are tried last, so that they never stand before others."""

    mailbox: Mailbox
    source: str
    known_refused: frozenset[str] = frozenset()
    accepted: int = 0
    put_away: int = 0
    too_large: int = 0
    has_more: bool = False
    refused: list[str] = field(default_factory=list)
    fault: Exception | None = None
    _began: float = field(default_factory=time.monotonic)

    @classmethod
    def to(cls, mailbox: Mailbox, source: str) -> Visit:
        return cls(mailbox, source, frozenset(mailbox.refused))

    def is_full(self) -> bool:
        """True if nothing more is to be begun; whatever waits is for the next visit."""
        full = max(self.accepted, self.put_away) >= BATCH or time.monotonic() - self._began > VISIT_SECONDS
        self.has_more = self.has_more or full
        return full

    @property
    def has_headway(self) -> bool:
        """Whether going on at once is of use. A server that does not let itself be marked must not keep us busy."""
        return bool(self.accepted or self.put_away)

    def store(self, raw: bytes) -> bool:
        """Take a letter in. When this returns True it is committed; False leaves one that is over the limit behind.
        Raises NotStored, and lets faults of the database through: the letter stays on the server."""
        try:
            known = accept(self.mailbox, raw, self.source).is_duplicate
        except TooLarge:  # The server had named a smaller size, or none.
            self.too_large += 1
            return False
        except OSError as error:
            raise NotStored(str(error)) from error
        self.accepted += not known
        return True

    def refuse(self, name: str) -> None:
        """Note a letter that was not handed out."""
        if len(self.refused) < REFUSED_LIMIT:
            self.refused.append(name)

    def with_known_last(self, names: list[str], prefix: str = "") -> list[str]:
        """The letters in their order, but those that were refused before at the end."""
        return sorted(names, key=lambda name: f"{prefix}{name}" in self.known_refused)
