"""From oklch to relative luminance, after CSS Color 4 and WCAG 2.2."""

import math

Colour = tuple[float, float, float]


def luminance(colour: Colour) -> float:
    """Return the relative luminance (0 to 1) of a lightness, chroma and hue in degrees, clipped to sRGB."""
    red, green, blue = _clipped(_linear(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _linear(colour: Colour) -> Colour:
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _clipped(channels: Colour) -> Colour:
    red, green, blue = (_eight_bit(min(1.0, max(0.0, channel))) for channel in channels)
    return red, green, blue


def _eight_bit(channel: float) -> float:
    """The channel as a screen shows it: gamma-coded, rounded to one of 256 steps, and back."""
    coded = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
    shown = round(coded * 255) / 255
    return float(shown / 12.92 if shown <= 0.04045 else ((shown + 0.055) / 1.055) ** 2.4)
