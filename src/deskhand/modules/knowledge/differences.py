"""What is different between two versions, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from deskhand.modules.knowledge import rich
from deskhand.modules.knowledge.words import PARTS, Words

WORDS_LIMIT = 6_000
"""Words of a part that are compared one by one; of a longer one its lines are."""

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Change:
    """A part that is different: runs of text, each ``same``, ``gone`` or ``new``."""

    label: str
    runs: list[tuple[str, str]]


def between(before: Words, after: Words) -> list[Change]:
    """The parts that are different, in the order in which they are read. Words are compared, not how they look."""
    return [
        Change(label, runs(old, new))
        for label, old, new in _pairs(before, after)
        if " ".join(old.split()) != " ".join(new.split())
    ]


def runs(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts as runs of what stays, goes and comes."""
    old, new = _cut(before), _cut(after)
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(old) > WORDS_LIMIT // 4).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        found += [(kind, said) for kind, said in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if said]
    return found


def _pairs(before: Words, after: Words) -> Iterator[tuple[str, str, str]]:
    labels = {
        "issue": _("Issue"),
        "environment": _("Environment"),
        "resolution": _("Resolution"),
        "cause": _("Cause"),
    }
    yield _("Title"), before.title, after.title
    yield _("Summary"), before.summary, after.summary
    for part in PARTS:
        yield labels[part], rich.text_of(getattr(before, part)), rich.text_of(getattr(after, part))


def _cut(text: str) -> list[str]:
    words = _WORD.findall(text)
    return words if len(words) <= WORDS_LIMIT else text.splitlines(keepends=True)
