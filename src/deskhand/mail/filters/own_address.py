"""Does it claim to come from one of our own mailboxes?"""

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """An answer would come back to us as the next mail."""
    for address in (mail.from_, *mail.reply_to):
        if address.email and ctx.is_own(address.email):
            reason = gettext_noop("%(address)s is one of our own mailboxes")
            return Verdict("own_address", "own-address", reason, {"address": address.email})
    return None
