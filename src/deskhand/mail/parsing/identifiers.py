"""Message-IDs, written `<left@right>` with their brackets, and dates."""

import re
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz

from deskhand.mail.parsing.limits import MAX_MESSAGE_ID, MAX_REFERENCES

_BRACKETED = re.compile(r"<([^<>]{1,4000})>")
_SPACE = re.compile(r"\s+")
_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_MAX_DATE = 200


def message_ids(text: str) -> tuple[str, ...]:
    """Every Message-ID in a header's value, in order, without repetition; words around them are ignored."""
    found = _BRACKETED.findall(text) or [word for word in text.split() if "@" in word]
    # Some servers fold inside an id: no id has a space, so none is lost by closing the gap.
    ids = [f"<{_SPACE.sub('', one)}>" for one in found]
    unique = tuple(dict.fromkeys(one for one in ids if 2 < len(one) <= MAX_MESSAGE_ID))
    return unique if len(unique) <= MAX_REFERENCES else (unique[0], *unique[-MAX_REFERENCES + 1 :])


def message_id(text: str) -> str:
    """The Message-ID of a mail, or "" when it has none. One without brackets or without "@" counts all the same."""
    bare = text.strip()
    ids = message_ids(bare) or ((f"<{_SPACE.sub('', bare)}>",) if bare.strip("<> \t") else ())
    return ids[0] if ids and len(ids[0]) <= MAX_MESSAGE_ID else ""


def moment(text: str) -> datetime | None:
    """The instant that a Date header names, in UTC; None when it names none, or one before 1980 or after 2200."""
    try:
        fields = parsedate_tz(text[:_MAX_DATE])
        at = datetime.fromtimestamp(mktime_tz(fields), UTC) if fields else None
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None
    return at if at and _EARLIEST <= at <= _LATEST else None
