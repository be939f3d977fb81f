"""Did somebody block this sender?"""

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """The From address, its domain, or a domain above it is on the block list."""
    email = mail.from_.email.casefold()
    if not email or not ctx.blocked:
        return None
    labels = email.rpartition("@")[2].split(".")
    domains = (f"@{'.'.join(labels[n:])}" for n in range(len(labels)))
    match = email if email in ctx.blocked else next((domain for domain in domains if domain in ctx.blocked), "")
    if not match:
        return None
    return Verdict("blocked_sender", "blocked", gettext_noop("%(match)s is blocked"), {"match": match}, drop=True)
