"""What would become of this mail, and why: nothing is stored, nothing is sent."""

from typing import Any

from deskhand.mail.clean import clean_html
from deskhand.mail.filters import FilterContext, judge_all, summary
from deskhand.mail.parse import Address, ParsedMail, parse
from deskhand.mail.quotes import split_quoted

MAX_MESSAGE = 50_000_000
"""Bytes of the largest mail that is accepted."""


def explain(raw: bytes, ctx: FilterContext | None = None, *, max_message: int = MAX_MESSAGE) -> dict[str, Any]:
    """A mail as plain values, ready for JSON, for any bytes whatsoever. No string in it is ever None.

    Keys: `subject`, `from` {`name`, `email`}, `to`, `cc`, `reply_to` (lists of the same), `text`, `html` (cleaned),
    `newest` (the text without quote and signature), `attachments` [{`filename`, `content_type`, `size`, `sha256`}],
    `verdicts` [{`filter`, `verdict`, `because`}], `would_answer`, `bounce` (None or {`recipients`, `permanent`}),
    `outcome`: "accepted", "quarantined" (there is nothing to read) or "refused" (too big, blocked, our own).
    """
    mail = parse(raw)
    verdicts = judge_all(mail, ctx or FilterContext())
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
        "outcome": _outcome(raw, mail, is_dropped=whole.drop, max_message=max_message),
    }


def is_readable(mail: ParsedMail) -> bool:
    """Whether there is anything in a mail that a person could work with: a header, a word, a file."""
    return bool(len(mail.headers) or mail.text.strip() or mail.attachments)


def _outcome(raw: bytes, mail: ParsedMail, *, is_dropped: bool, max_message: int) -> str:
    if len(raw) > max_message or is_dropped:
        return "refused"
    return "accepted" if is_readable(mail) else "quarantined"


def _person(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}
