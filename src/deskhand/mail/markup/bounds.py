"""Keep hostile nesting away from the HTML parser, whose time and memory grow with the square of the depth.

100,000 open `<div>` would cost it half a minute; `<font>` never closed is copied into every following paragraph. So the
tags of a large document are walked once, with the parser's own rules of what an end tag closes (HTML standard, "in
body"), and those that would open too deep are left out. Where the rules are simplified, it counts too much.
"""

import re
from collections import Counter

from deskhand.mail.markup.names import names

MAX_NESTING = 150
"""Elements inside each other; tags that would go deeper are dropped, their text stays."""

MAX_OPEN_STYLES = 30
"""Character formatting elements (`<b>`, `<font>`, ...) open at one time."""

MAX_TAGS = 60_000
"""Tags of one document; later ones are dropped, their text stays."""

_FEW_TAGS = 300
# What stays open is repeated in each paragraph that follows, so documents of very many tags get fewer.
_MANY_TAGS, _OPEN_STYLES_OF_MANY = 20_000, 6

# A tag that never ends swallows the rest of the document, for the parser as for us.
_VALUE = r"""(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s>"'][^\s>]*+)"""
_ATTRIBUTES = rf"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE}?+)?+)*+(?:>|\Z)"
_MARKUP = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*>?|</[^a-zA-Z][^>]*>?|<(/?)([a-zA-Z][^\s/>]*){_ATTRIBUTES}", re.DOTALL
)
_VOID = names("area base br col embed hr img input link meta param source track wbr image keygen frame")
# Their end tags are optional or they cannot nest: an open one adds no depth of its own.
_FLAT = names("p li dt dd tr tbody thead tfoot colgroup rp rt rb rtc form html head body")
# What is inside them follows other rules and is thrown away later anyhow, so they can go now.
_FOREIGN = names("svg math select option optgroup template frameset plaintext")
_RAW = names("script style textarea title xmp iframe noembed noframes")
_STYLES = names("a b big code em font i nobr s small strike strong tt u")
_MARKERS = names("table td th caption applet object marquee")
_STYLE_MARKERS = _MARKERS - {"table"}
_TABLE_PARTS, _TABLE_ONLY = names("table td th caption"), names("table")
_BLOCKS = _MARKERS | names(
    """
    address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer header
    hgroup listing main menu nav ol pre search section summary ul h1 h2 h3 h4 h5 h6 noscript
    """
)


def bounded(html: str) -> str:
    """The same HTML without the tags that nest too deep. Ordinary mail comes back as it is."""
    count = html.count("<")
    if count <= _FEW_TAGS:
        return html
    walk = _Walk(MAX_OPEN_STYLES if count <= _MANY_TAGS else _OPEN_STYLES_OF_MANY)
    return _MARKUP.sub(walk.kept, html)


class _Walk:
    """What is open after each tag: elements, and formatting that the parser repeats in later paragraphs."""

    def __init__(self, most_styles: int) -> None:
        self.most_styles = most_styles
        self.open: list[str] = []
        self.styles: list[str] = []
        self.dropped: Counter[str] = Counter()
        self.raw = ""
        self.tags = 0

    def kept(self, found: re.Match[str]) -> str:
        """The markup that was found, or "" when it must go."""
        name = (found[2] or "").lower()
        if self.raw:
            self.raw = "" if found[1] and name == self.raw else self.raw
            return found[0]
        self.tags += bool(name)
        if name in _FOREIGN or self.tags > MAX_TAGS:
            return ""
        if not name or name in _VOID or name in _FLAT:
            return found[0]
        if name in _RAW:
            self.raw = "" if found[1] else name
            return found[0]
        return self._end(name, found[0]) if found[1] else self._start(name, found[0])

    def _start(self, name: str, source: str) -> str:
        if name == "a":
            self._forget_style("a")
        if len(self.open) >= MAX_NESTING or (name in _STYLES and len(self.styles) >= self.most_styles):
            self.dropped[name] += 1
            return ""
        if name in ("td", "th"):
            self._close_block("td", "th")
        self.open.append(name)
        if name in _STYLES or name in _STYLE_MARKERS:
            self.styles.append(name)
        return source

    def _end(self, name: str, source: str) -> str:
        if self.dropped[name]:
            self.dropped[name] -= 1
            return ""
        if name in _STYLES:
            self._close_style(name)
        elif name in _BLOCKS:
            self._close_block(name)
        else:
            self._close_other(name)
        return source

    def _close_block(self, *tags: str) -> None:
        """Pops up to the element, unless what bounds its scope stands between."""
        barriers = _TABLE_ONLY if tags[0] in _TABLE_PARTS else _MARKERS
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] in tags:
                self._cut_to(place)
                return
            if self.open[place] in barriers:
                return

    def _close_other(self, name: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] == name:
                self._cut_to(place)
                return
            if self.open[place] in _BLOCKS:
                return

    def _close_style(self, name: str) -> None:
        """Takes the element out from under the blocks that it holds, as the parser does."""
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] == name:
                del self.open[place]
                self._forget_style(name)
                return
            if self.open[place] in _MARKERS:
                break
        if name not in self.open:
            self._forget_style(name)

    def _cut_to(self, place: int) -> None:
        for name in reversed(self.open[place:]):
            if name in _STYLE_MARKERS:
                while self.styles and self.styles.pop() != name:
                    pass
        del self.open[place:]

    def _forget_style(self, name: str) -> None:
        for place in range(len(self.styles) - 1, -1, -1):
            if self.styles[place] == name:
                del self.styles[place]
                return
            if self.styles[place] in _STYLE_MARKERS:
                return
