"""Does this sender write more than anybody can read?"""

from deskhand.mail.filters import allowed_sender
from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """The address, or all of its domain together, wrote as many letters within an hour as the desk takes."""
    rate = ctx.rate
    if rate.sender_limit and rate.sender >= rate.sender_limit:
        limit, who = rate.sender_limit, mail.from_.email
    elif rate.domain_limit and rate.domain >= rate.domain_limit:
        limit, who = rate.domain_limit, f"@{mail.from_.domain}"
    else:
        return None
    if allowed_sender.judge(mail, ctx) is not None:
        return None
    reason = gettext_noop("more than %(limit)s letters in an hour came from %(who)s")
    return Verdict("rate", "too-many", reason, {"limit": str(limit), "who": who}, holds=True)
