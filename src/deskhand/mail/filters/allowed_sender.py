"""Is this sender always let in?"""

from deskhand.mail.filters import authentication
from deskhand.mail.filters.senders import ALLOWED, listed
from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """An entry of the lists lets the sender in, and nobody whom we believe says that the sender is forged."""
    found, match = listed(mail.from_.email, ctx)
    if found != ALLOWED or authentication.is_forged(mail, ctx):
        return None
    reason = gettext_noop("%(match)s is always let in")
    return Verdict("allowed_sender", "allowed", reason, {"match": match}, forbids_answer=False)
