"""A template as a file: what it says in which language, read once and judged by its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.desk_templates.models import WORD_LIMIT
from deskhand.kernel.errors import Invalid

FILE_LIMIT = 256 * 1024
"""Largest file of a template in bytes."""

ENTRIES_LIMIT = 200
"""Most tables of one section of a template."""

HEAD = ("key", "place", "icon", "title", "summary", "desk_name")
"""What the table ``[template]`` says."""

_WORD = re.compile(r"[a-z][a-z0-9_-]*")
_TABLE = re.compile(r"^\s*(?:\[\[(?P<many>[a-z_]+)\]\]|\[(?P<one>[a-z_]+)\])\s*(?:#.*)?$")


@dataclass(frozen=True)
class Entry:
    """One table: something that a desk shall have. ``line`` is where it begins in the file."""

    file: str
    section: str
    code: str
    line: int
    given: Mapping[str, Any] = field(repr=False)

    def said(self, language: str) -> dict[str, Any]:
        """What it says in a language; where that is missing, in one that there is."""
        return dict(spoken(self.given, language))

    def wrong(self, words: str) -> Invalid:
        """That it cannot be, and where that stands."""
        return wrong(self.file, self.line, words)


@dataclass(frozen=True)
class Template:
    """A whole file. ``sections`` are its tables by their word, in the order of the file."""

    key: str
    file: str
    place: int
    icon: str
    head: Mapping[str, Any]
    sections: Mapping[str, tuple[Entry, ...]] = field(repr=False)

    def text(self, name: str, language: str) -> str:
        """A text of its head."""
        return str(spoken(self.head.get(name, ""), language))


def wrong(file: str, line: int, words: str) -> Invalid:
    """A refusal that names file and line."""
    where = _("%(file)s, line %(line)s: %(words)s") % {"file": file, "line": line, "words": words}
    return Invalid(where, {"template": where})


def read(path: Path) -> Template:
    """Read a file. Raises Invalid with its name, the line and what is wrong there."""
    if path.stat().st_size > FILE_LIMIT:
        raise wrong(path.name, 1, _("At most %(limit)s KB.") % {"limit": FILE_LIMIT // 1024})
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except UnicodeDecodeError:
        raise wrong(path.name, 1, _("The file is not written in UTF-8.")) from None
    except tomllib.TOMLDecodeError as error:
        raise wrong(path.name, _line_of(error), str(error)) from None
    head = found.pop("template", None)
    lines = _lines(text)
    at = next(lines.get("template", iter(())), 1)
    _check_head(path.name, at, head)
    sections = {word: tuple(_entries(path.name, word, tables, lines)) for word, tables in found.items()}
    return Template(head["key"], path.name, head.get("place", 50), head.get("icon", "package"), head, sections)


def spoken(given: Any, language: str) -> Any:
    """The same in one language: a table whose words are languages is the text of the one that was asked for."""
    if isinstance(given, Mapping):
        if is_of_languages(given):
            return given.get(language) or next(iter(given.values()))
        return {name: spoken(one, language) for name, one in given.items()}
    if isinstance(given, list):
        return [spoken(one, language) for one in given]
    return given


def is_of_languages(given: Mapping[str, Any]) -> bool:
    """Whether a table says one text in several languages."""
    known = dict(settings.LANGUAGES)
    return bool(given) and all(name in known and isinstance(one, str) for name, one in given.items())


def untold(given: Any, path: str = "") -> Iterator[str]:
    """Where a text is missing in a language that Deskhand speaks."""
    if isinstance(given, Mapping) and is_of_languages(given):
        missing = [code for code, _name in settings.LANGUAGES if not given.get(code, "").strip()]
        yield from (f"{path}.{code}".strip(".") for code in missing)
    elif isinstance(given, Mapping):
        for name, one in given.items():
            yield from untold(one, f"{path}.{name}")
    elif isinstance(given, list):
        for place, one in enumerate(given):
            yield from untold(one, f"{path}.{place}")


def _check_head(file: str, line: int, head: Any) -> None:
    if not isinstance(head, Mapping):
        raise wrong(file, line, _("The table [template] is missing."))
    for name in head:
        if name not in HEAD:
            raise wrong(file, line, _("[template] knows no “%(word)s”.") % {"word": name[:40]})
    key = head.get("key")
    if not isinstance(key, str) or not _WORD.fullmatch(key) or len(key) > WORD_LIMIT:
        raise wrong(file, line, _("key: small letters, digits and dashes, a letter first."))
    if not isinstance(head.get("place", 50), int) or not isinstance(head.get("icon", ""), str):
        raise wrong(file, line, _("place is a number, icon a word."))
    if not str(spoken(head.get("title", ""), settings.LANGUAGE_CODE)).strip():
        raise wrong(file, line, _("“%(name)s” is missing.") % {"name": "title"})


def _entries(file: str, word: str, tables: Any, lines: Mapping[str, Iterator[int]]) -> Iterator[Entry]:
    found = lines.get(word, iter(()))
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise wrong(file, next(found, 1), _("Write it as tables: [[%(word)s]].") % {"word": word[:40]})
    if len(tables) > ENTRIES_LIMIT:
        raise wrong(file, next(found, 1), _("At most %(limit)s of a kind.") % {"limit": ENTRIES_LIMIT})
    seen: set[str] = set()
    for one in tables:
        line, code = next(found, 1), one.get("code")
        if not isinstance(code, str) or not _WORD.fullmatch(code) or len(code) > WORD_LIMIT:
            raise wrong(file, line, _("code: small letters, digits and dashes, a letter first."))
        if code in seen:
            raise wrong(file, line, _("Two of them have the code “%(code)s”.") % {"code": code})
        seen.add(code)
        yield Entry(file, word, code, line, {name: value for name, value in one.items() if name != "code"})


def _lines(text: str) -> dict[str, Iterator[int]]:
    """The lines on which the tables of each word begin."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE.match(line):
            found.setdefault(match["many"] or match["one"], []).append(number)
    return {word: iter(numbers) for word, numbers in found.items()}


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 1
