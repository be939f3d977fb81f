"""A logo from whatever was uploaded: one picture of dots, drawn anew, so that nothing but its dots is kept."""

from __future__ import annotations

import io
import warnings

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


def cleaned(content: bytes) -> bytes:
    """The picture as PNG of at most WIDTH x HEIGHT dots, without whatever else the file held. Raises Invalid, about
    ``logo``, with what to do."""
    if len(content) > BYTES_LIMIT:
        raise _refused(_("The file is too large: at most %(size)s MB.") % {"size": BYTES_LIMIT // 1024 // 1024})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(_("This is no picture that can be read. Save it as PNG, JPEG or WebP.")) from error


def _drawn(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if max(picture.size) > SIDE_LIMIT:
            raise _refused(_("The picture is too large: at most %(side)s dots a side.") % {"side": SIDE_LIMIT})
        picture.seek(0)
        drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    drawn.thumbnail((WIDTH, HEIGHT))
    fresh = Image.new("RGBA", drawn.size)
    fresh.paste(drawn)
    kept = io.BytesIO()
    fresh.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _refused(words: str) -> Invalid:
    return Invalid(words, {"logo": words})
