"""What of inline styles carries meaning, as classes of ours: the page's policy forbids `style` attributes.

People answer "see my comments in red": so strong colours survive as a few named hues that suit light and dark.
"""

import colorsys
import re

from deskhand.mail.markup.names import names

_DECLARATION = re.compile(r"([a-z-]{3,30})\s*:\s*([^;]{1,200})", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.IGNORECASE)
_NAMED = {
    "red": "red", "darkred": "red", "crimson": "red", "firebrick": "red", "green": "green", "darkgreen": "green",
    "lime": "green", "seagreen": "green", "blue": "blue", "navy": "blue", "darkblue": "blue", "royalblue": "blue",
    "orange": "orange", "darkorange": "orange", "purple": "purple", "magenta": "purple", "fuchsia": "purple",
    "violet": "purple", "yellow": "yellow",
}  # fmt: skip
_HUES = ((20, "red"), (50, "orange"), (70, "yellow"), (170, "green"), (265, "blue"), (330, "purple"), (361, "red"))
_MAX_STYLE = 5_000

CLASSES = names(
    """
    mail-bold mail-italic mail-underline mail-strike mail-mono mail-left mail-center mail-right
    mail-justify mail-mark mail-indent mail-red mail-green mail-blue mail-orange mail-purple mail-pre
    mail-heading
    """
)
"""Every class that comes of a style; the stylesheet gives each a look for light and dark."""


def declarations(style: str) -> dict[str, str]:
    """Property names and values of a `style` attribute, in lower case."""
    return {name.lower(): value.strip().lower() for name, value in _DECLARATION.findall(style[:_MAX_STYLE])}


def style_classes(style: dict[str, str], *, color: str = "", align: str = "") -> list[str]:
    """The classes that keep what these declarations (and the old attributes `color` and `align`) mean."""
    found = [
        ("mail-bold", _is_bold(style.get("font-weight", ""))),
        ("mail-italic", style.get("font-style", "") in ("italic", "oblique")),
        (
            "mail-underline",
            "underline" in (line := style.get("text-decoration", "") + style.get("text-decoration-line", "")),
        ),
        ("mail-strike", "line-through" in line),
        ("mail-mono", "mono" in (font := style.get("font-family", "")) or "courier" in font or "consolas" in font),
        ("mail-pre", style.get("white-space", "").startswith("pre")),
        ("mail-mark", hue(style.get("background-color", style.get("background", ""))) == "yellow"),
    ]
    classes = [name for name, is_so in found if is_so]
    if (side := style.get("text-align", align.lower())) in ("center", "right", "justify"):
        classes.append(f"mail-{side}")
    if (ink := hue(style.get("color", color))) not in ("", "yellow"):
        classes.append(f"mail-{ink}")
    return classes


def is_hidden(style: dict[str, str]) -> bool:
    """Whether the sender hid an element: preview lines of newsletters, mostly."""
    return style.get("display", "").startswith("none") or style.get("mso-hide", "") == "all"


def hue(color: str) -> str:
    """The name of a strong colour; "" for black, white, greys, pastels and what is no colour."""
    color = color.strip().lower()
    if color in _NAMED:
        return _NAMED[color]
    if channels := _channels(color):
        h, lightness, saturation = colorsys.rgb_to_hls(*(one / 255 for one in channels))
        if saturation > 0.5 and 0.15 < lightness < 0.75:
            return next(name for limit, name in _HUES if h * 360 < limit)
    return ""


def _channels(color: str) -> tuple[int, int, int] | None:
    if found := _HEX.search(color):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.search(color):
        red, green, blue = (min(255, int(one)) for one in found.groups())
        return red, green, blue
    return None


def _is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (
        weight.isascii() and weight.isdigit() and len(weight) < 5 and int(weight) >= 600
    )
