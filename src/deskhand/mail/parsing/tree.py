"""The parts of a mail as places in its bytes: no copies, no recursion, bounded depth and number.

The standard parser copies line by line, overflows the stack on 3,000 nested parts and rewrites attached mails; here an
attached mail keeps every byte.
"""

import re
from dataclasses import dataclass, field

from deskhand.mail.parsing.fields import Headers, read_headers
from deskhand.mail.parsing.limits import MAX_DEPTH, MAX_PARTS
from deskhand.mail.parsing.parameters import split_parameters

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_EMPTY_DELIMITER = re.compile(rb"^--\r?\ncontent-", re.MULTILINE | re.IGNORECASE)
_DELIMITER_LIKE = re.compile(rb"--([^\r\n]{1,200}?)[ \t]*\r?\n")


@dataclass(slots=True)
class Node:
    """One part: its headers, its claimed type, and where it (`start`) and its body (`body`) begin and end."""

    headers: Headers
    start: int
    body: int
    end: int
    depth: int
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    children: list["Node"] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding in lower case."""
        return self.headers.get("content-transfer-encoding").lower().partition(";")[0].strip(" \"'")


def grow_tree(raw: bytes, start: int, defects: list[str]) -> Node:
    """The mail that begins at `start` as a tree of parts."""
    root = _node(raw, start, len(raw), 0, "text/plain")
    waiting, count = [root], 1
    while waiting:
        node = waiting.pop()
        if not node.content_type.startswith("multipart/"):
            continue
        if node.depth >= MAX_DEPTH:
            defects.append("too-deep")
            node.content_type, node.body = "message/rfc822", node.start
            continue
        places = _children(raw, node, defects, MAX_PARTS - count)
        count += len(places)
        default = "message/rfc822" if node.content_type == "multipart/digest" else "text/plain"
        node.children = [_node(raw, begin, end, node.depth + 1, default) for begin, end in places]
        waiting.extend(node.children)
    return root


def _node(raw: bytes, start: int, end: int, depth: int, default_type: str) -> Node:
    headers, body = read_headers(raw, start, end)
    node = Node(headers, start, body, end, depth, default_type)
    if claimed := headers.raw("content-type"):
        value, node.parameters = split_parameters(claimed)
        node.content_type = value if _TYPE.fullmatch(value) else _mended(value, default_type)
    disposition, parameters = split_parameters(headers.raw("content-disposition"))
    node.disposition = disposition
    node.filename = parameters.get("filename") or node.parameters.get("name", "")
    return node


def _mended(value: str, default_type: str) -> str:
    """`text`, `html`, `text/html charset=utf-8` without the semicolon."""
    first = (value.split(maxsplit=1) or [""])[0]
    return first if _TYPE.fullmatch(first) else {"text": "text/plain", "html": "text/html"}.get(first, default_type)


def _children(raw: bytes, node: Node, defects: list[str], room: int) -> list[tuple[int, int]]:
    """Where the parts between the boundaries lie. Without any boundary the body is one part of plain text."""
    boundary = node.parameters.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
    places = _split(raw, node, boundary, room, defects) if boundary or _has_empty_boundary(raw, node) else []
    if not places and (guess := _first_delimiter(raw, node)):
        places = _split(raw, node, guess, room, defects)
    if not places and raw[node.body : node.end].strip():
        defects.append("no-boundary")
        node.content_type = "text/plain"
    return places


def _first_delimiter(raw: bytes, node: Node) -> bytes:
    """The boundary that is used, when it is not the one that was announced: "--x" that comes again as "--x--"."""
    found = _DELIMITER_LIKE.match(raw, node.body, node.end) or _after_line_end(raw, node)
    if not found or found[1].startswith((b"-", b" ")):
        return b""
    is_closed = raw.find(b"\n--" + found[1] + b"--", found.end() - 2, node.end) >= 0
    return found[1] if is_closed or raw[found.end() : found.end() + 8].lower() == b"content-" else b""


def _has_empty_boundary(raw: bytes, node: Node) -> bool:
    """`boundary=""` is against the rules; it is used all the same when lines of "--" alone stand in the body."""
    return "boundary" in node.parameters and _EMPTY_DELIMITER.search(raw, node.body, node.end) is not None


def _after_line_end(raw: bytes, node: Node) -> re.Match[bytes] | None:
    at = raw.find(b"\n--", node.body, node.end)
    return _DELIMITER_LIKE.match(raw, at + 1, node.end) if at >= 0 else None


def _split(raw: bytes, node: Node, boundary: bytes, room: int, defects: list[str]) -> list[tuple[int, int]]:
    mark = b"--" + boundary
    places: list[tuple[int, int]] = []
    begin = -1
    at = raw.find(mark, node.body, node.end)
    while at >= 0:
        after = at + len(mark)
        line_end = raw.find(b"\n", after, node.end) + 1 or node.end
        tail = raw[after : min(line_end, after + 1000)].strip()
        if tail in (b"", b"--") and (at == node.body or raw[at - 1 : at] == b"\n"):
            if begin >= 0:
                places.append((begin, _without_line_end(raw, begin, at)))
            begin = line_end if tail == b"" else -1
            if tail or len(places) >= room:
                break
        at = raw.find(mark, line_end, node.end)
    if len(places) >= room:
        defects.append("too-many-parts")
    elif begin >= 0:
        defects.append("no-closing-boundary")
        places.append((begin, node.end))
    return [place for place in places if place[0] < place[1]]


def _without_line_end(raw: bytes, begin: int, at: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    end = at - 1 if at - 1 >= begin and raw[at - 1 : at] == b"\n" else at
    return end - 1 if end - 1 >= begin and raw[end - 1 : end] == b"\r" else end
