"""Articles as Markdown, both ways (CommonMark with tables and struck words).

What Markdown has no sign for stays readable: a callout is a block between ``::: warning`` and ``:::``; what opens on a
click, tabs and videos are the HTML that they are. Markdown becomes HTML that is cleaned as any other (``rich``).
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from deskhand.modules.knowledge import rich

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_AS_HTML = ("u", "mark", "ins", "kbd", "small", "abbr", "var", "q", "bdi", "sub", "sup")
_BLOCKS = ("ul", "ol", "pre", "table", "blockquote", "aside", "br", "h2", "h3", "h4")
_BLANK = re.compile(r"\n\s*\n")
_TICKS = re.compile("`+")
_BLANK_LINES = re.compile(r"\n{3,}")


def html_from(text: str) -> str:
    """Markdown of unknown good will as clean HTML."""
    return rich.cleaned(rendered(text))


def rendered(text: str) -> str:
    """Markdown as HTML that is not clean yet: for archives, whose addresses are put right before it is cleaned."""
    return str(_reader().render(text.replace("\r\n", "\n")))


def markdown_from(html: str) -> str:
    """The HTML of a part as Markdown that gives the same again."""
    return _BLANK_LINES.sub("\n\n", _writer().convert(html)).strip()


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for kind in rich.CALLOUTS:
        container_plugin(reader, kind, render=_callout(kind))
    return reader


def _callout(kind: str) -> Any:
    def drawn(_self: Any, tokens: Any, place: int, _options: Any, _env: Any) -> str:
        return f'<aside data-callout="{kind}">\n' if tokens[place].nesting == 1 else "</aside>\n"

    return drawn


@cache
def _writer() -> Any:
    """Loaded when somebody asks for Markdown: pages and lists do without."""
    from markdownify import ATX, MarkdownConverter

    base: Any = MarkdownConverter

    class Writer(base):  # type: ignore[misc]
        def convert_aside(self, element: Any, text: str, parent_tags: Any) -> str:
            fence = ":" * (3 + _depth(element))
            return f"\n\n{fence} {element.get('data-callout', 'note')}\n\n{text.strip()}\n\n{fence}\n\n"

        def convert_details(self, element: Any, text: str, parent_tags: Any) -> str:
            name = f' name="{element["name"]}"' if element.get("name") else ""
            return f"\n\n<details{name}>\n\n{text.strip()}\n\n</details>\n\n"

        def convert_summary(self, element: Any, text: str, parent_tags: Any) -> str:
            return f"\n\n<summary>{' '.join(element.decode_contents().split())}</summary>\n\n"

        def convert_figure(self, element: Any, text: str, parent_tags: Any) -> str:
            marks = _marks(element, "data-video", "data-captions", "title")
            return f"\n\n<figure{marks}>\n\n{text.strip()}\n\n</figure>\n\n"

        def convert_table(self, element: Any, text: str, parent_tags: Any) -> str:
            if any(
                cell.find(_BLOCKS) or len(cell("p")) > 1 or cell.get("colspan") or cell.get("rowspan")
                for cell in element(["td", "th"])
            ):
                return f"\n\n{_BLANK.sub(chr(10), str(element))}\n\n"
            return str(super().convert_table(element, text, parent_tags))

        def convert_pre(self, element: Any, text: str, parent_tags: Any) -> str:
            code = element.get_text().removesuffix("\n")
            fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
            return f"\n\n{fence}{_language_of(element)}\n{code}\n{fence}\n\n"

        def escape(self, text: str, parent_tags: Any) -> str:
            return str(super().escape(text, parent_tags)).replace(":::", "\\:::")

    return _keeping(Writer)(heading_style=ATX, bullets="-", escape_misc=True)


def _keeping(writer: Any) -> Any:
    """The writer, leaving elements that Markdown has no sign for as they are."""
    for tag in _AS_HTML:
        setattr(writer, f"convert_{tag}", _kept(tag))
    return writer


def _kept(tag: str) -> Any:
    def convert(_self: Any, _element: Any, text: str, parent_tags: Any) -> str:
        return f"<{tag}>{text}</{tag}>" if text else ""

    return convert


def _marks(element: Any, *names: str) -> str:
    return "".join(f' {name}="{escape(element[name])}"' for name in names if element.get(name))


def _language_of(element: Any) -> str:
    code = element.find("code")
    classes = code.get("class", []) if code is not None else []
    return next((one.removeprefix("language-") for one in classes if one.startswith("language-")), "")


def _depth(element: Any) -> int:
    """How deep callouts stand within this one: an outer fence is longer than those within."""
    return max((1 + _depth(one) for one in element("aside")), default=0)
