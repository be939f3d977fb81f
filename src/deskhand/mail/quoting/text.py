"""Cutting plain text: the newest words, their signature, what they answer."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from deskhand.mail.quoting.languages import (
    ANY_LABEL,
    CLOSING,
    DEVICE,
    FORWARDED,
    FROM_LABEL,
    ORIGINAL,
    WROTE,
    is_forward_subject,
    library_headers,
)  # fmt: skip

MAX_LINES = 5_000
"""Lines that are looked at; a reply longer than that is shown whole."""

MAX_SIGNATURE_LINES = 12
_MAX_LINE = 300
_MAX_WINDOW = 4
_DATE_OR_ADDRESS = re.compile(r"\d{1,4}|@")
_NAMES_ADDRESS = re.compile(r"\d.*<[^<>\s]+@[^<>\s]+>\s*[:：]\s*$")
_DIGIT = re.compile(r"\d")
_IN_BRACKETS = re.compile(r"<[^<>]*>")
_DASHES = re.compile(r"\s*(?:--|—|––)\s?$")
_RULE = re.compile(r"\s*[_=*-]{20,}\s*$")
_REPLY_LINE = re.compile(r"##- .{1,120} -##")


class SplitText(NamedTuple):
    """A text in pieces. Where the answer stands below the quote, `newest` follows `quoted`; else in this order."""

    newest: str
    signature: str
    quoted: str


def reply_line(words: str) -> str:
    """The line that our mails carry above what should not come back, for instance "Please reply above this line"."""
    return f"##- {words} -##"


def has_reply_line(text: str) -> bool:
    """Whether our line stands in a stretch of text."""
    return _REPLY_LINE.search(text) is not None


def split_quoted(text: str, *, subject: str = "") -> SplitText:
    """What the writer wrote now, the signature below it, and the older mail that is quoted.

    No character is lost: the pieces together are the text. A forwarded mail (by its subject or its own words) and a
    text that is nothing but a quote stay whole, and so do answers written between the quoted lines.
    """
    lines = text.splitlines(keepends=True)[:MAX_LINES]
    if is_forward_subject(subject):
        return SplitText(text, "", "")
    cut = _first_cut(lines)
    if cut is not None and _is_forward(lines, cut):
        return SplitText(text, "", "")
    if cut is not None and not "".join(lines[:cut]).strip():
        return _answer_below(text, lines, cut)
    at = len(text) if cut is None else len("".join(lines[:cut]))
    if cut is not None and _has_answers_between(lines[cut:]):
        at = len(text)
    newest, signature = split_signature(text[:at])
    return SplitText(newest, signature, text[at:])


def split_signature(text: str) -> tuple[str, str]:
    """The words and the signature: from "-- ", from a closing ("Kind regards,") or from a device's line to the end."""
    lines = text.splitlines(keepends=True)
    last = max((n for n, line in enumerate(lines) if line.strip()), default=-1)
    for n in range(max(0, last - MAX_SIGNATURE_LINES - 8), last + 1):
        if _starts_signature(lines, n, last) and "".join(lines[:n]).strip():
            return "".join(lines[:n]), "".join(lines[n:])
    return text, ""


def attribution_start(lines: Sequence[str], quote: int) -> int:
    """Where "On ..., somebody wrote:" begins above a quote; the quote's own place when there is no such line."""
    above = quote
    while above > 0 and not lines[above - 1].strip() and quote - above < 2:
        above -= 1
    found = [n for n in range(above - 1, max(-1, above - _MAX_WINDOW), -1) if is_attribution(lines[n:above])]
    # "<it@x.example> wrote:" is only the end of it: the date stands on the line above.
    dated = (n for n in found if _DIGIT.search(_IN_BRACKETS.sub("", " ".join(lines[n:above]))))
    if found:
        return next(dated, found[0])
    # Some languages say it without a verb: "пн, 3 нояб. 2026 г. в 10:00, IT <it@...>:" right above the marks.
    return above - 1 if above and quote < len(lines) and _NAMES_ADDRESS.search(lines[above - 1][-_MAX_LINE:]) else quote


