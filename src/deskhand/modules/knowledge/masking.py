"""Personal words of a ticket, masked before they stand in an article. Pure: text in, text with marks out.

It works by form (addresses, telephone numbers, long numbers, links that open something) and by the names that the
ticket knows. It is careful rather than clever: what is masked in vain is typed again by whoever writes the article, and
they read all of it before it is kept. Error codes, versions, dates and the numbers of known updates stay: they are what
an article is found by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from html.parser import HTMLParser
from ipaddress import ip_address
from re import Match

from deskhand.modules.knowledge import masking_forms as forms

KINDS = ("name", "address", "phone", "number", "ip", "link", "secret")
"""What is masked. Each has a mark, which the caller words."""

PLAIN: Mapping[str, str] = {kind: f"[{kind}]" for kind in KINDS}
"""Marks in English."""

SHORTEST_NAME = 3
"""Part of a name in letters, from which on it is looked for by itself."""

Mark = Callable[[str], str]

_SPOT = re.compile("\ue000(\\d+)\ue001")


def masked(text: str, known: Iterable[str] = (), marks: Mapping[str, str] = PLAIN, *, whole: Iterable[str] = ()) -> str:
    """The text with marks where it tells of somebody. ``known``: names of people, of which each part is a name, too;
    ``whole``: names that are masked as a whole alone. ``marks`` words the marks (:data:`KINDS`)."""
    return _Masking(marks).of(text, [*known], [*whole])


def masked_html(html: str, mask: Mark) -> str:
    """Clean HTML, its words masked by ``mask``. Pictures go; a link goes where its address would be masked."""
    walk = _Words(mask)
    walk.feed(html)
    walk.close()
    return walk.masked()


class _Masking:
    """One text. What is settled is put aside behind a sign that no pattern knows, so that nothing is masked twice."""

    def __init__(self, marks: Mapping[str, str]) -> None:
        self._marks = marks
        self._aside: list[str] = []

    def of(self, text: str, known: list[str], whole: list[str]) -> str:
        now = text.replace("\ue000", "").replace("\ue001", "")
        now = forms.SECRET.sub(self._said("secret"), now)
        now = forms.URL.sub(self._url, now)
        now = forms.MAIL.sub(self._as("address"), now)
        now = forms.LOGIN.sub(self._said("name"), now)
        now = forms.HOME.sub(self._said("name"), now)
        now = forms.IBAN.sub(self._as("number"), now)
        now = forms.MAC.sub(self._as("number"), now)
        now = forms.IP6.sub(self._ip, forms.IP4.sub(self._ip, now))
        now = forms.KEPT.sub(lambda met: self._put(met[0]), now)
        now = forms.POSTAL.sub(self._as("address"), now)
        now = forms.PHONE.sub(self._as("phone"), now)
        now = forms.OWN_NUMBER.sub(self._said("number"), now)
        for pattern in (forms.HASH, forms.LONG, forms.CODED):
            now = pattern.sub(self._as("number"), now)
        now = self._names(now, known, whole)
        for pattern in (forms.TITLED, forms.GREETED, forms.SIGNED):
            now = pattern.sub(self._said("name"), now)
        while _SPOT.search(now):
            now = _SPOT.sub(lambda met: self._aside[int(met[1])], now)
        return now

    def _names(self, text: str, known: list[str], whole: list[str]) -> str:
        parts = {part for one in known for part in re.split(r"[\s,.]+", one) if len(part) >= SHORTEST_NAME}
        names = {one.strip() for one in (*known, *whole, *parts)} - {""}
        for name in sorted(names, key=len, reverse=True):
            pattern = re.escape(name) if _is_wide(name) else rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)"
            text = re.sub(pattern, self._as("name"), text, flags=re.IGNORECASE)
        joined = re.compile("(?:\ue000\\d+\ue001[ \\t]+)+\ue000\\d+\ue001")
        return joined.sub(self._one, text)

    def _one(self, met: Match[str]) -> str:
        """First and last name, masked one by one, are one name."""
        spots = [self._aside[int(one)] for one in _SPOT.findall(met[0])]
        return self._put(self._marks["name"]) if set(spots) == {self._marks["name"]} else met[0]

    def _put(self, text: str) -> str:
        self._aside.append(text)
        return f"\ue000{len(self._aside) - 1}\ue001"

    def _as(self, kind: str) -> Callable[[Match[str]], str]:
        return lambda _met: self._put(self._marks[kind])

    def _said(self, kind: str) -> Callable[[Match[str]], str]:
        return lambda met: met[0] if "\ue000" in met["what"] else met["said"] + self._put(self._marks[kind])

    def _url(self, met: Match[str]) -> str:
        url = met[0].rstrip(".,;:!?")
        tail = met[0][len(url) :]
        return self._put(self._marks["link"] if opens_something(url) else url) + tail

    def _ip(self, met: Match[str]) -> str:
        try:
            ip_address(met[0])
        except ValueError:
            return met[0]
        return self._put(self._marks["ip"])


def opens_something(url: str) -> bool:
    """Whether a link may say who somebody is, or open what is theirs: it has a query, a user, or a part like a key."""
    rest = url.partition("://")[2] or url
    return any(sign in rest for sign in "?@=") or any(
        forms.TOKEN_PART.fullmatch(part) for part in re.split(r"[/#]", rest)[1:]
    )


def _is_wide(name: str) -> bool:
    """Scripts that part no words by blanks."""
    return any(
        "\u2e80" <= one <= "\u9fff" or "\uac00" <= one <= "\ud7af" or "\u0e00" <= one <= "\u0e7f" for one in name
    )


class _Words(HTMLParser):
    """Reads clean HTML into markup and words, which are masked together: a name may stand below the greeting."""

    def __init__(self, mask: Mark) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._words: list[int] = []
        self._mask = mask
        self._links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            return
        given = {name: value or "" for name, value in attrs if name not in ("title", "id")}
        if tag == "a":
            href = given.get("href", "")
            self._links.append(bool(href) and self._mask(href) == href)
            if not self._links[-1]:
                return
        said = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
        self._out.append(f"<{tag}{said}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("img", "br", "hr", "wbr") and (tag != "a" or (self._links and self._links.pop())):
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._words.append(len(self._out))
        self._out.append(data.replace("\n", "\u2028"))

    def masked(self) -> str:
        """The whole again."""
        texts = [self._out[place] for place in self._words]
        together = self._mask("\n".join(texts)).split("\n")
        if len(together) != len(texts):  # Something was masked across two lines.
            together = [self._mask(text) for text in texts]
        for place, text in zip(self._words, together, strict=True):
            self._out[place] = escape(text.replace("\u2028", "\n"), quote=False)
        return "".join(self._out)
