"""The words of a version: read from forms and programs, checked and cleaned once."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields

from django.utils.text import slugify
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge import rich
from deskhand.modules.knowledge.models import Version
from deskhand.modules.knowledge.models.article import SUMMARY_LIMIT, TITLE_LIMIT

PARTS = ("issue", "environment", "resolution", "cause")
"""The parts of an article after KCS, in the order in which they are read."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an article says in one language: a title, a summary in plain text, and HTML in four parts."""

    title: str
    summary: str = ""
    issue: str = ""
    environment: str = ""
    resolution: str = ""
    cause: str = ""

    def columns(self) -> dict[str, str]:
        """As columns of Version."""
        return asdict(self)

    def texts(self) -> list[str]:
        """The parts as plain text, those with words."""
        return [text for part in PARTS if (text := rich.text_of(getattr(self, part)).strip())]


def of(version: Version) -> Words:
    """The words of a version."""
    return Words(**{one.name: getattr(version, one.name) for one in fields(Words)})


def plain(words: Words) -> dict[str, str]:
    """The summary and the parts as plain text, by their names; those without words are empty."""
    return {"summary": words.summary} | {part: rich.text_of(getattr(words, part)).strip() for part in PARTS}


def taken(words: Words) -> Words:
    """Checked and cleaned. Raises Invalid with the fields that cannot be taken."""
    wrong: dict[str, str] = {}
    title, summary = " ".join(words.title.split()), " ".join(words.summary.split())
    if not title:
        wrong["title"] = _("Write a title: what people would ask, in their words.")
    elif len(title) > TITLE_LIMIT:
        wrong["title"] = _("At most %(limit)s characters.") % {"limit": TITLE_LIMIT}
    if len(summary) > SUMMARY_LIMIT:
        wrong["summary"] = _("At most %(limit)s characters.") % {"limit": SUMMARY_LIMIT}
    for part in PARTS:
        if len(getattr(words, part)) > rich.PART_LIMIT:
            wrong[part] = _("This part is too long: at most %(limit)s characters.") % {"limit": rich.PART_LIMIT}
    if wrong:
        raise Invalid(_("This article cannot be saved."), wrong)
    return Words(title=title, summary=summary, **{part: clean(getattr(words, part)) for part in PARTS})


def is_empty(words: Words) -> bool:
    """True if there is a title at most."""
    return not any(getattr(words, part) for part in PARTS)


def slug_of(title: str) -> str:
    """The readable part of an address: letters of any script, digits and dashes."""
    return slugify(title, allow_unicode=True)[:80].strip("-") or "article"


_NOTHING = re.compile(r"(?:<p[^>]*>|</p>|<br[^>]*>|\s|&nbsp;)*")


def clean(html: str) -> str:
    """HTML of one part, cleaned; nothing where there is no word and no picture in it."""
    cleaned = rich.cleaned(html)
    return "" if _NOTHING.fullmatch(cleaned) else cleaned.strip()
