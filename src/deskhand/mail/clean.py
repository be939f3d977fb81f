"""HTML of strangers becomes HTML that may stand in our pages.

Three steps: the sanitiser (nh3) makes canonical, safe HTML; `markup.rewrite` puts it into our words (classes instead
of styles, placeholders instead of remote images); the sanitiser runs again over the result with the final, smaller
allow list. So whatever a mail tries, only what `_FINAL` names can come out.

What a page may rely on: no script, form, frame, style, id or foreign class; links open apart and tell nothing; remote
images have `data-remote-src` and no `src`; the classes are `CLASSES`, all beginning with `mail-`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from deskhand.mail.markup.bounds import bounded
from deskhand.mail.markup.names import names
from deskhand.mail.markup.rewrite import CLASSES, Rewriter
from deskhand.mail.parsing.limits import MAX_HTML
from deskhand.mail.parsing.scrub import scrub_text
from deskhand.mail.plaintext import html_from_text, text_from_html

__all__ = ["CLASSES", "CleanHtml", "clean_composed", "clean_html", "html_from_text", "text_from_html"]

TAGS = names(
    """
    a abbr address b bdi bdo blockquote br caption cite code col colgroup del details dfn div em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table
    tbody td tfoot th thead time tr u ul var wbr
    """
)
_FIRST_TAGS = TAGS | {"center", "font", "dl", "dt", "dd", "big", "strike", "tt", "nobr"}
WITHOUT_CONTENT = {
    "script", "style", "title", "template", "noembed", "noframes", "svg", "math", "iframe", "object", "applet",
    "xml", "select", "datalist", "audio", "video", "canvas", "map", "frameset",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
_CELLS = {"colspan", "rowspan"}
_FINAL_ATTRIBUTES = {
    "*": {"class", "dir", "title", "hidden", "lang"}, "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote-src"}, "td": _CELLS, "th": _CELLS | {"scope"},
    "ol": {"start", "reversed"}, "li": {"value"}, "time": {"datetime"}, "details": {"open"}, "span": {"data-mention"},
}  # fmt: skip
_FIRST_ATTRIBUTES = {
    "*": {"class", "id", "style", "dir", "title", "align", "lang", "hidden"},
    **{tag: names for tag, names in _FINAL_ATTRIBUTES.items() if tag != "*"},
    "img": {"src", "alt", "width", "height"}, "font": {"color"}, "blockquote": {"type"},
}  # fmt: skip
_DIRECTIONS = {"auto", "ltr", "rtl"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_NUMBER = re.compile(r"\d{1,4}")
_NUMERIC = frozenset({"colspan", "rowspan", "start", "value", "width", "height"})
_OWN_FILE = re.compile(r"/files/[\w./~-]{1,300}(?:\?[\w=&.~-]{0,300})?")


@dataclass(frozen=True, slots=True)
class CleanHtml:
    """Safe HTML, and how many remote images wait in it for the reader's click (tracking pixels are gone, uncounted)."""

    html: str
    blocked_images: int


def clean_html(html: str, *, cid_url: Callable[[str], str | None]) -> CleanHtml:
    """A mail's HTML made safe to show.

    `cid_url` gives the address of an inline image by its Content-ID, or None when there is none: then its description
    takes its place. Input beyond `MAX_HTML` characters is cut.
    """
    rewriter = Rewriter(cid_url, is_ours=False)
    clean = _FINAL.clean(rewriter.rewrite(_FIRST.clean(prepared(html))))
    return CleanHtml(clean, rewriter.blocked)


def clean_composed(html: str) -> str:
    """HTML written in our own editor or sent to the API, made safe: as `clean_html`, but with headings and with images
    of ours (`/files/...`); images from elsewhere become links of words, never something that loads."""
    rewriter = Rewriter(lambda cid: None, is_ours=True)
    written = rewriter.rewrite(_COMPOSED.clean(prepared(html)))
    return _FINAL.clean(written)


def prepared(html: str) -> str:
    return bounded(scrub_text(html[:MAX_HTML]))


def sound_value(tag: str, name: str, value: str) -> str | None:
    """Attribute values that are what their name says, or nothing."""
    if name == "dir":
        return value.lower() if value.lower() in _DIRECTIONS else None
    if name == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    if name in _NUMERIC and tag != "img":
        return value if _NUMBER.fullmatch(value.strip()) else None
    if name == "data-remote-src" and not value.lower().startswith(("http://", "https://")):
        return None
    return value


def mail_relative(url: str) -> str | None:
    """A mail has no address of its own, so a relative one leads nowhere; `//host/...` means https."""
    return f"https:{url}" if url.startswith("//") and len(url) > 3 else None


def _composed_relative(url: str) -> str | None:
    return url if _OWN_FILE.fullmatch(url) and ".." not in url else None


def _sanitiser(
    tags: frozenset[str], attributes: dict[str, set[str]], relative: Callable[[str], str | None] | str, **more: object
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        clean_content_tags=WITHOUT_CONTENT,
        attribute_filter=sound_value,
        url_schemes=SCHEMES | {"cid"},
        url_relative=relative,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


_FIRST = _sanitiser(_FIRST_TAGS, _FIRST_ATTRIBUTES, mail_relative, link_rel=None)
_COMPOSED = _sanitiser(_FIRST_TAGS, _FIRST_ATTRIBUTES, _composed_relative, link_rel=None)
_FINAL = _sanitiser(
    TAGS,
    {tag: names - {"class"} for tag, names in _FINAL_ATTRIBUTES.items()},
    "pass_through",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    allowed_classes={tag: set(CLASSES) for tag in TAGS},
)
