"""Small real files for the demo: pictures of screens, logs, tables and letters, the same bytes on every machine.

A file is made from a `make` (which kind of thing) and `says` (the words in it, whose meaning each maker states).
"""

import random
import zlib
from collections.abc import Callable
from functools import lru_cache

from deskhand.demo import canvas, pdf
from deskhand.demo.canvas import Canvas

CHATTER = (
    "DEBUG scheduler: tick, 0 jobs due",
    "DEBUG link: keepalive sent, round trip {n} ms",
    "INFO  policy: unchanged since revision 41{n}",
    "DEBUG cache: {n} entries, 0 expired",
    "DEBUG link: keepalive sent, round trip 2{n} ms",
    "INFO  watcher: configuration file unchanged",
    "DEBUG store: checkpoint {n} written",
)
LOG_LINES = 900
"""Lines of an ordinary log; about 60 KB."""
TABLE_ROWS = 40
"""Rows of a table whose pattern row holds `#`."""


def media_type(make: str) -> str:
    """The media type of what a maker makes; raises KeyError for an unknown one."""
    return MAKERS[make][0]


@lru_cache(maxsize=512)
def content(make: str, says: tuple[str, ...]) -> bytes:
    """The bytes of a file; raises KeyError for an unknown maker, IndexError when words are missing."""
    return MAKERS[make][1](says)


def _rng(says: tuple[str, ...]) -> random.Random:
    return random.Random(zlib.crc32("\0".join(says).encode()))


def _desktop(width: int, height: int, title: str) -> Canvas:
    """A window on a plain desktop, with its title bar drawn."""
    picture = Canvas(width, height, (58, 84, 112))
    picture.box(0, height - 34, width, 34, (28, 34, 44))
    picture.box(10, height - 26, 18, 18, canvas.BLUE)
    picture.box(40, height - 26, 160, 18, (52, 60, 72))
    picture.box(24, 20, width - 48, height - 74, canvas.WHITE)
    picture.box(24, 20, width - 48, 30, canvas.PALE)
    picture.text(36, 28, title)
    picture.text(width - 48, 28, "x", canvas.GREY)
    return picture


def _dialog(says: tuple[str, ...]) -> bytes:
    """says: window title, message, and optionally the buttons parted by slashes."""
    title, message, buttons = says[0], says[1], (says[2] if len(says) > 2 else "OK").split("/")
    picture = _desktop(760, 430, title)
    for nth in range(9):
        picture.box(48, 72 + nth * 30, 120 + (nth * 73) % 320, 8, canvas.PALE)
    picture.box(130, 120, 500, 200, canvas.LINE)
    picture.box(132, 122, 496, 196, canvas.WHITE)
    picture.disc(176, 172, 20, canvas.RED)
    picture.text(172, 159, "!", canvas.WHITE, 4)
    picture.lines(214, 150, message, 33)
    for nth, label in enumerate(buttons):
        picture.box(510 - nth * 116, 276, 106, 30, canvas.BLUE if nth == 0 else canvas.PALE)
        picture.text(563 - nth * 116 - len(label) * 6, 284, label, canvas.WHITE if nth == 0 else canvas.INK)
    return picture.png()


def _window(says: tuple[str, ...]) -> bytes:
    """says: window title, then the lines of a list; a line that starts with `!` is marked."""
    picture = _desktop(820, 90 + 34 * max(6, len(says)), says[0])
    picture.box(24, 50, 170, picture.height - 104, canvas.PALE)
    for nth in range(6):
        picture.box(40, 70 + nth * 30, 70 + (nth * 37) % 60, 8, canvas.LINE)
    for nth, line in enumerate(says[1:]):
        y = 64 + nth * 34
        if line.startswith("!"):
            picture.box(200, y - 6, 590, 30, (253, 232, 230))
        picture.text(212, y, line.lstrip("!"), canvas.RED if line.startswith("!") else canvas.INK)
    return picture.png()


