"""Initials and hues of the round faces that stand for people without a picture."""

import unicodedata
import zlib

HUES = 8


def initials(name: str) -> str:
    """Return one or two letters of a name: of its first and last word that begin with a letter, else ``?``."""
    words = [letter for letter in map(_first_letter, name.split()) if letter]
    if not words:
        return "?"
    return words[0] if len(words) == 1 else words[0] + words[-1]


def hue(key: object) -> str:
    """Return the class ``hue-1`` ... ``hue-8`` for an id (or a name); the same key always has the same hue."""
    return f"hue-{zlib.crc32(str(key).encode()) % HUES + 1}"


def _first_letter(word: str) -> str:
    for character in unicodedata.normalize("NFC", word):
        if character.isalnum():
            return character.upper()
    return ""
