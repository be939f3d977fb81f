"""Does a spam filter on the way here call it spam?"""

import re
from collections.abc import Callable

from deskhand.mail.filters import allowed_sender
from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail

SPAM_LEVEL = 5
"""Microsoft's spam confidence level (SCL) from which a mail is spam."""

BULK_LEVEL = 7
"""Microsoft's bulk complaint level (BCL) from which a mail is spam unless an administrator says otherwise."""

_LEVEL = re.compile(r"(?:^|[;\s])(SCL|BCL)\s*:\s*(-?\d{1,2})", re.IGNORECASE)
_RSPAMD_ACTIONS = frozenset({"add header", "rewrite subject", "quarantine", "discard", "reject"})
_RSPAMD = re.compile(r"\s*[\w.-]+:\s*True\s*\[", re.IGNORECASE)
_YES = re.compile(r"\s*(?:yes|true|spam)\b", re.IGNORECASE)
_FOREFRONT = re.compile(
    r"(?:^|;)\s*(?:SFV:(?:SPM|SKS|SKB)|CAT:(?:SPM|HSPM|PHSH|HPHSH|HPHISH|MALW))\s*(?:;|$)", re.IGNORECASE
)


def _is_yes(value: str) -> bool:
    return _YES.match(value) is not None


def _is_level(value: str) -> bool:
    return value.strip().isdecimal() and int(value.strip()[:4]) >= SPAM_LEVEL


def _is_antispam(value: str) -> bool:
    levels = {"SCL": SPAM_LEVEL, "BCL": BULK_LEVEL}
    return any(int(found[2]) >= levels[found[1].upper()] for found in _LEVEL.finditer(value[:2_000]))


_SAYS_SPAM: dict[str, dict[str, Callable[[str], bool]]] = {
    "rspamd": {
        "X-Spamd-Result": lambda value: _RSPAMD.match(value) is not None,
        "X-Spam-Action": lambda value: value.strip().lower() in _RSPAMD_ACTIONS,
        "X-Rspamd-Action": lambda value: value.strip().lower() in _RSPAMD_ACTIONS,
        "X-Spam": _is_yes,
    },
    "spamassassin": {"X-Spam-Flag": _is_yes, "X-Spam-Status": _is_yes},
    "microsoft": {
        "X-MS-Exchange-Organization-SCL": _is_level,
        "X-Forefront-Antispam-Report": lambda value: _FOREFRONT.search(value[:4_000]) is not None,
        "X-Microsoft-Antispam": _is_antispam,
    },
}
"""Which headers a filter writes, and when they say spam."""


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """Whoever says spam is believed: nobody forges that. Where the filter of the receiving server is named, only its
    headers count, and only the topmost of each: what stands below came with the mail."""
    said = _said(mail, ctx.spam_filter)
    if not said or allowed_sender.judge(mail, ctx) is not None:
        return None
    return Verdict("spam", "spam", gettext_noop("its header says %(header)s"), {"header": said}, is_spam=True)


def _said(mail: ParsedMail, named: str) -> str:
    for family in _SAYS_SPAM if named == "any" else (named,):
        for name, is_spam in _SAYS_SPAM.get(family, {}).items():
            if name not in mail.headers:
                continue
            values = mail.headers.get_all(name)
            for value in values if named == "any" else values[:1]:
                if is_spam(value):
                    return f"{name}: {value[:80]}"
    return ""
