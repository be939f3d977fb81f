"""The folder form: a file for each article and language, in folders that are categories.

A file begins with front matter (YAML between lines of ``---``), then Markdown, or HTML in files that end in ``.html``.
Parts of an article stand below lines ``<!-- issue -->``, ``<!-- environment -->``, ``<!-- resolution -->``, ``<!--
cause -->``; a text without such lines is the resolution. Pictures and files are named by relative addresses. Front
matter of others is read as far as its words are known (``tags``, ``draft``, ``lang``, ``weight``, ``description``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from deskhand.modules.knowledge import markdown
from deskhand.modules.knowledge.exchange import markup
from deskhand.modules.knowledge.exchange.archive import Archive, relative
from deskhand.modules.knowledge.exchange.parcel import Page, Parcel
from deskhand.modules.knowledge.models.article import SUMMARY_LIMIT, TITLE_LIMIT
from deskhand.modules.knowledge.words import PARTS, Words

MATTER_LIMIT = 20_000
"""Longest front matter in characters."""

TEXTS = (".md", ".markdown", ".html", ".htm")
SHELF_FILE = "_category.md"
"""The file of a folder that says what the category is called and about."""

_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PART = re.compile(r"^[ \t]*<!--\s*(issue|environment|resolution|cause)\s*-->[ \t]*$", re.MULTILINE)
_LANGUAGE_ENDING = re.compile(r"\.([a-z]{2,3})$")
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


class _Loader(yaml.SafeLoader):
    """Plain values only; anchors, by which a short text stands for a huge one, are refused."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


@dataclass
class _Read:
    """One file, taken apart."""

    path: str
    matter: Mapping[str, Any]
    html: dict[str, str]
    title: str
    problems: list[str] = field(default_factory=list)


def is_one(archive: Archive) -> bool:
    """True if there is any text in it."""
    return any(name.lower().endswith(TEXTS) for name in archive.names())


def read(archive: Archive, language: str) -> Parcel:
    """All pages; ``language`` is that of files which name none."""
    names = [name for name in archive.names() if name.lower().endswith(TEXTS)]
    shelves = {posixpath.dirname(name): _taken_apart(archive, name) for name in names if _is_shelf(name)}
    files = [_taken_apart(archive, name) for name in names if not _is_shelf(name)]
    origins = {one.path: _origin(one) for one in files}
    pages = tuple(_page(archive, one, shelves, origins, language) for one in files)
    texts = {_shelf_path(folder, shelves): markdown_text(one.html) for folder, one in shelves.items() if folder}
    named = {_shelf_path(folder, shelves): _named(one.matter) for folder, one in shelves.items() if folder}
    return Parcel(kind="folder", pages=pages, shelf_texts=texts, shelf_names=named)


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The front matter as a dictionary, and what follows it. Raises ValueError with a sentence."""
    found = _MATTER.match(text)
    if found is None:
        return {}, text
    if len(found[1]) > MATTER_LIMIT:
        raise ValueError(_("The front matter is too long: at most %(limit)s characters.") % {"limit": MATTER_LIMIT})
    try:
        read = yaml.load(found[1], _Loader)  # noqa: S506 (the loader is the safe one, without aliases)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        raise ValueError(_("The front matter cannot be read; look at line %(line)s.") % {"line": line}) from None
    if read is not None and not isinstance(read, dict):
        raise ValueError(_("The front matter is no list of names and values."))
    return {str(name).strip().lower(): value for name, value in (read or {}).items()}, text[found.end() :]


def markdown_text(html: Mapping[str, str]) -> str:
    """The plain words of all parts, on one line."""
    return " ".join(markup.text(markup.parsed(html[part])) for part in PARTS if html.get(part))


def _taken_apart(archive: Archive, path: str) -> _Read:
    text = archive.text(path).replace("\r\n", "\n")
    try:
        matter, body = front_matter(text)
    except ValueError as fault:
        return _Read(path, {}, {}, posixpath.basename(path), [str(fault)])
    if path.lower().endswith((".html", ".htm")):
        return _of_html(path, matter, body)
    return _of_markdown(path, matter, body)


def _of_markdown(path: str, matter: dict[str, Any], body: str) -> _Read:
    title = _words(matter.get("title"))
    heading = _HEADING.match(body)
    if heading is not None and not title:
        title, body = heading[1], body[heading.end() :]
    html = {part: markdown.rendered(text) for part, text in _parts(body).items()}
    return _Read(path, matter, html, title or _name(path))


def _of_html(path: str, matter: dict[str, Any], body: str) -> _Read:
    title = _words(matter.get("title"))
    pieces = _parts(body)
    if "<body" in body.lower() or "<html" in body.lower():
        root = markup.parsed(body)
        within = markup.first(root, "body")
        named = markup.first(root, "title")
        heading = markup.first(root, "h1")
        title = title or (markup.text(named) if named is not None else "")
        title = title or (markup.text(heading) if heading is not None else "")
        pieces = {"resolution": markup.inner(within) if within is not None else ""}
    return _Read(path, matter, pieces, title or _name(path))


def _parts(body: str) -> dict[str, str]:
    pieces = _PART.split(body)
    found = {"resolution": pieces[0].strip()} if pieces[0].strip() or len(pieces) == 1 else {}
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        found[name] = "\n\n".join(one for one in (found.get(name, ""), text.strip()) if one)
    return found


def _page(
    archive: Archive, one: _Read, shelves: Mapping[str, _Read], origins: Mapping[str, str], language: str
) -> Page:
    matter, problems, remarks = one.matter, list(one.problems), list[str]()
    spoken = _language(one, language)
    if spoken not in dict(settings.LANGUAGES):
        problems.append(_("The language “%(code)s” is not known.") % {"code": spoken})
    pictures, files, links = _addressed(archive, one, origins, problems, remarks)
    files += [name for name in _list(matter.get("files")) if relative(one.path, name)]
    summary = _words(matter.get("summary") or matter.get("description"))
    if len(one.title) > TITLE_LIMIT:
        problems.append(_("The title is too long: at most %(limit)s characters.") % {"limit": TITLE_LIMIT})
    return Page(
        origin=origins[one.path],
        path=one.path,
        language=spoken,
        words=Words(title=one.title, summary=summary[:SUMMARY_LIMIT], **one.html),
        shelves=_shelf_path(posixpath.dirname(one.path), shelves),
        position=_number(matter.get("position", matter.get("weight"))),
        audience=_words(matter.get("audience")),
        is_draft=matter.get("draft") is True,
        is_archived=_words(matter.get("confidence")) == "archived",
        keywords=", ".join(_list(matter.get("keywords") or matter.get("tags"))),
        owner=_words(matter.get("owner")),
        review_at=_instant(matter.get("review")),
        expires_at=_instant(matter.get("expires")),
        pictures=pictures,
        files=tuple(_there(archive, one.path, name, problems) for name in dict.fromkeys(files)),
        links=links,
        problems=tuple(problems),
        remarks=tuple(remarks),
    )


def _addressed(
    archive: Archive, one: _Read, origins: Mapping[str, str], problems: list[str], remarks: list[str]
) -> tuple[dict[str, str], list[str], dict[str, str]]:
    """What the addresses in the text mean: pictures, files to download, other articles."""
    pictures: dict[str, str] = {}
    files: list[str] = []
    links: dict[str, str] = {}
    for html in one.html.values():
        for tag, address in markup.addresses(markup.parsed(html)):
            target = _inside(one.path, address)
            if target is None:
                continue
            if tag == "img":
                if archive.has(target):
                    pictures[address] = target
                else:
                    problems.append(_("The picture %(name)s is not in the archive.") % {"name": address})
            elif target in origins:
                links[address] = origins[target]
            elif archive.has(target):
                files.append(address)
            else:
                remarks.append(_("The link to %(name)s leads nowhere.") % {"name": address})
    return pictures, files, links


def _inside(path: str, address: str) -> str | None:
    """The path of the archive that a relative address means; None for addresses of elsewhere."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    return relative(path, unquote(parts.path))


