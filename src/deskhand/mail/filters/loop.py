"""Does this mail run in circles?"""

from collections import Counter

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.addresses import usable_email
from deskhand.mail.parsing.model import ParsedMail

MAX_HOPS = 40
"""Servers that a mail may have passed. Real mail passes fewer than 20; servers give up at 50 to 100."""


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """Too many servers, one of our addresses visited twice, or a loop mark of ours."""
    hops = len(mail.headers.raw_all("received"))
    if hops > MAX_HOPS:
        return _loop(gettext_noop("it passed %(hops)s servers"), hops=str(hops))
    visits = Counter(usable_email(value).casefold() for value in mail.headers.get_all("delivered-to"))
    again = next((email for email, count in visits.items() if count > 1 and email and ctx.is_own(email)), "")
    if again:
        return _loop(gettext_noop("it was delivered to %(address)s more than once"), address=again)
    marks = (usable_email(value) for value in mail.headers.get_all("x-loop"))
    marked = next((email for email in marks if email and ctx.is_own(email)), "")
    return _loop(gettext_noop("it carries a loop mark of %(address)s"), address=marked) if marked else None


def _loop(reason: str, **values: str) -> Verdict:
    return Verdict("loop", "loop", reason, values, is_automatic=True)
