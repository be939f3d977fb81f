"""What would become of this mail, and why: nothing is stored, nothing is sent."""

from dataclasses import dataclass, replace
from typing import Any

from deskhand.mail.clean import clean_html
from deskhand.mail.filters import FilterContext, judge_all, summary
from deskhand.mail.parse import Address, ParsedMail, parse
from deskhand.mail.parsing.fields import read_headers
from deskhand.mail.quotes import split_quoted

MAX_MESSAGE = 50 * 1024 * 1024
"""Bytes of the largest mail that is accepted, where nobody has set another limit (``max_mail``)."""

_HEADER_ALONE = 1_000_000
"""Bytes of a mail that is too large of which its header is read; the rest is not looked at."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What :func:`explain` tells, as JSON, to be handed from one process to another."""

    words: str


def explain(raw: bytes, ctx: FilterContext | None = None, *, max_message: int = MAX_MESSAGE) -> dict[str, Any]:
    """A mail as plain values, ready for JSON, for any bytes whatsoever. No string in it is ever None.

    Keys: `subject`, `from` {`name`, `email`}, `to`, `cc`, `reply_to` (lists of the same), `text`, `html` (cleaned),
    `newest` (the text without quote and signature), `attachments` [{`filename`, `content_type`, `size`, `sha256`}],
    `verdicts` [{`filter`, `verdict`, `because`}], `would_answer`, `bounce` (None or {`recipients`, `permanent`}),
    `outcome`: "accepted", "quarantined" (there is nothing to read) or "refused" (too big, blocked, our own).
    """
    is_too_large = len(raw) > max_message
    mail = _header_of(raw) if is_too_large else parse(raw)
    verdicts = judge_all(mail, replace(ctx or FilterContext(), size=len(raw), max_size=max_message))
    whole = summary(verdicts)
    return {
        "subject": mail.subject,
        "from": _person(mail.from_),
        "to": [_person(address) for address in mail.to],
        "cc": [_person(address) for address in mail.cc],
        "reply_to": [_person(address) for address in mail.reply_to],
        "text": mail.text,
        "html": clean_html(mail.html, cid_url=lambda cid: f"cid:{cid}").html,
        "newest": split_quoted(mail.text, subject=mail.subject).newest.strip(),
        "attachments": [
            {"filename": part.filename, "content_type": part.content_type, "size": part.size, "sha256": part.sha256}
            for part in mail.attachments
        ],
        "verdicts": [{"filter": one.filter, "verdict": one.verdict, "because": one.because} for one in verdicts],
        "would_answer": whole.may_answer,
        "bounce": {"recipients": list(whole.bounce.recipients), "permanent": whole.bounce.permanent}
        if whole.bounce
        else None,
        "outcome": _outcome(mail, is_refused=is_too_large or whole.drop),
    }


def unexplained(why: str, *, subject: str = "", name: str = "", email: str = "") -> dict[str, Any]:
    """The same for a mail that takes too much to read: what its header seems to say, and ``why`` it is put aside."""
    told = explain(b"")
    told |= {"subject": subject, "from": {"name": name, "email": email}, "would_answer": False}
    return told | {"verdicts": [{"filter": "limits", "verdict": "too-much", "because": why}]}


def _header_of(raw: bytes) -> ParsedMail:
    headers, body = read_headers(raw[:_HEADER_ALONE], 0, min(len(raw), _HEADER_ALONE))
    return parse(raw[:body]) if len(headers) else parse(b"")


def is_readable(mail: ParsedMail) -> bool:
    """Whether there is anything in a mail that a person could work with: a header, a word, a file."""
    return bool(len(mail.headers) or mail.text.strip() or mail.attachments)


def _outcome(mail: ParsedMail, *, is_refused: bool) -> str:
    if is_refused:
        return "refused"
    return "accepted" if is_readable(mail) else "quarantined"


def _person(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}
