"""A space of Confluence, exported as HTML: a page for each article, ``index.html`` with the space's name, attachments
in ``attachments/``. Pages stand in categories that are called like the pages above them. Boxes and code of Confluence
become callouts and code of ours."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from deskhand.modules.knowledge.actions.arrange import DEPTH_LIMIT
from deskhand.modules.knowledge.exchange import markup
from deskhand.modules.knowledge.exchange.archive import Archive, relative
from deskhand.modules.knowledge.exchange.parcel import Page, Parcel
from deskhand.modules.knowledge.words import Words

BOXES = {"information": "note", "note": "warning", "tip": "tip", "warning": "warning"}
"""Which callout a box of Confluence becomes."""

_NUMBER = re.compile(r"(?:_|^)(\d+)\.html$")
_BRUSH = re.compile(r"brush:\s*([\w+#-]{1,20})")


def is_one(archive: Archive) -> bool:
    """True if there is an index, and a page with Confluence's marks."""
    pages = [name for name in archive.names() if name.endswith(".html") and name != "index.html"]
    return archive.has("index.html") and any('id="main-content"' in archive.text(name) for name in pages[:20])


def read(archive: Archive, language: str) -> Parcel:
    """All pages with words; those that only hold others become categories."""
    names = [name for name in archive.names() if name.lower().endswith((".html", ".htm")) and name != "index.html"]
    origins = {name: _origin(name) for name in names}
    pages = [page for name in names if (page := _page(archive, name, origins, language)) is not None]
    return Parcel(kind="confluence", pages=tuple(pages))


def _page(archive: Archive, name: str, origins: dict[str, str], language: str) -> Page | None:
    root = markup.parsed(archive.text(name))
    content = markup.by_id(root, "main-content")
    if content is None or not (markup.text(content) or markup.first(content, "img") is not None):
        return None
    _ours(content)
    problems: list[str] = []
    pictures, links = _addressed(archive, content, name, origins, problems)
    return Page(
        origin=origins[name],
        path=name,
        language=language,
        words=Words(title=_title(root, name), resolution=markup.inner(content)),
        shelves=_crumbs(root)[-DEPTH_LIMIT:],
        pictures=pictures,
        files=tuple(_attached(archive, root, name, set(pictures.values()))),
        links=links,
        problems=tuple(problems),
    )


def _title(root: Element, name: str) -> str:
    heading = markup.by_id(root, "title-text")
    said = markup.text(heading) if heading is not None else ""
    space, colon, title = said.partition(" : ")
    return (title if colon else space) or _NUMBER.sub("", name).replace("-", " ")


def _crumbs(root: Element) -> tuple[str, ...]:
    """The names of the pages above, without the space's own."""
    listed = markup.by_id(root, "breadcrumbs")
    if listed is None:
        return ()
    links = [one for one in listed.iter("a") if (one.get("href") or "") != "index.html"]
    return tuple(words for one in links if (words := markup.text(one)))[1:] if len(links) > 1 else ()


def _ours(content: Element) -> None:
    """Boxes, code and what only decorates, in our words."""
    for box in list(content.iter("div")):
        kinds = (box.get("class") or "").split()
        kind = next((one.rpartition("-")[2] for one in kinds if one.startswith("confluence-information-macro-")), "")
        if "confluence-information-macro" in kinds and kind in BOXES:
            _as_callout(box, BOXES[kind])
        elif "toc-macro" in kinds:
            box.clear()
    for code in list(content.iter("pre")):
        brush = _BRUSH.search(code.get("data-syntaxhighlighter-params") or "")
        words = "".join(code.itertext())
        tail = code.tail
        code.clear()
        code.tail = tail
        inner = SubElement(code, "code")
        inner.text = words
        if brush is not None:
            inner.set("class", f"language-{brush[1].lower()}")


def _as_callout(box: Element, kind: str) -> None:
    tail, children, title = box.tail, list(box), ""
    body = next((one for one in children if "confluence-information-macro-body" in (one.get("class") or "")), None)
    named = next((one for one in children if one.tag == "p" and "title" in (one.get("class") or "")), None)
    title = markup.text(named) if named is not None else ""
    inside = list(body) if body is not None else children
    words = body.text if body is not None else ""
    box.clear()
    box.tag, box.tail = "aside", tail
    box.set("data-callout", kind)
    if title:
        SubElement(SubElement(box, "p"), "strong").text = title
    if words and words.strip():
        SubElement(box, "p").text = words.strip()
    box.extend(inside)


def _addressed(
    archive: Archive, content: Element, name: str, origins: dict[str, str], problems: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    pictures: dict[str, str] = {}
    links: dict[str, str] = {}
    for tag, address in markup.addresses(content):
        parts = urlsplit(address)
        target = None if parts.scheme or parts.netloc or not parts.path else relative(name, unquote(parts.path))
        if target is None:
            continue
        if tag == "a" and target in origins:
            links[address] = origins[target]
        elif tag == "img" and archive.has(target):
            pictures[address] = target
        elif tag == "img" and target.startswith("attachments/"):
            problems.append(_("The picture %(name)s is not in the archive.") % {"name": target})
    return pictures, links


def _attached(archive: Archive, root: Element, name: str, shown: set[str]) -> list[str]:
    section = next((one for _parent, one in markup.by_class(root, "greybox")), None)
    if section is None:
        return []
    paths = [relative(name, unquote(one.get("href") or "")) for one in section.iter("a")]
    return [path for path in dict.fromkeys(paths) if path and path not in shown and archive.has(path)]


def _origin(name: str) -> str:
    found = _NUMBER.search(name)
    return f"confluence:{found[1] if found else name}"[:200]