def _there(archive: Archive, path: str, name: str, problems: list[str]) -> str:
    target = relative(path, unquote(name)) or name
    if not archive.has(target):
        problems.append(_("The file %(name)s is not in the archive.") % {"name": name})
    return target


def _origin(one: _Read) -> str:
    """What names the article for ever: its number in the export of a desk, else its path without language."""
    given = _words(one.matter.get("origin"))
    if given:
        return given[:200]
    stem = posixpath.splitext(one.path)[0]
    return f"folder:{_LANGUAGE_ENDING.sub('', stem)}"[:200]


def _language(one: _Read, language: str) -> str:
    ending = _LANGUAGE_ENDING.search(posixpath.splitext(one.path)[0])
    given = _words(one.matter.get("language") or one.matter.get("lang"))
    return (given or (ending[1] if ending else "") or language).partition("-")[0].lower()


def _is_shelf(path: str) -> bool:
    return posixpath.basename(path) in (SHELF_FILE, "_index.md")


def _shelf_path(folder: str, shelves: Mapping[str, _Read]) -> tuple[str, ...]:
    pieces = [one for one in folder.split("/") if one]
    paths = ["/".join(pieces[: number + 1]) for number in range(len(pieces))]
    return tuple(shelves[path].title if path in shelves else _spoken(path.rpartition("/")[2]) for path in paths)


def _name(path: str) -> str:
    return _spoken(_LANGUAGE_ENDING.sub("", posixpath.splitext(posixpath.basename(path))[0]))


def _spoken(name: str) -> str:
    words = re.sub(r"^\d{1,4}[-_. ]+", "", name).replace("_", " ").replace("-", " ").strip() or name
    return words[:1].upper() + words[1:]


def _words(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and value is not True else ""


def _named(matter: Mapping[str, Any]) -> dict[str, str]:
    """Names of a category in further languages."""
    given = matter.get("names")
    known = dict(settings.LANGUAGES)
    named = given.items() if isinstance(given, dict) else ()
    return {str(code): _words(name) for code, name in named if str(code) in known and _words(name)}


def _instant(value: Any) -> datetime | None:
    """An instant of the front matter: one with a zone, or a day, which begins in the zone of whoever imports."""
    if isinstance(value, datetime):
        return value if value.tzinfo else timezone.make_aware(value)
    return timezone.make_aware(datetime.combine(value, time.min)) if isinstance(value, date) else None


def _list(value: Any) -> list[str]:
    given = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    return [words for one in given if (words := _words(one))]


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 1_000_000 else 0
