"""Read HTML that the sanitiser has written: every tag is well formed, every value in double quotes, every `<` a tag."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from deskhand.mail.markup.names import names

_TOKEN = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:\s+[^\s=>"'/<]+(?:="[^"]*")?)*)\s*/?>|[^<]+|<""")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>"'/<]+)(?:="([^"]*)")?""")
VOID = frozenset({"br", "col", "hr", "img", "wbr"})
BLOCKS = names(
    """
    address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2
    h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul
    """
)


@dataclass(frozen=True, slots=True)
class Token:
    """A start tag, an end tag (`is_end`) or a run of text (`tag` is "", `source` is still escaped)."""

    source: str
    start: int
    tag: str = ""
    is_end: bool = False
    attributes: dict[str, str] | None = None

    def get(self, name: str) -> str:
        """The value of an attribute, unescaped; "" when absent."""
        return (self.attributes or {}).get(name, "")

    @property
    def text(self) -> str:
        """What a reader sees of a run of text."""
        return "" if self.tag else unescape(self.source)


def tokens(html: str) -> Iterator[Token]:
    """The tags and texts of canonical HTML in their order. A stray `<` is text and comes escaped."""
    for found in _TOKEN.finditer(html):
        if found[2]:
            attributes = (
                {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(found[3])} if found[3] else None
            )
            yield Token(found[0], found.start(), found[2].lower(), bool(found[1]), attributes)
        else:
            yield Token("&lt;" if found[0] == "<" else found[0], found.start())


def start_tag(tag: str, attributes: dict[str, str]) -> str:
    """A start tag with escaped attribute values."""
    return f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items()) + ">"
