"""Is it larger than what is taken?"""

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail

_MEGABYTE = 1024 * 1024


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """The whole letter has more bytes than the installation's limit; the doors refuse it before they accept it."""
    if not ctx.max_size or ctx.size <= ctx.max_size:
        return None
    values = {"size": f"{ctx.size / _MEGABYTE:.1f}", "limit": f"{ctx.max_size / _MEGABYTE:.1f}"}
    reason = gettext_noop("it has %(size)s MB, and at most %(limit)s MB are taken")
    return Verdict("max_size", "too-large", reason, values, drop=True)
