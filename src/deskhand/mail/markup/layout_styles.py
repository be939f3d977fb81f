"""Which inline styles a mail may keep that is shown in a document of its own."""

import re

from deskhand.mail.markup.names import names
from deskhand.mail.markup.styles import declarations

KEPT = names(
    """
    background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
    border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius
    border-right border-right-color border-right-style border-right-width border-spacing border-style border-top
    border-top-color border-top-style border-top-width border-width box-sizing clear color direction display float
    font font-family font-size font-style font-weight height letter-spacing line-height list-style-type margin
    margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width overflow-wrap padding
    padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration text-indent
    text-transform vertical-align white-space width word-break word-wrap
    """
)
"""Properties. None moves an element out of its place, covers others, animates, or loads anything."""

MAX_STYLE = 4_000
"""Characters of a style that is kept; a longer one is cut at a declaration."""

# No asterisk: with the stroke it would begin a comment.
_VALUE = re.compile(r"""[\w\s#%.,!'"/+-]*(?:rgba?\([\d\s.,%]{1,40}\)[\w\s#%.,!'"/+-]*)*""")
_DISPLAYS = names("block inline inline-block table table-row table-cell table-row-group list-item none")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(px|pt|)\s*(?:!important)?\s*")
_WHITES = names("white #fff #ffffff transparent inherit initial none unset currentcolor")


def safe_style(style: str) -> str:
    """The declarations of a `style` attribute that can do nothing but look, in their order; "" when none is left."""
    kept, length = [], 0
    for name, value in declarations(style).items():
        length += len(name) + len(value) + 2
        if length > MAX_STYLE:
            break
        if name in KEPT and _is_safe(name, value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _is_safe(name: str, value: str) -> bool:
    """Plain words, numbers and colours: no `url()`, no other function, no escape, no comment."""
    if not _VALUE.fullmatch(value):
        return False
    if name == "display":
        return value.removesuffix("!important").strip() in _DISPLAYS
    return True


def is_coloured(colour: str) -> bool:
    """Whether a background is one: neither white nor see-through."""
    first = colour.strip().lower().removesuffix("!important").strip()
    return (
        bool(first)
        and first not in _WHITES
        and not first.startswith(("url(", "rgba(0", "rgb(255, 255, 255", "rgb(255,255,255"))
    )


def pixels(width: str) -> int:
    """A width in pixels; 0 for one that is none, or that is a part of something else."""
    found = _PIXELS.fullmatch(width)
    if found is None:
        return 0
    return round(int(found[1]) * 4 / 3) if found[2] == "pt" else int(found[1])
