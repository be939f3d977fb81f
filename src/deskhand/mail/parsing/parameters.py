"""Content-Type and Content-Disposition: the value and its parameters, with RFC 2231 and all that is sent instead."""

import re
from urllib.parse import unquote_to_bytes

from deskhand.mail.parsing import charsets, words

_PARAMETER = re.compile(r"""\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)[^;]*;?|[^;]*;?""")
_WITHOUT_SEMICOLON = re.compile(r"\s*([A-Za-z][\w./+-]{0,100}(?=[\s:,])|)[\s:,]*[\w*-]{1,80}\s*=")
_SECTION = re.compile(r"([^*]+)\*(\d{1,4})?(\*)?$")
_MAX_PARAMETERS = 200


def split_parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """`text/plain; charset="utf-8"` -> `("text/plain", {"charset": "utf-8"})`. The first of a name wins."""
    value, rest = _divided(words.unfolded(raw))
    plain: dict[str, str] = {}
    extended: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, content in _pairs(rest):
        section = _SECTION.fullmatch(name)
        if section:
            number = int(section[2] or 0)
            extended.setdefault(section[1], {}).setdefault(number, (content, bool(section[3]) or not section[2]))
        else:
            plain.setdefault(name, _without_percents(words.decode_words(content)))
    # An extended name is the better one where both are sent (RFC 6266, practice of all clients).
    return value.strip().lower(), plain | {name: _joined(parts) for name, parts in extended.items()}


def _divided(text: str) -> tuple[str, str]:
    """The value and its parameters: at the semicolon, or where the first parameter begins if that was forgotten."""
    value, _, rest = text.partition(";")
    if "=" not in value:
        return value, rest
    found = _WITHOUT_SEMICOLON.match(text)
    return (found[1], text[found.end(1) :].lstrip(" \t:,")) if found else (value, rest)


def _without_percents(text: str) -> str:
    """Some programs write `Gr%C3%BC%C3%9Fe.pdf` as a plain name; only what is UTF-8 beyond ASCII is one of those."""
    if "%" not in text or not text.isascii():
        return text
    content = unquote_to_bytes(text)
    if content.isascii():
        return text
    try:
        return content.decode()
    except UnicodeDecodeError:
        return text


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
    charset, content, pending = "", b"", ""
    for number in sorted(sections):
        text, is_encoded = sections[number]
        if number == min(sections) and is_encoded and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        if is_encoded:
            # Not decoded yet: some programs cut between "%C" and "3".
            pending += text
        else:
            content += unquote_to_bytes(pending) + text.encode("utf-8", "surrogatepass")
            pending = ""
    content += unquote_to_bytes(pending)
    return words.decode_words(charsets.decode(content, charset, may_guess=False))
