"""The patterns by which quotes, forwarded mails and signatures are known, in some thirty languages."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage

_WORDS: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


def _any_of(*lists: str) -> str:
    return "(?:" + "|".join(word for name in lists for word in _WORDS[name]) + ")"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


WROTE = _compiled(_any_of("wrote") + r"\b.{0,120}[:：]?\s*$")
"""The end of "On Monday, somebody wrote:"."""

FROM_LABEL = _compiled(r"[\s>*_]*" + _any_of("from") + r"\s?[*_]*\s?[:：]")
ANY_LABEL = _compiled(r"[\s>*_]*" + _any_of("from", "labels") + r"\s?[*_]*\s?[:：]")
"""The beginning of a line in a quoted header."""

ORIGINAL = _compiled(
    r"[\s>*]*+(?:[-_=]{2,}+\s*+" + _any_of("original") + r"\s*[-_=]{2,}"
    # Lotus Notes: "-----Somebody <it@x.example> wrote: -----".
    r"|-----.{1,200}?" + _any_of("wrote") + r"\s?:\s?-----)\s*$"
)
FORWARDED = _compiled(r"[\s>*]*+[-_=]{0,40}+\s*+" + _any_of("forwarded") + r"\s*[-_=:：]*\s*$")
CLOSING = _compiled(r"\s*" + _any_of("closings") + r"\s*[,.!;:，。、]*\s*$")
DEVICE = _compiled(r"\s*[-*_]*\s*" + _any_of("devices"))
_FORWARD_PREFIX = _compiled(r"\s*(?:\[[^\]]{0,60}\]\s*)?" + _any_of("forward_prefixes") + r"\s?(?:\[\d+\])?\s?[:：]")


def is_forward_subject(subject: str) -> bool:
    """Whether the newest prefix of a subject says that the mail is a forwarded one ("AW: WG: ..." is an answer)."""
    return _FORWARD_PREFIX.match(subject) is not None


@lru_cache(maxsize=1)
def library_headers() -> re.Pattern[str]:
    """The attribution lines and header blocks that mail-parser-reply knows, all its languages in one pattern.

    Its own reader strips and searches the whole text with patterns of unbounded cost; here the pattern is only ever
    matched against a few short lines at a time.
    """
    # Polish takes one line such as "Do: ..." for a header, and "david" is a program whose pattern spans half a mail.
    languages = sorted(set(MAIL_LANGUAGES) - {"david", "pl", "en"})
    return EmailMessage(text="", languages=["en", *languages]).HEADER_REGEX  # type: ignore[no-any-return]
