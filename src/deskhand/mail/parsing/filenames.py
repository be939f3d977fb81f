"""File names that are safe to show, to store and to download: no paths, no tricks, no two alike, never empty."""

import re
from collections.abc import Collection

from deskhand.mail.parsing.limits import MAX_FILENAME
from deskhand.mail.parsing.scrub import scrub_name

_RESERVED = re.compile(r'[<>:"|?*]')
_MAX_EXTENSION = 20
_EXTENSIONS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg",
    "image/bmp": "bmp", "image/tiff": "tif", "image/heic": "heic", "application/pdf": "pdf", "text/plain": "txt",
    "text/html": "html", "text/calendar": "ics", "text/csv": "csv", "text/vcard": "vcf", "text/x-vcard": "vcf",
    "application/zip": "zip", "application/json": "json", "message/rfc822": "eml", "message/global": "eml",
    "message/delivery-status": "txt", "message/global-delivery-status": "txt",
    "message/disposition-notification": "txt", "message/feedback-report": "txt", "text/rfc822-headers": "txt",
    "text/xml": "xml", "application/xml": "xml", "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m",
    "application/pgp-signature": "asc", "application/pgp-encrypted": "asc", "application/pgp-keys": "asc",
    "application/msword": "doc", "application/vnd.ms-excel": "xls", "application/ms-tnef": "dat",
    "audio/mpeg": "mp3", "audio/wav": "wav", "video/mp4": "mp4", "text/rtf": "rtf", "application/rtf": "rtf",
}  # fmt: skip
_STEMS = {
    "message/delivery-status": "delivery-status", "message/global-delivery-status": "delivery-status",
    "text/rfc822-headers": "headers", "message/disposition-notification": "receipt",
    "message/feedback-report": "feedback-report", "text/calendar": "invite", "application/pkcs7-signature": "smime",
    "application/x-pkcs7-signature": "smime", "application/pkcs7-mime": "smime",
    "application/x-pkcs7-mime": "smime", "application/pgp-signature": "signature", "application/ms-tnef": "winmail",
    "message/rfc822": "message",
}  # fmt: skip


def safe_filename(name: str, content_type: str) -> str:
    """The last piece of a path without control, direction and reserved characters, at most `MAX_FILENAME` long."""
    name = scrub_name(name.replace("\\", "/")).rstrip("/ ").rpartition("/")[2]
    name = _RESERVED.sub("_", name).strip(". ")
    if not name:
        return default_filename(content_type)
    return _shortened(name)


def default_filename(content_type: str) -> str:
    """A name for a part that brought none."""
    stem = _STEMS.get(content_type) or ("image" if content_type.startswith("image/") else "attachment")
    return f"{stem}.{_EXTENSIONS.get(content_type, 'bin')}"


def distinct(name: str, taken: Collection[str]) -> str:
    """`name`, or `name (2)` and so on when it is taken already (compared without regard to case)."""
    if name.casefold() not in taken:
        return name
    stem, dot, extension = name.rpartition(".")
    stem, tail = (stem, dot + extension) if stem and len(extension) <= _MAX_EXTENSION else (name, "")
    number = 2
    while (other := f"{stem[: MAX_FILENAME - len(tail) - 7]} ({number}){tail}").casefold() in taken:
        number += 1
    return other


def _shortened(name: str) -> str:
    if len(name) <= MAX_FILENAME:
        return name
    stem, dot, extension = name.rpartition(".")
    tail = dot + extension if stem and len(extension) <= _MAX_EXTENSION else ""
    return name[: MAX_FILENAME - len(tail)].rstrip(". ") + tail
