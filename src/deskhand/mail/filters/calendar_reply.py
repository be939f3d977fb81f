"""Is this an answer to an invitation?"""

import re

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail

_METHOD = re.compile(rb"^METHOD:(REPLY|COUNTER|REFRESH)\s*$", re.IGNORECASE | re.MULTILINE)


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """A calendar part by which a program says "accepted" or "declined"."""
    for part in mail.attachments:
        if part.content_type in ("text/calendar", "application/ics") and _METHOD.search(part.content[:100_000]):
            return Verdict(
                "calendar_reply", "calendar-reply", gettext_noop("it answers an invitation"), is_automatic=True
            )
    return None
