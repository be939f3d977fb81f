"""winmail.dat: what Outlook packs into TNEF, unpacked."""

import logging
import struct
import warnings
from dataclasses import dataclass
from typing import Any

from tnefparse import TNEF

from deskhand.mail.parsing import charsets
from deskhand.mail.parsing.limits import MAX_HTML

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MAX_ATTACHMENTS = 200
TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})

_WRONG_BYTES = (
    ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError, NameError, OSError,
    RecursionError, struct.error, MemoryError, NotImplementedError,
)  # fmt: skip
# The library complains about every odd property; that a mail is odd is no event in our log.
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The contents of one TNEF block: bodies ("" when absent) and files as (name, content)."""

    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]
    is_intact: bool


def is_tnef(content_type: str, content: bytes) -> bool:
    """Whether a part is TNEF, by its type or its first bytes: gateways relabel it as octet-stream."""
    return content.startswith(_SIGNATURE) or content_type in TYPES


def unpack(content: bytes) -> Unpacked | None:
    """The contents of a TNEF block, or None when it cannot be read: then the block itself is the attachment."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            block = TNEF(content, do_checksum=True)
            files = tuple(_file(one) for one in block.attachments[:_MAX_ATTACHMENTS])
            is_intact = all(one.good_checksum for one in block.objects)
            text, html = _text(block.body), _text(block.htmlbody)
            if not text.strip() and not html.strip():
                text = _from_rtf(block)
            unpacked = Unpacked(text, html, tuple(one for one in files if one[1]), is_intact)
            # With nothing in it that can be shown, the block must not vanish.
            return unpacked if text.strip() or html.strip() or unpacked.files else None
    # The library trusts every length that it reads: wrong bytes surface as any of these.
    except _WRONG_BYTES:
        return None


def _file(attachment: Any) -> tuple[str, bytes]:
    name = attachment.long_filename()
    content = attachment.data if isinstance(attachment.data, bytes) else b""
    return _text(name), content


def _from_rtf(block: Any) -> str:
    """The words of rich text, which is at times all that Outlook packs."""
    from striprtf.striprtf import rtf_to_text  # Rarely needed.

    try:
        rtf = block.rtfbody
        if not isinstance(rtf, bytes) or not rtf.startswith(b"{\\rtf"):
            return ""
        text: str = rtf_to_text(rtf[:MAX_HTML].decode("cp1252", "replace"), errors="replace")  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 (the library that unpacks it raises this very class for wrong bytes)
        return ""
    return text.strip("\x00")


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        return charsets.decode(value.rstrip(b"\x00"))
    return value.rstrip("\x00") if isinstance(value, str) else ""
