"""Bytes and a charset's name, however wrong, become text.

A label is a claim, not a fact: UTF-8 arrives labelled Latin-1, windows-1252 labelled ASCII, GB 18030 labelled GB 2312.
The order is: what the bytes prove, then the label (widened the way browsers do), then a guess by statistics.
"""

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

_SAMPLE_BYTES = 8_192

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
}  # fmt: skip
# Codecs of Python that are no charsets; some of them are slow enough to be a weapon.
_NO_CHARSETS = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "unicode_internal"})
_SINGLE_BYTE = re.compile(r"(?:cp(?:125\d|8\d\d|437|7\d\d)|iso8859|koi8|mac|latin|tis)", re.IGNORECASE)
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\(J|\$\(D)")
_KOREAN_ESCAPE = b"\x1b$)C"
# These write letters of the world with ASCII bytes, so ASCII bytes prove nothing.
_OTHER_ASCII = frozenset({"utf-7", "hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_HALVES = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")
_LABEL_JUNK = re.compile(r"[^a-z0-9_.:+-]")


@lru_cache(maxsize=256)
def codec_named(label: str) -> str:
    """Python's codec for a charset label, or "" when there is none that one may decode text with."""
    name = _LABEL_JUNK.sub("", label.lower().strip().removeprefix("charset="))[:40]
    name = _WIDER.get(name, _WIDER.get(name.replace("_", "-"), name)).replace("windows-", "cp").replace("x-cp", "cp")
    try:
        found = codecs.lookup(name).name
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
    if codec and codec != "utf-8" and (text := _strictly(content, codec)) is not None:
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
        return content.decode("iso2022_jp_ext", "replace")
    return content.decode("iso2022_kr", "replace") if _KOREAN_ESCAPE in content else None


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
    guess = _guessed(content[:_SAMPLE_BYTES]) if may_guess and len(content) > 3 else ""
    return content.decode(guess or "cp1252", "replace")


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
