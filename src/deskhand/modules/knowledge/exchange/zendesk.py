"""An export of Zendesk Guide: the lists that its Help Center API gives (``articles``, ``sections``, ``categories``,
``translations``, ``article_attachments``) as JSON files in an archive, a list on several pages in several files, and
the pictures beside them. Fields after
https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/."""

from __future__ import annotations

import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge.exchange import markup
from deskhand.modules.knowledge.exchange.archive import Archive
from deskhand.modules.knowledge.exchange.parcel import Page, Parcel
from deskhand.modules.knowledge.words import Words

LISTS = ("articles", "sections", "categories", "translations", "article_attachments")

Row = Mapping[str, Any]
_ATTACHMENT = re.compile(r"/article_attachments/(?:token/)?(\w+)")
_ARTICLE = re.compile(r"/articles/(\d+)")


@dataclass
class _Lists:
    rows: dict[str, dict[int, Row]] = field(default_factory=lambda: defaultdict(dict))
    files: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> dict[int, Row]:
        return self.rows[name]


def is_one(archive: Archive) -> bool:
    """True if a file of it begins a list of articles."""
    return any("articles" in _read(archive, name) for name in _json_files(archive))


def read(archive: Archive, language: str) -> Parcel:
    """All articles with their translations."""
    lists = _Lists()
    for name in _json_files(archive):
        for key, rows in _read(archive, name).items():
            if key in LISTS and isinstance(rows, list):
                lists.of(key).update({row["id"]: row for row in rows if _is_row(row)})
    lists.files = {posixpath.basename(name).casefold(): name for name in archive.names()}
    pages = [page for row in lists.of("articles").values() for page in _pages(archive, lists, row, language)]
    return Parcel(kind="zendesk", pages=tuple(pages), shelf_texts=_texts(lists))


def _json_files(archive: Archive) -> list[str]:
    return [name for name in archive.names() if name.lower().endswith(".json")]


def _read(archive: Archive, name: str) -> dict[str, Any]:
    try:
        found = json.loads(archive.text(name))
    except (ValueError, RecursionError):
        raise Invalid(
            _("This archive cannot be imported."), {"file": _("%(name)s is no JSON.") % {"name": name}}
        ) from None
    return found if isinstance(found, dict) else {}


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("id"), int)


def _pages(archive: Archive, lists: _Lists, row: Row, language: str) -> Iterator[Page]:
    source = _spoken(row.get("source_locale") or row.get("locale") or language)
    yield _page(archive, lists, row, row, source)
    seen = {source}
    for one in lists.of("translations").values():
        is_of_it = one.get("source_id") == row["id"] and one.get("source_type", "Article") == "Article"
        spoken = _spoken(one.get("locale") or "")
        if is_of_it and spoken and spoken not in seen:
            seen.add(spoken)
            yield _page(archive, lists, row, one, spoken)


def _page(archive: Archive, lists: _Lists, row: Row, said: Row, language: str) -> Page:
    html, problems = str(said.get("body") or ""), list[str]()
    title = " ".join(str(said.get("title") or said.get("name") or "").split())
    pictures, links = _addressed(archive, lists, html, problems)
    shelves, position = _shelves(lists, row.get("section_id")), row.get("position")
    return Page(
        origin=f"zendesk:{row['id']}",
        path=_("article %(number)s") % {"number": row["id"]},
        language=language,
        words=Words(title=title, resolution=html),
        shelves=shelves,
        position=position if isinstance(position, int) and 0 <= position < 1_000_000 else 0,
        audience="requesters" if row.get("user_segment_id") else "public",
        is_draft=said.get("draft") is True,
        keywords=", ".join(str(one) for one in row.get("label_names") or []),
        pictures=pictures,
        files=tuple(_attached(archive, lists, row)),
        links=links,
        problems=tuple(problems),
    )


def _addressed(
    archive: Archive, lists: _Lists, html: str, problems: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    pictures: dict[str, str] = {}
    links: dict[str, str] = {}
    for tag, address in markup.addresses(markup.parsed(html)):
        if tag == "a":
            found = _ARTICLE.search(urlsplit(address).path)
            if found and int(found[1]) in lists.of("articles"):
                links[address] = f"zendesk:{found[1]}"
        elif not address.startswith("data:"):
            path = _file(lists, address)
            if path is not None:
                pictures[address] = path
            elif _ATTACHMENT.search(address):
                problems.append(_("The picture %(name)s is not in the archive.") % {"name": address})
    return pictures, links


def _file(lists: _Lists, address: str) -> str | None:
    """The file of the archive that a picture's address means: by the number of the attachment, else by its name."""
    found = _ATTACHMENT.search(address)
    number = int(found[1]) if found and found[1].isdecimal() else 0
    row = lists.of("article_attachments").get(number, {})
    names = (row.get("file_name"), posixpath.basename(unquote(urlsplit(address).path)), f"{number}")
    for name in names:
        if name and (path := lists.files.get(str(name).casefold())):
            return path
    return next((path for path in lists.files.values() if number and f"{number}/" in path), None)


def _attached(archive: Archive, lists: _Lists, row: Row) -> Iterator[str]:
    for one in lists.of("article_attachments").values():
        if one.get("article_id") == row["id"] and one.get("inline") is not True:
            path = lists.files.get(str(one.get("file_name") or "").casefold())
            if path is not None and archive.has(path):
                yield path


def _shelves(lists: _Lists, section_id: Any) -> tuple[str, ...]:
    names: list[str] = []
    section, seen = lists.of("sections").get(section_id), set[int]()
    while section is not None and section["id"] not in seen:
        seen.add(section["id"])
        names.insert(0, str(section.get("name") or ""))
        if section.get("parent_section_id") is None:
            category = lists.of("categories").get(section.get("category_id") or 0)
            return (str(category["name"]), *names) if category and category.get("name") else tuple(names)
        section = lists.of("sections").get(section["parent_section_id"])
    return tuple(names)


def _texts(lists: _Lists) -> dict[tuple[str, ...], str]:
    texts: dict[tuple[str, ...], str] = {}
    for one in lists.of("categories").values():
        texts[(str(one.get("name")),)] = str(one.get("description") or "")
    for one in lists.of("sections").values():
        texts[_shelves(lists, one["id"])] = str(one.get("description") or "")
    return {path: text for path, text in texts.items() if text}


def _spoken(locale: Any) -> str:
    return str(locale).partition("-")[0].lower()
