"""Does the sender's domain vouch for this mail (DMARC, DKIM, SPF)?"""

from deskhand.mail.authenticity import Told, told_by
from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.addresses import read_addresses
from deskhand.mail.parsing.model import ParsedMail


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """By what the trusted server says in its topmost field, or a check here; nothing where there is neither."""
    told = _told(mail, ctx)
    if told is None:
        return _silent(ctx) if ctx.trusted_server else None
    values = {"domain": mail.from_.domain or "?", "server": told.server, "results": _in_short(told)}
    if _vouches(mail, told):
        reason = gettext_noop("%(domain)s vouches for its sender: %(results)s, says %(server)s")
        return Verdict("authentication", "pass", reason, values, forbids_answer=False, is_authentic=True)
    if _fails(told):
        reason = gettext_noop("the sender could not be verified: %(results)s, says %(server)s")
        return Verdict("authentication", "unverified", reason, values)
    reason = gettext_noop("nothing vouches for its sender: %(results)s, says %(server)s")
    return Verdict("authentication", "none", reason, values, forbids_answer=False)


def is_forged(mail: ParsedMail, ctx: FilterContext) -> bool:
    """The domain asks to turn away what it did not send, and this is such a mail."""
    told = _told(mail, ctx)
    return told is not None and not _vouches(mail, told) and _fails(told)


def _told(mail: ParsedMail, ctx: FilterContext) -> Told | None:
    if ctx.trusted_server:
        return told_by(ctx.trusted_server, mail.headers.encoded("authentication-results"))
    return ctx.checked


def _vouches(mail: ParsedMail, told: Told) -> bool:
    """A DMARC pass, which is aligned by its nature, for the domain of the one and only From address."""
    dmarc = told.one("dmarc")
    if dmarc is None or dmarc.result != "pass":
        return False
    if dmarc.properties.get("header.from", mail.from_.domain).rpartition("@")[2].casefold() != mail.from_.domain:
        return False
    authors = mail.headers.encoded("from")
    return len(authors) == 1 and [one.email for one in read_addresses(authors[0])] == [mail.from_.email]


def _fails(told: Told) -> bool:
    dmarc = told.one("dmarc")
    return dmarc is not None and dmarc.result == "fail" and dmarc.policy != ""


def _in_short(told: Told) -> str:
    return f"DMARC {told.word('dmarc')}, DKIM {told.word('dkim')}, SPF {told.word('spf')}"


def _silent(ctx: FilterContext) -> Verdict:
    reason = gettext_noop("%(server)s says nothing of its sender")
    return Verdict("authentication", "not-told", reason, {"server": ctx.trusted_server}, forbids_answer=False)
