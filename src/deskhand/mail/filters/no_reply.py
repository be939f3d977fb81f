"""Does the sender's address say that nobody reads answers?"""

import re

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail

_LOCAL = re.compile(
    r"(?:.*[._+-])?(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|dont-?reply|no-?responder|noresponda|nepasrepondre|ne-pas-repondre|"
    r"keine-?antwort|nicht-?antworten|nao-?responda|non-?rispondere|no-?contestar|nie-?odpowiadaj|neodpovida(?:t|jte)|"
    r"svara-?(?:inte|ej)|svar-?ikke|ei-?vastata|niet-?(?:be)?antwoorden|yanitlamayin|mailer-daemon|bounces?)(?:[._+-].*)?",
    re.IGNORECASE,
)


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """An address such as noreply@..., unless the mail names another one for answers."""
    local = mail.from_.email.rpartition("@")[0][:64]
    if not _LOCAL.fullmatch(local):
        return None
    if any(to.email and not _LOCAL.fullmatch(to.email.rpartition("@")[0][:64]) for to in mail.reply_to):
        return None
    reason = gettext_noop("nobody reads mail to %(address)s")
    return Verdict("no_reply", "no-reply", reason, {"address": mail.from_.email}, is_automatic=True)
