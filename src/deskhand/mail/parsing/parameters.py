"""Content-Type and Content-Disposition: the value and its parameters, with RFC 2231 and all that is sent instead."""

import re
from urllib.parse import unquote_to_bytes

from deskhand.mail.parsing import charsets, words

_PARAMETER = re.compile(r"""\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)[^;]*;?|[^;]*;?""")
_SECTION = re.compile(r"([^*]+)\*(\d{1,4})?(\*)?$")
_MAX_PARAMETERS = 200


def split_parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """`text/plain; charset="utf-8"` -> `("text/plain", {"charset": "utf-8"})`. The first of a name wins."""
    text = words.unfolded(raw)
    value, _, rest = text.partition(";")
    plain: dict[str, str] = {}
    extended: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, content in _pairs(rest):
        section = _SECTION.fullmatch(name)
        if section:
            number = int(section[2] or 0)
            extended.setdefault(section[1], {}).setdefault(number, (content, bool(section[3]) or not section[2]))
        else:
            plain.setdefault(name, words.decode_words(content))
    # An extended name is the better one where both are sent (RFC 6266, practice of all clients).
    return value.strip().lower(), plain | {name: _joined(parts) for name, parts in extended.items()}


def _pairs(rest: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for match in _PARAMETER.finditer(rest):
        if match[1] and len(found) < _MAX_PARAMETERS:
            found.append((match[1].lower(), _unquoted(match[2].strip())))
    return found


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value.strip("'") if value[:1] == value[-1:] == "'" else value
    inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    # Windows clients send paths in quotes without doubling the backslash, so only \" and \\ are escapes.
    return re.sub(r'\\(["\\])', r"\1", inner)


def _joined(sections: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 continuations in their order; the charset stands in the first one."""
    charset, content = "", b""
    for number in sorted(sections):
        text, is_encoded = sections[number]
        if number == min(sections) and is_encoded and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        content += unquote_to_bytes(text) if is_encoded else text.encode("utf-8", "surrogatepass")
    return words.decode_words(charsets.decode(content, charset, may_guess=False))
