"""Looking into HTML of others: parsed as browsers do, read and rewritten by elements. What comes out is cleaned before
it is kept, like everything that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast
from xml.etree.ElementTree import Element, tostring

import tinyhtml5

_PLAYED = ("data-video", "data-captions")


def parsed(html: str) -> Element:
    """The document's root element; names have no namespace."""
    return cast(Element, tinyhtml5.parse(html, namespace_html_elements=False))


def inner(element: Element) -> str:
    """What stands within an element, as HTML."""
    return _escaped(element.text or "") + "".join(_outer(one) for one in element)


def text(element: Element) -> str:
    """The words within an element, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def by_id(root: Element, name: str) -> Element | None:
    """The element with that id."""
    return next((one for one in _elements(root) if one.get("id") == name), None)


def by_class(root: Element, name: str) -> Iterator[tuple[Element | None, Element]]:
    """Elements with that class, each with its parent, in the order of the document."""
    for parent in [None, *_elements(root)]:
        for one in [root] if parent is None else list(parent):
            if name in (one.get("class") or "").split():
                yield parent, one


def first(root: Element, tag: str) -> Element | None:
    """The first element of that name."""
    return next(root.iter(tag), None)


def addresses(root: Element) -> Iterator[tuple[str, str]]:
    """Pairs of (``img`` or ``a``, its address) of pictures and links. Videos that are files, and their captions, count
    as pictures."""
    for one in root.iter("img"):
        if one.get("src"):
            yield "img", str(one.get("src"))
    for one in root.iter("figure"):
        yield from (("img", address) for name in _PLAYED if (address := one.get(name)) and "://" not in address)
    for one in root.iter("a"):
        if one.get("href"):
            yield "a", str(one.get("href"))


def unsaid_pictures(html: str) -> int:
    """How many pictures have no words that stand for them."""
    return sum(not (one.get("alt") or "").strip() for one in parsed(html).iter("img"))


def readdressed(html: str, pictures: Callable[[str], str | None], links: Callable[[str], str | None]) -> str:
    """The HTML with other addresses: each is asked for and stays where None is answered."""
    root = parsed(html)
    body = first(root, "body")
    for one in root.iter("img"):
        if (address := pictures(one.get("src") or "")) is not None:
            one.set("src", address)
    for one in root.iter("figure"):
        for name in _PLAYED:
            if (address := pictures(one.get(name) or "")) is not None:
                one.set(name, address)
    for one in root.iter("a"):
        if (address := links(one.get("href") or "")) is not None:
            one.set("href", address)
    return inner(body) if body is not None else ""


def _elements(root: Element) -> Iterator[Element]:
    return (one for one in root.iter() if not _is_remark(one))


def _outer(element: Element) -> str:
    if _is_remark(element):
        return _escaped(element.tail or "")
    return tostring(element, encoding="unicode", method="html")


def _is_remark(element: Any) -> bool:
    """True for a comment of the HTML, whose tag is no word: it says nothing to readers."""
    return not isinstance(element.tag, str)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
