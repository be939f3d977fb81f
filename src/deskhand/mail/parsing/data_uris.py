"""Pictures written into the HTML as `data:` URIs become parts of their own, shown by a cid like any other."""

import binascii
import re
from hashlib import sha256
from urllib.parse import unquote

from deskhand.mail.parsing.filenames import default_filename
from deskhand.mail.parsing.model import ParsedPart

# SVG is left out: it can hold script, and no mail needs it as a picture.
_PICTURE = re.compile(
    r"""data:(image/(?:png|jpe?g|gif|webp|bmp))(?:;[a-z0-9=_.-]{1,40}){0,3};base64,([A-Za-z0-9+/=%\s]+)""",
    re.IGNORECASE,
)


def extract_pictures(html: str, room: int) -> tuple[str, list[ParsedPart]]:
    """The HTML with `cid:` addresses in place of its first `room` data pictures, and these pictures."""
    if "data:" not in html:
        return html, []
    pictures: dict[str, ParsedPart] = {}

    def replaced(found: re.Match[str]) -> str:
        content = _content(found[2])
        if not content:
            return found[0]
        cid = f"data-{sha256(content).hexdigest()[:32]}"
        if cid not in pictures and len(pictures) >= room:
            return found[0]
        kind = found[1].lower().replace("jpg", "jpeg")
        pictures.setdefault(cid, ParsedPart(default_filename(kind), kind, content, cid, is_inline=True))
        return f"cid:{cid}"

    return _PICTURE.sub(replaced, html), list(pictures.values())


def _content(packed: str) -> bytes:
    try:
        return binascii.a2b_base64(unquote(packed))
    except (binascii.Error, ValueError):
        return b""
