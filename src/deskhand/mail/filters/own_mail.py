"""Did we write this ourselves?"""

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail

INSTANCE_HEADER = "X-Deskhand-Instance"
"""Every mail that we send carries it, so that we know our own when a rule or a list brings it back."""


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """Mail of ours that came back as it was; an answer to it has another Message-ID and no such header."""
    if ctx.instance and mail.headers.get(INSTANCE_HEADER) == ctx.instance:
        reason = gettext_noop("it carries the mark of our own mail")
    elif ctx.message_id_domain and mail.message_id.lower().endswith(f"@{ctx.message_id_domain.lower()}>"):
        reason = gettext_noop("its Message-ID is one of ours")
    else:
        return None
    return Verdict("own_mail", "own-mail", reason, is_automatic=True, drop=True)
