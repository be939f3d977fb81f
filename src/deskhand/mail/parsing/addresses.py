"""Address headers as people and programs write them: linear in time, never recursive, forgiving.

The standard library's reader recurses on nested comments and splits `Smith, Anna <anna@x.example>` in two.
"""

import re
from collections.abc import Iterable, Iterator

from deskhand.mail.parsing.limits import MAX_ADDRESSES, MAX_EMAIL, MAX_NAME
from deskhand.mail.parsing.model import NOBODY, Address
from deskhand.mail.parsing.scrub import scrub_name
from deskhand.mail.parsing.words import decode_words

_BARE_SIGN = r'<[^<>"]*(?:"[^"]*"[^<>"]*)?>|[()]|[,;:]|[^"<>(),;:\\]+|.'
_SIGN = re.compile(rf'"(?:[^"\\]|\\.)*+"|{_BARE_SIGN}', re.DOTALL)
_UNQUOTED = re.compile(_BARE_SIGN, re.DOTALL)
_EMAIL = re.compile(
    r'(?:"[^"@]{1,64}"|[^\s@<>()",;:\\\[\]]{1,64})@(?:[^\s@<>()",;:\\\[\]]{1,253}|\[[0-9a-fA-F:.IPv]{2,45}\])'
)
_QUOTED_PAIR = re.compile(r"\\(.)")


def read_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes that a header's (still encoded) value names, in order; groups are opened, empty ones vanish."""
    found: list[Address] = []
    leftover = ""
    for entry in _entries(value):
        address = _read_entry(leftover + entry)
        if address.email:
            found.append(address)
            leftover = ""
        elif "<" in entry or "@" in entry or not address.name:
            leftover = ""
        else:
            # A name with a bare comma: "Smith, Anna <anna@...>" belongs together.
            leftover = (leftover + entry + ", ")[-MAX_NAME:]
        if len(found) == MAX_ADDRESSES:
            break
    return tuple(found)


def read_address(value: str) -> Address:
    """The first mailbox; one without a usable address keeps its name and has `email` ""."""
    addresses = read_addresses(value)
    return addresses[0] if addresses else _read_entry(value) if value.strip() else NOBODY


def usable_email(text: str) -> str:
    """`text` as an address that can be written to, domain in lower case; "" when it is none."""
    bare = text.strip().strip("<>").strip().removeprefix("mailto:").strip("'").rstrip(".")
    if len(bare) > MAX_EMAIL or not _EMAIL.fullmatch(bare):
        return ""
    local, _, domain = bare.rpartition("@")
    return f"{local}@{domain.lower()}"


def _entries(value: str) -> Iterator[str]:
    """Pieces between commas; comments, quotes and angle brackets hold theirs; a group's name is dropped."""
    piece: list[str] = []
    depth = 0
    for sign in _signs(value):
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and sign in ",;":
            yield "".join(piece)
            piece.clear()
            continue
        elif depth == 0 and sign == ":" and not _looks_like_address(piece):
            piece.clear()
            continue
        piece.append(sign)
    yield "".join(piece)


def _signs(value: str) -> Iterable[str]:
    """The pieces that mean something together. A quote that nothing closes is a sign like any other, and with it those
    behind it: looking for the ends of all of them would take the square of their number."""
    return _each_sign(value) if "\\" in value else _SIGN.findall(value)


def _each_sign(value: str) -> Iterator[str]:
    at, pattern = 0, _SIGN
    while match := pattern.match(value, at):
        if match[0] == '"':
            pattern = _UNQUOTED
        at = match.end()
        yield match[0]


def _looks_like_address(piece: list[str]) -> bool:
    return any("@" in token or "mailto" in token for token in piece)


def _read_entry(entry: str) -> Address:
    before, opened, rest = entry.rpartition("<")
    if opened:
        email = usable_email(rest.partition(">")[0])
        return Address(_name(before) or _comment(rest), email)
    bare = _without_comments(entry)
    if email := usable_email(bare):
        return Address(_comment(entry), email)
    # "anna@x.example Anna Smith" and similar: the one word with an "@" that is an address.
    words = [word for word in bare.split() if "@" in word]
    email = usable_email(words[0]) if len(words) == 1 else ""
    return Address(_name(bare.replace(words[0], " ") if email else bare), email)


def _name(text: str) -> str:
    """A display name: quotes and escapes removed, encoded words decoded, also those that stand inside quotes."""
    bare = text.strip().strip(",").strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = _QUOTED_PAIR.sub(r"\1", bare[1:-1])
    name = scrub_name(decode_words(bare.replace('"', "") if bare.count('"') % 2 else bare))
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name[:MAX_NAME]


def _comment(text: str) -> str:
    """`anna@x.example (Anna Smith)`: the old way to give a name."""
    before, opened, rest = text.rstrip().removesuffix(")").rpartition("(")
    return _name(rest.replace(")", " ")) if opened and "@" in before else ""


def _without_comments(text: str) -> str:
    kept: list[str] = []
    depth = 0
    for sign in _signs(text):
        depth += (sign == "(") - (sign == ")")
        if depth <= 0 and sign != ")":
            kept.append(sign)
        depth = max(0, depth)
    return "".join(kept)
