"""From what is typed to what is kept, one question at a time. Whether it is needed or in range is judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.mail.clean import clean_composed, text_from_html
from deskhand.modules.catalog.asking import limits
from deskhand.modules.catalog.asking.form import Kind, Question

YES = "yes"
"""What a ticked box holds."""

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years that a date may have."""

_TRUE, _FALSE = frozenset({"yes", "on", "true", "1"}), frozenset({"no", "off", "false", "0", ""})
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?")


def understood(question: Question, given: Sequence[str]) -> list[str]:
    """The texts that are kept. Raises Invalid with a sentence about this question. References and files are only
    cleaned here: who and what they name, others know."""
    cleaned = [clean for one in given if (clean := _UNSTORABLE.sub("", one).strip())]
    if question.kind == Kind.CHOICES:
        return _chosen(question, cleaned)
    if question.kind == Kind.ATTACHMENT:
        return _named(cleaned)
    if len(cleaned) > 1:
        raise Invalid(_("Give one answer."))
    if not cleaned:
        return []
    read = _READERS[question.kind](question, cleaned[0])
    return [read] if read else []


def check(question: Question, given: Sequence[str], path: str) -> None:
    """Refuses, at that place of a form, what could not be an answer."""
    try:
        kept = understood(question, given)
    except Invalid as refusal:
        raise Invalid(str(refusal), {path: str(refusal)}) from None
    if kept != list(given):
        words = _("Write it as it is kept: %(values)s") % {"values": ", ".join(kept)[:100]}
        raise Invalid(words, {path: words})


def digits(number: Decimal) -> str:
    """A number without needless zeros: ``12.5``."""
    return f"{number.normalize():f}" if number else "0"


def _chosen(question: Question, codes: Sequence[str]) -> list[str]:
    known = [one.code for one in question.options]
    for code in codes:
        if code not in known:
            raise Invalid(_("“%(value)s” is no choice of this question.") % {"value": code[:60]})
    return [code for code in known if code in codes]


def _named(names: Sequence[str]) -> list[str]:
    if len(names) > limits.FILE_LIMIT:
        raise Invalid(_("At most %(limit)s files.") % {"limit": limits.FILE_LIMIT})
    return [one[:200] for one in names]


def _line(question: Question, text: str) -> str:
    return _short_enough(re.sub(r"\s+", " ", text), limits.TEXT_LIMIT)


def _secret(question: Question, text: str) -> str:
    return _short_enough(text, limits.TEXT_LIMIT)


def _lines(question: Question, text: str) -> str:
    return _short_enough(text.replace("\r\n", "\n"), limits.LONG_LIMIT)


def _rich(question: Question, text: str) -> str:
    html = clean_composed(_short_enough(text, limits.LONG_LIMIT))
    return html if text_from_html(html).strip() else ""


def _short_enough(text: str, most: int) -> str:
    if len(text) > most:
        raise Invalid(_("At most %(limit)s characters.") % {"limit": most})
    return text


def _number(question: Question, text: str) -> str:
    plain = text.replace("\u00a0", "").replace(" ", "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    refusal = Invalid(_("Write a number, as in 12 or 12.5."))
    if not _NUMBER.fullmatch(plain):
        raise refusal
    try:
        kept = digits(Decimal(plain))
    except InvalidOperation:
        raise refusal from None
    whole, _point, fraction = kept.lstrip("-").partition(".")
    if question.kind == Kind.INTEGER and fraction:
        raise Invalid(_("Write a whole number, as in 12."))
    places = limits.MONEY_PLACES if question.kind == Kind.MONEY else limits.PLACES
    if len(fraction) > places:
        raise Invalid(_("At most %(limit)s digits behind the point.") % {"limit": places})
    if len(whole) + len(fraction) > limits.DIGITS:
        raise Invalid(_("At most %(limit)s digits.") % {"limit": limits.DIGITS})
    return kept


def _day(question: Question, text: str) -> str:
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid(_("Write a date as in 2026-03-02."))
    return found.isoformat()


def _instant(question: Question, text: str) -> str:
    try:
        found = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid(_("Write a date and time as in 2026-03-02 14:30."))
    return found.isoformat(timespec="minutes")


def _choice(question: Question, text: str) -> str:
    return _chosen(question, [text])[0]


def _box(question: Question, text: str) -> str:
    word = text.lower()
    if word not in _TRUE | _FALSE:
        raise Invalid(_("Write yes or no."))
    return YES if word in _TRUE else ""


_READERS: Mapping[Kind, Callable[[Question, str], str]] = {
    Kind.TEXT: _line,
    Kind.MULTILINE: _lines,
    Kind.RICH: _rich,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
    Kind.DATE: _day,
    Kind.DATETIME: _instant,
    Kind.CHOICE: _choice,
    Kind.CHECKBOX: _box,
    Kind.REFERENCE: _line,
    Kind.MASKED: _secret,
}
