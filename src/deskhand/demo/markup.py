"""The small markup that stories are written in, turned into HTML and its plain-text twin.

Blocks are parted by an empty line: a paragraph (a line break is kept), `- ` and `1. ` lists, `> ` quotations, `|`
tables and ``` fences. Inside a line: `` `code` ``, `**strong**`, `![words](cid:name)` for an inline image, and bare
addresses.
"""

import re
from html import escape

_FENCE = re.compile(r"^```\n(.*?)\n```$", re.S | re.M)
_INLINE = re.compile(
    r"`([^`\n]+)`|\*\*([^*\n]+)\*\*|!\[([^\]]*)\]\(cid:([\w.@-]+)\)|(https?://[^\s<>)]+[^\s<>).,;:!?])"
)
_NUMBERED = re.compile(r"^\d+\. ")


def to_html(source: str) -> str:
    """The source as HTML without any attribute but `href`, `src` and `alt`."""
    return "".join(_block_html(block) for block in _blocks(source))


def to_text(source: str) -> str:
    """The source as a person would read it in a mail program without HTML."""
    return "\n\n".join(_block_text(block) for block in _blocks(source))


def _blocks(source: str) -> list[str]:
    """Paragraph by paragraph; a fence stays whole, with its empty lines."""
    found: list[str] = []
    last = 0
    for fence in _FENCE.finditer(source):
        found += re.split(r"\n\s*\n", source[last : fence.start()])
        found.append(fence.group())
        last = fence.end()
    found += re.split(r"\n\s*\n", source[last:])
    return [block.strip("\n") for block in found if block.strip()]


def _block_html(block: str) -> str:
    lines = block.split("\n")
    if block.startswith("```"):
        return "<pre>" + escape("\n".join(lines[1:-1]), quote=False) + "</pre>"
    if all(line.startswith("- ") for line in lines):
        return _items("ul", [line[2:] for line in lines])
    if all(_NUMBERED.match(line) for line in lines):
        return _items("ol", [_NUMBERED.sub("", line) for line in lines])
    if all(line.startswith(">") for line in lines):
        return f"<blockquote><p>{'<br>'.join(_inline_html(line[1:].strip()) for line in lines)}</p></blockquote>"
    if all(line.startswith("|") for line in lines):
        return _table(lines)
    return f"<p>{'<br>'.join(_inline_html(line) for line in lines)}</p>"


def _block_text(block: str) -> str:
    if block.startswith("```"):
        return "\n".join(block.split("\n")[1:-1])
    return _INLINE.sub(_plain, block)


def _plain(match: re.Match[str]) -> str:
    code, strong, alt, cid, address = match.groups()
    return f"[{alt}]" if cid else code or strong or address


def _items(tag: str, items: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{_inline_html(item)}</li>' for item in items)}</{tag}>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _table(lines: list[str]) -> str:
    head, *rows = (_cells(line) for line in lines)
    top = "".join(f"<th>{_inline_html(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{_inline_html(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _inline_html(line: str) -> str:
    out: list[str] = []
    last = 0
    for match in _INLINE.finditer(line):
        out.append(escape(line[last : match.start()], quote=False))
        out.append(_tag(match))
        last = match.end()
    out.append(escape(line[last:], quote=False))
    return "".join(out)


def _tag(match: re.Match[str]) -> str:
    code, strong, alt, cid, address = match.groups()
    if code:
        return f"<code>{escape(code, quote=False)}</code>"
    if strong:
        return f"<strong>{escape(strong, quote=False)}</strong>"
    if cid:
        return f'<img src="cid:{cid}" alt="{escape(alt)}">'
    return f'<a href="{escape(address)}">{escape(address, quote=False)}</a>'