def _chart(says: tuple[str, ...]) -> bytes:
    """says: title, then `label:value` pairs, drawn as bars; the largest is marked."""
    picture = Canvas(760, 420)
    picture.text(24, 18, says[0])
    pairs = [(label, float(value)) for label, _, value in (entry.rpartition(":") for entry in says[1:])]
    top = max(value for _, value in pairs) or 1.0
    for nth in range(5):
        picture.box(60, 70 + nth * 70, 680, 1, canvas.LINE)
        picture.text(12, 64 + nth * 70, f"{top * (4 - nth) / 4:g}", canvas.GREY, 1)
    step = 680 // len(pairs)
    for nth, (label, value) in enumerate(pairs):
        height = int(280 * value / top)
        picture.box(66 + nth * step, 350 - height, step - 12, height, canvas.AMBER if value == top else canvas.BLUE)
        picture.text(66 + nth * step, 362, label[: step // 6], canvas.GREY, 1)
    return picture.png()


def _label(says: tuple[str, ...]) -> bytes:
    """says: the lines of a shipping label; printed askew, as a worn roll does."""
    picture = Canvas(640, 480, (96, 88, 80))
    picture.box(60, 40, 520, 400, canvas.WHITE)
    for nth, line in enumerate(says):
        picture.text(96 + nth * 9, 70 + nth * 38, line, canvas.INK, 3)
    rng, x = _rng(says), 130
    while x < 560:
        width = rng.choice((2, 2, 4, 6))
        picture.box(x, 300, width, 110 - (x // 12), canvas.INK)
        x += width + rng.choice((2, 4, 4, 6))
    picture.box(60, 418, 520, 22, (96, 88, 80))
    return picture.png()


def _photo(says: tuple[str, ...]) -> bytes:
    """says: what is on the picture; a large, grainy photograph of about 1 MB."""
    rng = _rng(says)
    picture = Canvas(1200, 900, (120, 116, 108))
    picture.box(0, 620, 1200, 280, (92, 80, 66))
    picture.box(240, 120, 720, 460, (24, 26, 30))
    picture.box(270, 150, 660, 400, (60, 110, 170))
    picture.box(560, 580, 80, 70, (40, 42, 46))
    picture.lines(310, 220, says[0], 24, canvas.WHITE, 4)
    for nth in range(7):
        picture.box(270 + nth * 101, 150, 6, 400, (210, 60, 160))
    for row in picture.rows:
        grain = rng.getrandbits(8 * 1200)
        for at, noise in enumerate(grain.to_bytes(1200, "little")):
            row[at * 3 + 1] = min(255, max(0, row[at * 3 + 1] + (noise & 15) - 8))
    return picture.png()


def _bulge(says: tuple[str, ...]) -> bytes:
    """says: the label on the lid; a closed computer seen from the side, whose bottom is no longer flat."""
    picture = Canvas(720, 420, (186, 178, 166))
    picture.box(0, 320, 720, 100, (122, 94, 66))
    for across in range(520):
        swelling = int(34 * (1 - ((across - 260) / 260) ** 2))
        picture.box(100 + across, 252 - swelling // 2, 1, 24, (58, 62, 70))
        picture.box(100 + across, 280 - swelling // 2, 1, 22 + swelling, (96, 102, 112))
    picture.box(100, 276, 520, 3, canvas.INK)
    picture.text(280, 240, says[0], canvas.LINE, 1)
    return picture.png()


def _log(says: tuple[str, ...]) -> bytes:
    """says: the program, the clock (HH:MM) at which it ends, then the lines that matter, near the end."""
    rng = _rng(says)
    hour, minute = (int(part) for part in says[1].split(":"))
    matters = {LOG_LINES - 60 + nth * 6: line for nth, line in enumerate(says[2:])}
    clock = (hour * 60 + minute) * 60 - LOG_LINES * 4
    lines = [f"# {says[0]}"]
    for nth in range(LOG_LINES):
        clock += rng.randint(1, 7)
        line = matters.get(nth) or rng.choice(CHATTER).format(n=rng.randint(2, 9))
        lines.append(f"{clock // 3600 % 24:02}:{clock // 60 % 60:02}:{clock % 60:02}.{rng.randint(0, 999):03} {line}")
    return ("\r\n".join(lines) + "\r\n").encode()


def _csv(says: tuple[str, ...]) -> bytes:
    """says: the head row, then rows; one with `#` is a pattern for forty rows with digits in its place."""
    rng = _rng(says)
    lines = [says[0]]
    for row in says[1:]:
        for _ in range(TABLE_ROWS if "#" in row else 1):
            lines.append("".join(str(rng.randint(0, 9)) if letter == "#" else letter for letter in row))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _text(says: tuple[str, ...]) -> bytes:
    """says: the lines."""
    return ("\n".join(says) + "\n").encode()


def _letter(says: tuple[str, ...]) -> bytes:
    """says: the title, then the lines of a one-page letter."""
    return pdf.page(says[0], says[1:])


MAKERS: dict[str, tuple[str, Callable[[tuple[str, ...]], bytes]]] = {
    "dialog": ("image/png", _dialog),
    "window": ("image/png", _window),
    "chart": ("image/png", _chart),
    "label": ("image/png", _label),
    "bulge": ("image/png", _bulge),
    "photo": ("image/png", _photo),
    "log": ("text/plain", _log),
    "csv": ("text/csv", _csv),
    "text": ("text/plain", _text),
    "pdf": ("application/pdf", _letter),
}
