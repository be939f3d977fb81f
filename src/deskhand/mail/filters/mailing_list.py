"""Did this come through a mailing list, or to many at once?"""

import re

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.addresses import usable_email
from deskhand.mail.parsing.model import ParsedMail

_LIST_HEADERS = ("List-Id", "List-Post", "Mailing-List", "X-Mailman-Version", "List-Unsubscribe")
_MAILTO = re.compile(r"<mailto:([^?>]{1,254})", re.IGNORECASE)
_LIST_ID = re.compile(r"<([^<>@\s]{1,254})>\s*$")


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """A list's headers or a bulk precedence. A list whose address is ours is a group inbox, not a list."""
    if _is_our_group(mail, ctx):
        return None
    for name in _LIST_HEADERS:
        if value := mail.headers.get(name):
            said = f"{name}: {value[:100]}"
            return Verdict("mailing_list", "mailing-list", gettext_noop("its header says %(header)s"), {"header": said})
    precedence = mail.headers.get("precedence").lower()
    if precedence in ("list", "bulk", "junk"):
        said = f"Precedence: {precedence}"
        reason = gettext_noop("its header says %(header)s")
        return Verdict("mailing_list", "bulk", reason, {"header": said}, is_automatic=precedence != "list")
    return None


def _is_our_group(mail: ParsedMail, ctx: FilterContext) -> bool:
    """Support addresses are often groups of a provider, which marks what it hands on as list mail."""
    posts = (usable_email(one) for one in _MAILTO.findall(mail.headers.get("list-post")))
    named = _LIST_ID.search(mail.headers.get("list-id"))
    by_id = named[1].replace(".", "@", 1) if named else ""
    return any(email and ctx.is_own(email) for email in (*posts, by_id))
