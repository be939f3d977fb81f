"""Bytes and a charset's name, however wrong, become text.

A label is a claim, not a fact: UTF-8 arrives labelled Latin-1, windows-1252 labelled ASCII, GB 18030 labelled GB 2312.
The order is: what the bytes prove, then the label (widened the way browsers do), then a guess by statistics.
"""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

from deskhand.mail.parsing.guessing import charset_of

_SAMPLE_BYTES = 8_192
_ENOUGH_FOR_STATISTICS = 12

# Labels wrong in practice or unknown to Python; the wider sister of each is a superset (WHATWG Encoding).
_WIDER = {
    "ascii": "cp1252", "us-ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252",
    "x-ansi": "cp1252", "x-cp1252": "cp1252", "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874",
    "tis-620": "cp874", "windows-874": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "gb_2312-80": "gb18030", "cp936": "gb18030", "csgb2312": "gb18030", "euc-cn": "gb18030", "big5": "cp950",
    "x-x-big5": "cp950", "cn-big5": "cp950", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp", "cp51932": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-ms": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949", "korean": "cp949", "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8",
    "iso-8859-6-i": "iso8859_6", "iso-8859-6-e": "iso8859_6", "unicode-1-1-utf-7": "utf_7",
    "unicode-1-1-utf-8": "utf_8", "utf8": "utf_8", "utf-8-sig": "utf_8", "utf8mb4": "utf_8", "cp-850": "cp850",
    "dos-850": "cp850", "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "koi8": "koi8_r", "koi8-ru": "koi8_u", "cp65001": "utf_8", "ucs-2": "utf_16", "unicode": "utf_16",
    "ansi": "cp1252", "cp819": "cp1252", "visual": "iso8859_8", "logical": "iso8859_8", "dos-862": "cp862",
    "x-mac-ce": "mac_latin2", "x-mac-centraleurroman": "mac_latin2", "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish", "dos-720": "cp720", "ibm-thai": "cp874", "hz-gb-2312": "hz",
    "x-windows-949": "cp949", "x-windows-950": "cp950", "x-big5-hkscs": "big5hkscs", "gb18030-2000": "gb18030",
    "x-windows-874": "cp874", "iso-2022-cn": "", "viscii": "",
}  # fmt: skip
# What else such a label is used for, when the text is not what it says.
_SISTERS = {
    "cp950": ("big5hkscs", "gb18030"), "big5hkscs": ("cp950",), "cp932": ("shift_jis_2004", "euc_jp"),
    "euc_jp": ("euc_jis_2004", "cp932"), "cp949": ("johab",), "hz": ("gb18030",),
}  # fmt: skip
# Codecs of Python that are no charsets; some of them are slow enough to be a weapon.
_NO_CHARSETS = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "unicode_internal"})
_SINGLE_BYTE = re.compile(r"(?:cp(?:125\d|8\d\d|437|7\d\d)|iso8859|koi8|mac|latin|tis)", re.IGNORECASE)
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\(J|\$\(D)")
_JIS_SHIFT = re.compile(rb"\x1b(\$[@B]|\([BJIH]|\$\(D)")
_KOREAN_ESCAPE = b"\x1b$)C"
# These write letters of the world with ASCII bytes, so ASCII bytes prove nothing.
_OTHER_ASCII = frozenset({"utf-7", "hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_HALVES = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")
# The name of a charset inside a label that says more, or spells it in a way of its own.
_INSIDE = re.compile(
    r"utf-?8|(?:windows|win|cp|x-cp)-?(?:125[0-8]|874|866|932|936|949|950)|iso-?8859-?1?\d|koi8-?[ru]|gb(?:k|18030|2312)"
    r"|big5|shift_?-?jis|euc-?(?:jp|kr)|iso-?2022-?(?:jp|kr)"
)
_DIGITS_AT_END = re.compile(r"(?:windows|win|x-cp|cp)-?(\d+)$")
_LABEL_JUNK = re.compile(r"[^a-z0-9_.:+-]")


@lru_cache(maxsize=256)
def codec_named(label: str) -> str:
    """Python's codec for a charset label, or "" when there is none that one may decode text with."""
    name = _LABEL_JUNK.sub("", label.lower().strip().removeprefix("charset="))[:40]
    found = _looked_up(name)
    if not found and (inside := _INSIDE.search(name)):
        found = _looked_up(inside[0])
    return found


def _looked_up(name: str) -> str:
    name = _DIGITS_AT_END.sub(r"cp\1", name) if name not in _WIDER else name
    name = _WIDER.get(name, _WIDER.get(name.replace("_", "-"), name))
    try:
        found = codecs.lookup(name).name if name else ""
        b"".decode(found)
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _NO_CHARSETS else _WIDER.get(found, found)


def decode(content: bytes, label: str = "", *, may_guess: bool = True) -> str:
    """Text of `content`, which claims to be in the charset `label` ("" when it claims nothing). Never raises."""
    codec = codec_named(label) if label else ""
    if content.isascii() and b"\x1b" not in content and codec not in _OTHER_ASCII:
        return content.decode("ascii")
    if codec.startswith(("utf-16", "utf-32")) and b"\x00" not in content[:_SAMPLE_BYTES]:
        codec = ""
    for attempt in (_by_mark, _by_escape, _as_utf8):
        if (text := attempt(content, codec)) is not None:
            return text
    if codec == "cp1252" and label.lower().endswith("ascii") and (proven := charset_of(content)):
        # Not ASCII after all, so the label says nothing.
        codec = proven
    if codec and codec != "utf-8":
        for one in (codec, *_SISTERS.get(codec, ())):
            if (text := _strictly(content, one)) is not None:
                return text
    return _best_guess(content, codec, may_guess)


def _by_mark(content: bytes, codec: str) -> str | None:
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return None


def _by_escape(content: bytes, codec: str) -> str | None:
    if _JIS_ESCAPE.search(content):
        text = _strictly(content, "iso2022_jp_ext")
        return _jis_as_windows(content) if text is None else text
    return content.decode("iso2022_kr", "replace") if _KOREAN_ESCAPE in content else None


def _jis_as_windows(content: bytes) -> str:
    """ISO-2022-JP with the letters of Windows (circled numbers, names): moved into Shift_JIS, which has them."""
    pieces = _JIS_SHIFT.split(content)
    out = [pieces[0]]
    for kind, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if kind in (b"$@", b"$B", b"$(D"):
            out.append(b"".join(map(_shifted, piece[0::2], piece[1::2])))
        else:
            out.append(bytes(byte | 0x80 for byte in piece) if kind == b"(I" else piece)
    return b"".join(out).decode("cp932", "replace")


def _shifted(row: int, cell: int) -> bytes:
    """One character of JIS X 0208 in Shift_JIS."""
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
        return bytes((row, cell))
    first = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    second = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
    return bytes((first, second))


def _as_utf8(content: bytes, codec: str) -> str | None:
    """UTF-8 that decodes without an error is UTF-8, whatever a one-byte label says: chance cannot do that."""
    if codec and codec != "utf-8" and not _SINGLE_BYTE.match(codec):
        return None
    return _strictly(content, "utf-8")


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def _best_guess(content: bytes, codec: str, may_guess: bool) -> str:
    """The label failed. A few wrong bytes in labelled text are shown as such; otherwise statistics decide."""
    if codec == "utf-8" and _HALVES.search(content):
        return _HALVES.sub(_joined_halves, content).decode("utf-8", "replace")
    if codec:
        text = content.decode(codec, "replace")
        foreign = len(text) - len(text.encode("ascii", "ignore"))
        if codec != "utf-8" or text.count("\ufffd") * 2 <= foreign:
            return text
    return content.decode(guessed(content, may_guess=may_guess) or "cp1252", "replace")


def guessed(content: bytes, *, may_guess: bool = True) -> str:
    """The codec of bytes that no label speaks for, "" when nothing is likelier than windows-1252. `may_guess` allows
    statistics, which take some 20 ms; without it the letters decide."""
    sample = content[:_SAMPLE_BYTES]
    if found := charset_of(sample):
        return found
    high = sum(1 for byte in sample if byte > 127)
    return _guessed(sample) if may_guess and high >= _ENOUGH_FOR_STATISTICS else ""


def _joined_halves(found: re.Match[bytes]) -> bytes:
    """Some programs write a letter beyond the first plane as two halves of three bytes (CESU-8)."""
    halves = found[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "replace").encode()


def _guessed(sample: bytes) -> str:
    best = from_bytes(sample, steps=5, chunk_size=512, threshold=0.3).best()
    name = codec_named(best.encoding) if best else ""
    # A few accented letters make every one-byte charset plausible: the commonest of the West is the better bet.
    high = sum(1 for byte in sample if byte > 127)
    return "" if high * 20 < len(sample) and _SINGLE_BYTE.match(name) else name
