"""Drawing into memory and out as PNG, with nothing but the standard library."""

import struct
import textwrap
import zlib

from deskhand.demo import font

Colour = tuple[int, int, int]

WHITE, INK, GREY, LINE, PALE = (255, 255, 255), (32, 36, 44), (110, 116, 128), (205, 210, 218), (240, 242, 246)
BLUE, RED, GREEN, AMBER = (36, 98, 196), (196, 48, 43), (38, 140, 84), (222, 150, 30)


class Canvas:
    """A picture of `width` x `height` dots, filled with one colour."""

    def __init__(self, width: int, height: int, colour: Colour = WHITE) -> None:
        self.width, self.height = width, height
        self.rows = [bytearray(bytes(colour) * width) for _ in range(height)]

    def box(self, x: int, y: int, width: int, height: int, colour: Colour) -> None:
        """A filled rectangle, cut at the edges of the picture."""
        left, right = max(0, x), min(self.width, x + width)
        if right <= left:
            return
        strip = bytes(colour) * (right - left)
        for row in self.rows[max(0, y) : max(0, min(self.height, y + height))]:
            row[left * 3 : right * 3] = strip

    def frame(self, x: int, y: int, width: int, height: int, colour: Colour = LINE) -> None:
        """The outline of a rectangle, one dot wide."""
        self.box(x, y, width, 1, colour)
        self.box(x, y + height - 1, width, 1, colour)
        self.box(x, y, 1, height, colour)
        self.box(x + width - 1, y, 1, height, colour)

    def text(self, x: int, y: int, words: str, colour: Colour = INK, scale: int = 2) -> None:
        """One line of text; what does not fit is cut."""
        for letter in words:
            for down, bits in enumerate(font.GLYPHS.get(letter, font.UNKNOWN) if letter != " " else ()):
                for across in range(5):
                    if bits >> (4 - across) & 1:
                        self.box(x + across * scale, y + down * scale, scale, scale, colour)
            x += font.WIDTH * scale

    def lines(self, x: int, y: int, words: str, columns: int, colour: Colour = INK, scale: int = 2) -> int:
        """Text broken into lines of at most so many letters; returns where the next line would begin."""
        for line in wrap(words, columns):
            self.text(x, y, line, colour, scale)
            y += font.HEIGHT * scale + scale
        return y

    def line(self, x0: int, y0: int, x1: int, y1: int, colour: Colour, width: int = 2) -> None:
        """A straight stroke."""
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(steps + 1):
            self.box(x0 + (x1 - x0) * step // steps, y0 + (y1 - y0) * step // steps, width, width, colour)

    def disc(self, x: int, y: int, radius: int, colour: Colour) -> None:
        """A filled circle."""
        for down in range(-radius, radius + 1):
            half = int((radius * radius - down * down) ** 0.5)
            self.box(x - half, y + down, 2 * half + 1, 1, colour)

    def png(self) -> bytes:
        """The picture as a PNG file."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in self.rows), 9)
        chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in chunks
        )


def wrap(words: str, columns: int) -> list[str]:
    """Lines of at most `columns` letters, broken at spaces where there are any."""
    return textwrap.wrap(words, columns)
