"""The rich text of articles, made safe before anything else sees it.

The sanitiser (nh3) lets out only what :data:`TAGS` and :data:`_ATTRIBUTES` name. What stands in an article besides
ordinary text: callouts (``<aside data-callout="note">``), what opens on a click (``<details>``; those with one ``name``
are tabs of each other, without script), code with its language (``<code class="language-sql">``), tables, pictures that
are files of an article, videos that are such files, with captions (``<figure data-video="/help/files/..."
data-captions="/help/files/...">``), and videos by link (``<figure data-video="https://...">``), of which nothing is
asked before the reader agrees.
"""

from __future__ import annotations

import re

import nh3

from deskhand.mail.clean import prepared, text_from_html

PART_LIMIT = 400_000
"""Longest part of an article in characters of HTML."""

CALLOUTS = ("note", "tip", "warning")
"""Kinds of callouts."""

TAGS = frozenset(
    "a abbr aside b bdi bdo blockquote br caption code col colgroup dd del details dfn div dl dt em figure h2 h3 h4 hr "
    "i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th "
    "thead tr u ul var wbr".split()
)
"""Elements of an article."""

_WITHOUT_CONTENT = frozenset(
    "script style title template noembed noframes svg math iframe object applet xml select datalist audio video canvas "
    "map frameset textarea noscript".split()
)
_CELLS = {"colspan", "rowspan"}
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"}, "a": {"href"}, "img": {"src", "alt", "width", "height"}, "td": _CELLS,
    "th": _CELLS | {"scope"}, "ol": {"start", "reversed"}, "li": {"value"}, "aside": {"data-callout"},
    "details": {"open", "name"}, "code": {"class"}, "figure": {"data-video", "data-captions"},
}  # fmt: skip
_SOUND = {
    "dir": re.compile(r"auto|ltr|rtl"),
    "lang": re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"),
    "data-callout": re.compile("|".join(CALLOUTS)),
    "class": re.compile(r"language-[a-z0-9+#-]{1,30}"),
    "name": re.compile(r"[a-z0-9-]{1,40}"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "data-video": re.compile(
        r"https://[a-z0-9.-]{3,200}(?:/[\w./~%-]{0,300})?(?:\?[\w=&.~%-]{0,300})?"
        r"|/help/files/(?!\.|[^?#]*\.\.)[\w./~%-]{1,300}\.(?:mp4|webm|ogv)",
        re.IGNORECASE,
    ),
    "data-captions": re.compile(r"/help/files/(?!\.|[^?#]*\.\.)[\w./~%-]{1,300}\.vtt", re.IGNORECASE),
    "src": re.compile(r"/(?:help/)?files/(?!\.|[^?#]*\.\.)[\w./~%-]{1,300}"),
    **dict.fromkeys(("colspan", "rowspan", "start", "value", "width", "height"), re.compile(r"\d{1,4}")),
}
_OWN_PAGE = re.compile(r"(?:/(?![/\\])|#)[\w./~%?=&#+@:-]{0,400}")
_WITHOUT_PICTURE = re.compile(r'<img(?:\s(?!src=)[a-z-]+="[^"]*")*\s*/?>')
_WITHOUT_WORDS = re.compile(r'<img((?:\s(?!alt=)[a-z-]+="[^"]*")*)\s*/?>')
_WITHOUT_KIND = re.compile(r'<aside(?=(?:\s(?!data-)[a-z-]+="[^"]*")*>)')
_OUTER_HEADING = re.compile(r"<(/?)h1(?=[\s>])", re.IGNORECASE)
_LOW_HEADING = re.compile(r"<(/?)h[56](?=[\s>])", re.IGNORECASE)


def cleaned(html: str) -> str:
    """HTML of unknown good will from the editor, the API or an import as what may stand on our pages. Pictures from
    elsewhere are left out: nothing that loads from another site comes through."""
    headed = _LOW_HEADING.sub(r"<\1h4", _OUTER_HEADING.sub(r"<\1h2", prepared(html)))
    clean = _CLEANER.clean(headed)
    shown = _WITHOUT_WORDS.sub(r'<img alt=""\1>', _WITHOUT_PICTURE.sub("", clean))
    return _WITHOUT_KIND.sub('<aside data-callout="note"', shown)


def text_of(html: str) -> str:
    """Its plain twin, for the index, mails and differences."""
    return text_from_html(html)


def _sound(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute if it is what its name says, else nothing."""
    known = _SOUND.get(name)
    return value if known is None or known.fullmatch(value) else None


def _own(url: str) -> str | None:
    return url if _OWN_PAGE.fullmatch(url) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=_ATTRIBUTES,
    clean_content_tags=set(_WITHOUT_CONTENT),
    attribute_filter=_sound,
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative=_own,
    link_rel="noopener noreferrer",
)
