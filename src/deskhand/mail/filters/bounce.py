"""Is this a report that a mail could not be delivered?"""

import re
from collections.abc import Iterable

from deskhand.mail.filters.verdict import Bounce, FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.addresses import usable_email
from deskhand.mail.parsing.fields import Headers, read_headers
from deskhand.mail.parsing.identifiers import message_id, message_ids
from deskhand.mail.parsing.model import ParsedMail, ParsedPart

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_TYPES = frozenset({"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"})
_DAEMON = re.compile(
    r"(?:mailer-daemon|mail-daemon|mdaemon|postmaster|bounces?|mail delivery (?:sub)?system"
    r"|microsoftexchange[0-9a-f]+)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"""
    undeliver|delivery\ (?:status\ notification|failure|has\ failed|delayed)|mail\ delivery|returned\ mail
    |failure\ notice|message\ not\ delivered|unzustellbar|zustellung\ fehlgeschlagen|non\ remis
    |échec\ de\ (?:la\ )?remise
    |no\ se\ puede\ entregar|no\ entregado|recapito|onbestelbaar|nie\ można\ dostarczyć|niedostarcz
    |недоставлен|не\ удалось\ доставить|無法傳遞|无法(?:传递|送达)|配信不能|配信できません|배달되지\ 않음
    |echec\ de\ (?:la\ )?remise|ne\ peut\ être\ remis|não\ entreg|impossível\ entregar|olevererbar|ej\ levererat
    |kan\ ikke\ leveres|ikke\ leveret|toimitus\ epäonnistui|nedoručiteln|kézbesíthetetlen|teslim\ edilemedi
    |message\ status|could\ not\ be\ delivered|warning:\ (?:could\ not\ send|message\ .{1,60}\ delayed)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY_CODE = re.compile(r"\b(5\d\d|4\d\d)[ -]")
_REPLY_LINE = re.compile(r"^.{0,200}?\b([45]\d\d[ -].{1,300})$", re.MULTILINE)
_ADDRESS = re.compile(r"<([^<>\s]{1,254}@[^<>\s]{1,254})>")
_ADDRESS_LINE = re.compile(r"^[^\S\n]{0,50}<([^<>\s]{1,254}@[^<>\s]{1,254})>:[^\S\n]{0,50}$", re.MULTILINE)
# Below such a line the returned mail stands, whose addresses are not the ones that failed.
_COPY = re.compile(
    r"^-{3,200}.{0,20}(?:copy|original|returned|message follows|headers).{0,60}$", re.IGNORECASE | re.MULTILINE
)
_MESSAGE_ID_LINE = re.compile(r"^[> \t]*message-id:\s*(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_MAX_RECIPIENTS = 100
_LOOKED_AT = 50_000


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """A delivery status notification (RFC 3464), or the mail of a mail system that has none of its fields."""
    statuses = [part for part in mail.attachments if part.content_type in _STATUS_TYPES]
    blocks = [block for part in statuses for block in _blocks(part)]
    reports = [block for block in blocks if "final-recipient" in block or "original-recipient" in block]
    is_told = _is_told_by_a_daemon(mail)
    if reports and (is_told or _is_from_a_program(mail)):
        return _from_reports(mail, reports)
    if not is_told:
        return None
    return _from_words(mail)


def _from_reports(mail: ParsedMail, reports: list[Headers]) -> Verdict:
    troubled = [report for report in reports if _action(report) in ("failed", "delayed", "")]
    if not troubled:
        return Verdict("bounce", "delivered", gettext_noop("it says that a mail was delivered"), is_automatic=True)
    failed = [report for report in troubled if _is_permanent(report)]
    told = (failed or troubled)[0]
    bounce = Bounce(
        recipients=_distinct(_recipient(report) for report in (failed or troubled)),
        permanent=bool(failed),
        status=_found(_STATUS, told.get("status")),
        server_says=told.get("diagnostic-code").partition(";")[2].strip() or told.get("diagnostic-code"),
        original_message_id=_original_id(mail),
    )
    return _verdict(bounce)


def _from_words(mail: ParsedMail) -> Verdict:
    """No fields to read: the recipients stand in a header (Exim) or in the text (qmail, Exchange of old)."""
    text = _COPY.split(mail.text[:_LOOKED_AT])[0]
    told = mail.headers.get("x-failed-recipients").split(",")
    known = {mail.from_.email.casefold(), *(to.email.casefold() for to in mail.to)}
    named = _ADDRESS_LINE.findall(text) or _ADDRESS.findall(text)
    named = [email for email in named if email.casefold() not in known]
    status = _found(_STATUS, text)
    code = _found(_REPLY_CODE, text)
    says = _REPLY_LINE.search(text)
    bounce = Bounce(
        recipients=_distinct(usable_email(one) for one in (told if any(told) else named)),
        permanent=not (status.startswith("4") or (not status and code.startswith("4"))),
        status=status,
        server_says=says[1].strip() if says else "",
        original_message_id=_original_id(mail),
    )
    return _verdict(bounce)


def _verdict(bounce: Bounce) -> Verdict:
    words = (
        gettext_noop("%(who)s could not be reached") if bounce.permanent else gettext_noop("mail to %(who)s is late")
    )
    who = ", ".join(bounce.recipients[:5]) or "?"
    kind = "bounce" if bounce.permanent else "delayed"
    return Verdict("bounce", kind, words, {"who": who}, is_automatic=True, bounce=bounce)


def _is_told_by_a_daemon(mail: ParsedMail) -> bool:
    if "x-failed-recipients" in mail.headers:
        return True
    is_report = "delivery-status" in mail.headers.get("content-type").lower()
    return _is_from_a_program(mail) and (is_report or _SUBJECT.search(mail.subject) is not None)


def _is_from_a_program(mail: ParsedMail) -> bool:
    """A person who forwards a report with its parts does not report."""
    names = (mail.from_.email.partition("@")[0] or mail.from_.name, mail.sender.email.partition("@")[0])
    is_report = "multipart/report" in mail.headers.get("content-type").lower()
    return is_report or mail.return_path == "" or any(_DAEMON.match(name) for name in names)


def _blocks(part: ParsedPart) -> list[Headers]:
    """The header blocks of a delivery-status part: one about the mail, then one for each recipient."""
    content, at, found = part.content[:_LOOKED_AT], 0, list[Headers]()
    while at < len(content) and len(found) <= _MAX_RECIPIENTS:
        headers, end = read_headers(content, at, len(content))
        if len(headers):
            found.append(headers)
        at = end if end > at else content.find(b"\n", at) + 1 or len(content)
    return found


def _action(report: Headers) -> str:
    return report.get("action").lower().partition(" ")[0]


def _is_permanent(report: Headers) -> bool:
    return _action(report) == "failed" or (not _action(report) and report.get("status").startswith("5"))


def _recipient(report: Headers) -> str:
    for name in ("original-recipient", "final-recipient"):
        if email := usable_email(report.get(name).rpartition(";")[2]):
            return email
    return ""


def _original_id(mail: ParsedMail) -> str:
    """The Message-ID of what was returned: attached, quoted in the text, or referred to."""
    for part in mail.attachments:
        if part.content_type in _RETURNED_TYPES:
            headers, _ = read_headers(part.content, 0, len(part.content))
            if found := message_id(headers.get("message-id")):
                return found
    quoted = _MESSAGE_ID_LINE.search(mail.text[:_LOOKED_AT])
    if quoted:
        return message_ids(quoted[1])[0]
    return next(iter((*mail.in_reply_to, *reversed(mail.references))), "")


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0].strip(" -") if match else ""


def _distinct(emails: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(email for email in emails if email))[:_MAX_RECIPIENTS]
