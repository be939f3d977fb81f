"""Is there anybody to answer?"""

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """The empty return path of programs (RFC 3834 forbids answers to it), or no usable address at all."""
    if mail.return_path == "":
        return Verdict("null_sender", "null-sender", gettext_noop("its return path is empty"), is_automatic=True)
    if not mail.from_.email:
        return Verdict("null_sender", "no-sender", gettext_noop("it names no address to answer to"))
    return None
