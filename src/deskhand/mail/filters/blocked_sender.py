"""Did somebody block this sender?"""

from deskhand.mail.filters.senders import BLOCKED, listed
from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """The From address, its domain, or a domain above it is blocked, and nothing closer lets it in."""
    found, match = listed(mail.from_.email, ctx)
    if found != BLOCKED:
        return None
    return Verdict("blocked_sender", "blocked", gettext_noop("%(match)s is blocked"), {"match": match}, drop=True)
