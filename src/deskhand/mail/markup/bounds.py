"""Keep hostile nesting away from the HTML parser, whose time and memory grow with the square of the depth.

100,000 open `<div>` would cost it half a minute; `<font>` never closed is copied into every following paragraph.
"""

import re

MAX_NESTING = 150
"""Elements inside each other; tags that would go deeper are dropped, their text stays."""

MAX_OPEN_STYLES = 30
"""Character formatting elements (`<b>`, `<font>`, ...) open at one time."""

_FEW_TAGS = 300
# What stays open is repeated in each paragraph that follows, so documents of very many tags get fewer.
_MANY_TAGS, _OPEN_STYLES_OF_MANY = 20_000, 6
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})[^<>]{0,5000}>?")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Their end tags are optional, so an open one says nothing about depth.
_SELF_CLOSING = frozenset("p li dt dd td th tr option optgroup tbody thead tfoot colgroup rp rt".split())
_STYLES = frozenset("a b big code em font i nobr s small strike strong tt u span".split())


def bounded(html: str) -> str:
    """The same HTML without the tags that nest too deep. Ordinary mail comes back as it is."""
    if html.count("<") <= _FEW_TAGS:
        return html
    most_styles = MAX_OPEN_STYLES if html.count("<") <= _MANY_TAGS else _OPEN_STYLES_OF_MANY
    depth = {"block": 0, "style": 0}
    dropped = {"block": 0, "style": 0}

    def kept(found: re.Match[str]) -> str:
        name = found[2].lower()
        if name in _VOID or name in _SELF_CLOSING:
            return found[0]
        kind = "style" if name in _STYLES else "block"
        if found[1]:
            if dropped[kind]:
                dropped[kind] -= 1
                return ""
            depth[kind] = max(0, depth[kind] - 1)
        elif depth[kind] >= (most_styles if kind == "style" else MAX_NESTING):
            dropped[kind] += 1
            return ""
        else:
            depth[kind] += 1
        return found[0]

    return _TAG.sub(kept, html)
