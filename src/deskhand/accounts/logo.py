"""A logo or picture from whatever was uploaded: one of dots, drawn anew, so that nothing but its dots is kept."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from deskhand.kernel.errors import Invalid

BYTES_LIMIT = 2 * 1024 * 1024
"""Largest upload of a logo in bytes."""

SIDE_LIMIT = 4000
"""Longest side of an uploaded logo in dots: opening a larger one would cost more than it gives."""

WIDTH, HEIGHT = 480, 120
"""Most dots of the logo that is kept: twice of what the portal shows, for fine screens."""

FORMATS = ("PNG", "JPEG", "WEBP")
"""Kinds of pictures that are taken. None of them holds script."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What is kept of a picture: at most so many dots, as PNG or WebP; ``field`` is what a refusal is about."""

    width: int = WIDTH
    height: int = HEIGHT
    kind: str = "PNG"
    field: str = "logo"


LOGO = Frame()


def cleaned(content: bytes, frame: Frame = LOGO) -> bytes:
    """The picture within its frame, without whatever else the file held. Raises Invalid, about the frame's field, with
    what to do."""
    if len(content) > BYTES_LIMIT:
        raise _refused(_("The file is too large: at most %(size)s MB.") % {"size": BYTES_LIMIT // 1024 // 1024}, frame)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content, frame)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        words = _("This is no picture that can be read. Save it as PNG, JPEG or WebP.")
        raise _refused(words, frame) from error


def _drawn(content: bytes, frame: Frame) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if max(picture.size) > SIDE_LIMIT:
            raise _refused(_("The picture is too large: at most %(side)s dots a side.") % {"side": SIDE_LIMIT}, frame)
        picture.seek(0)
        drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    drawn.thumbnail((frame.width, frame.height))
    fresh = Image.new("RGBA", drawn.size)
    fresh.paste(drawn)
    kept = io.BytesIO()
    fresh.save(kept, frame.kind, optimize=True)
    return kept.getvalue()


def _refused(words: str, frame: Frame) -> Invalid:
    return Invalid(words, {frame.field: words})