def is_attribution(lines: Sequence[str]) -> bool:
    """Whether these one to four lines together say who wrote the quote below them, and when."""
    if not 0 < len(lines) < _MAX_WINDOW + 1 or any(len(line) > _MAX_LINE or not line.strip() for line in lines):
        return False
    joined = " ".join(line.strip().lstrip("> ") for line in lines)
    if not _DATE_OR_ADDRESS.search(joined) or len(joined) > 2 * _MAX_LINE:
        return False
    return bool(WROTE.search(joined) or library_headers().match(joined))


def is_header_block(lines: Sequence[str]) -> bool:
    """Whether a From line (in any language) stands here, with at least two of Sent, To, Subject below it."""
    if not lines or len(lines[0]) > _MAX_LINE or not FROM_LABEL.match(lines[0]):
        return False
    labels = sum(1 for line in [line for line in lines[1:12] if line.strip()][:6] if ANY_LABEL.match(line[:80]))
    return labels >= 2


def _first_cut(lines: Sequence[str]) -> int | None:
    """The line on which quoted matter begins, its attribution or header included."""
    for n, line in enumerate(lines):
        if has_reply_line(line) or ORIGINAL.match(line[:_MAX_LINE]) or FORWARDED.match(line[:_MAX_LINE]):
            return attribution_start(lines, n) if has_reply_line(line) else n
        if is_header_block(lines[n : n + 12]):
            return n - 1 if n and _RULE.match(lines[n - 1]) else n
        if line.startswith(">"):
            return attribution_start(lines, n)
        if (
            WROTE.search(line.strip()[-160:])
            and (start := attribution_start(lines, n + 1)) <= n
            and _ends_with_colon(line)
        ):
            return start
    return None


def _ends_with_colon(line: str) -> bool:
    """Unquoted quotes (mobile programs) are only believed below a line that surely introduces them."""
    return line.strip().endswith((":", "："))


def _is_forward(lines: Sequence[str], cut: int) -> bool:
    return any(FORWARDED.match(line[:_MAX_LINE]) for line in lines[cut : cut + 3])


def _answer_below(text: str, lines: Sequence[str], cut: int) -> SplitText:
    """Nothing above the quote: the answer stands below it, or between its lines, or there is none."""
    quote = cut
    while quote < len(lines) and not lines[quote].startswith(">"):
        quote += 1
    end = quote
    while end < len(lines) and (lines[end].startswith(">") or not lines[end].strip()):
        end += 1
    if quote == len(lines) or end == len(lines) or any(line.startswith(">") for line in lines[end:]):
        return SplitText(text, "", "")
    at = len("".join(lines[:end]))
    newest, signature = split_signature(text[at:])
    return SplitText(newest, signature, text[:at])


def _has_answers_between(tail: Sequence[str]) -> bool:
    """Whether somebody wrote below or between lines marked with ">" (a signature below does not count)."""
    marked = [n for n, line in enumerate(tail) if line.startswith(">")]
    if not marked or any(is_header_block(tail[n : n + 12]) for n in range(marked[0])):
        return False
    own = [line.strip() for line in tail[marked[0] :] if line.strip() and not line.startswith(">")]
    words, _ = split_signature("\n" + "\n".join(own))
    return bool(own) and not _is_small_print(own) and bool(words.strip())


def _is_small_print(own: Sequence[str]) -> bool:
    """The footer that a list server or a signature leaves below the quote."""
    return bool(_DASHES.match(own[0]) or _RULE.match(own[0]) or DEVICE.match(own[0]) or CLOSING.match(own[0]))


def _starts_signature(lines: Sequence[str], n: int, last: int) -> bool:
    line = lines[n].rstrip("\n")
    if len(line) > _MAX_LINE:
        return False
    if _DASHES.match(line):
        return True
    rest = [one.strip() for one in lines[n + 1 : last + 1] if one.strip()]
    if DEVICE.match(line):
        return len(rest) <= 1
    if not rest or not CLOSING.match(line) or len(rest) > MAX_SIGNATURE_LINES:
        return False
    # A closing is one when names, numbers and addresses follow, not sentences that go on talking.
    return all(len(one) <= 120 and not one.endswith("?") for one in rest[:4]) and not any(
        one.lower().startswith(("p.s", "ps:", "ps ")) for one in rest
    )
