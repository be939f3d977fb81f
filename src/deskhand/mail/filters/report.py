"""Is this a report by a program about a mail: read receipt, complaint?"""

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """A disposition notification (RFC 8098) or a feedback report (RFC 5965)."""
    types = {part.content_type for part in mail.attachments}
    if "message/disposition-notification" in types:
        return Verdict("report", "read-receipt", gettext_noop("it is a read receipt"), is_automatic=True)
    if "message/feedback-report" in types:
        return Verdict(
            "report", "complaint", gettext_noop("it is a provider's report of a complaint"), is_automatic=True
        )
    return None
