"""Undo Content-Transfer-Encoding, also where it was done wrong or spoilt on the way."""

import binascii
import re

_WHITE = b" \t\r\n\x00"
_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,2}[ \t\r]*")
# A soft line end that got spaces behind it on the way.
_SPOILT_BREAK = re.compile(rb"=[ \t]{1,100}\r?\n")
_SEGMENT = re.compile(rb"[A-Za-z0-9+/]+")


def decode(content: bytes, encoding: str) -> tuple[bytes, bool]:
    """The content before it was encoded, and whether the encoding was intact."""
    match encoding:
        case "base64":
            return _base64(content)
        case "quoted-printable":
            return binascii.a2b_qp(_SPOILT_BREAK.sub(b"=\n", content)), True
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return _uuencoded(content)
    return content, True


def _base64(content: bytes) -> tuple[bytes, bool]:
    packed = content.translate(None, _WHITE)
    try:
        return binascii.a2b_base64(packed, strict_mode=True), True
    except binascii.Error:
        return _spoilt_base64(content)


def _spoilt_base64(content: bytes) -> tuple[bytes, bool]:
    """Decode what is base64; text that a list server appended stays text; what never was base64 is left alone."""
    lines = content.split(b"\n")
    good = next((n for n, line in enumerate(lines) if not _BASE64_LINE.fullmatch(line)), len(lines))
    rest = b"\n".join(lines[good:])
    if rest and len(_FOREIGN.findall(rest)) * 10 > len(rest):
        head = b"".join(lines[:good])
        return (_segments(head) + b"\n" + rest) if head.strip() else content, False
    return _segments(_FOREIGN.sub(b"", content)), False


def _segments(packed: bytes) -> bytes:
    """Decode runs between paddings one by one: several encoded pieces are at times glued together."""
    return b"".join(_padded(run) for run in _SEGMENT.findall(packed))


def _padded(run: bytes) -> bytes:
    run = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def _uuencoded(content: bytes) -> tuple[bytes, bool]:
    out, intact = [], True
    for line in content.splitlines():
        if line.startswith(b"begin ") or line in (b"end", b"`", b""):
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            intact = False
    return b"".join(out), intact
