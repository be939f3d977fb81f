"""Colours as people see them: contrast after WCAG 2.2, and the nearest shade that can be read on a background."""

from __future__ import annotations

import re

READABLE = 4.5
"""Least contrast of text with what it stands on (WCAG 2.2, 1.4.3)."""

DAY = "#e5e9eb"
NIGHT = "#2b3337"
"""The darkest background of the light theme and the lightest of the dark one on which a link may stand."""

CHOSEN = "12%"
"""How much of the colour what is chosen has for its background: words stand on it."""

_HEX = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """True for ``#`` and six hexadecimal digits in small letters."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable_on(colour: str, background: str) -> str:
    """The colour itself if it can be read on the background, else the nearest shade of it that can: darker on a light
    background, lighter on a dark one."""
    towards = 0 if _luminance(background) > 0.18 else 255
    for step in range(0, 101, 2):
        shade = _mixed(colour, towards, step / 100)
        if contrast(shade, background) >= READABLE:
            return shade
    return "#000000" if towards == 0 else "#ffffff"


def ink_on(colour: str) -> str:
    """White or nearly black: what can be read better on the colour."""
    return max(("#ffffff", "#101418"), key=lambda ink: contrast(ink, colour))


def stylesheet(accent: str) -> str:
    """The accent colour as a stylesheet, in shades that can be read in both themes."""
    day, night = readable_on(accent, DAY), readable_on(accent, NIGHT)
    return f"""html:root{{{_set(day)}}}
@media (prefers-color-scheme:dark){{html:root:not([data-theme=day]){{{_set(night)}}}}}
html:root[data-theme=night]{{{_set(night)}}}
"""


def _set(shade: str) -> str:
    chosen = f"color-mix(in oklab,{shade} {CHOSEN},transparent)"
    return f"--color-primary:{shade};--color-primary-content:{ink_on(shade)};--pick:{chosen}"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, towards: int, share: float) -> str:
    return "#" + "".join(f"{round(value + (towards - value) * share):02x}" for value in _channels(colour))
