"""Links of letters that open one thing for one person, without signing in, for a while. Nothing of them is stored: an
address holds whose it is and until when, signed. What it may do once it is opened is asked then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import clock
from deskhand.kernel.signing import is_signed, signature
from deskhand.tickets.links import absolute

LATEST = 253_402_300_799_000
"""The last second of the year 9999, in milliseconds."""

NOT_WHOLE = gettext_lazy("It is not whole. Open it from the letter once more, or copy all of it.")
"""Why an address that we did not sign opens nothing."""

_LENGTH = 20


@dataclass(frozen=True)
class GivenLink:
    """The key of what a link opens, the person to whom it was written, from when and until when it works."""

    row: int
    person: int
    given_at: datetime
    ends_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return self.ends_at <= clock.now()


@dataclass(frozen=True)
class LetterLinks:
    """One kind of such links: what they are signed for, the page that takes their token, how long each works."""

    purpose: str
    page_name: str
    life: timedelta

    def url(self, row: int, person: int) -> str:
        """A whole address that opens this for this person. It ends at a full millisecond, the next one: so it is
        younger than what was noted just now."""
        value = f"{row}-{person}-{int((clock.now() + self.life).timestamp() * 1000) + 1}"
        token = f"{value}-{signature(self.purpose, value, length=_LENGTH)}"
        return absolute(reverse(self.page_name, args=[token]))

    def read(self, token: str) -> GivenLink | None:
        """What a token names, be it over or not; None for one that we did not sign."""
        value, _dash, signed = token.rpartition("-")
        parts = value.split("-")
        if len(parts) != 3 or not all(one.isascii() and one.isdecimal() and len(one) <= 15 for one in parts):
            return None
        if not is_signed(self.purpose, value, signed, length=_LENGTH) or int(parts[2]) > LATEST:
            return None
        ends_at = datetime.fromtimestamp(int(parts[2]) / 1000, UTC)
        return GivenLink(int(parts[0]), int(parts[1]), ends_at - self.life, ends_at)

    @property
    def too_old(self) -> str:
        """Why one that is over opens nothing."""
        return _("It is too old: a link works for %(days)s days.") % {"days": self.life.days}
