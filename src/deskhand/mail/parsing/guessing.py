"""Which charset short text without a true label is in: a subject, a name, a line.

Statistics over letters need a page; a line is told by what each charset would make of it. Every candidate reads the
bytes, and its reading is scored by how ordinary the letters are and how they stand together. Some 50 microseconds.
"""

import re
from functools import lru_cache

_RUN = re.compile(rb"[\x80-\xff]+")
_MAX_SAMPLE = 400
_ENOUGH = 0.7
"""Share of ordinary letters from which on a reading is believed."""

_RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄҐ№«»—–…“”")
_GREEK = frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ«»·")
_HEBREW = frozenset(map(chr, range(0x5D0, 0x5EB)))
_ARABIC = frozenset(map(chr, range(0x621, 0x64B))) | set("،؟؛")
_THAI = frozenset(map(chr, (*range(0xE01, 0xE3B), *range(0xE40, 0xE4F))))
_LETTERS = {
    "cp1251": _RUSSIAN, "koi8_r": _RUSSIAN, "cp866": _RUSSIAN, "cp1253": _GREEK, "cp1255": _HEBREW,
    "cp1256": _ARABIC, "cp874": _THAI,
}  # fmt: skip
# A small letter before a capital: what the wrong one of two Cyrillic charsets makes of every word.
_UPSIDE_DOWN = re.compile(r"[а-яёіїє][А-ЯЁІЇЄ]")


@lru_cache(maxsize=256)
def charset_of(content: bytes) -> str:
    """Python's codec for these bytes, which are not UTF-8, or "" when nothing is sure enough."""
    sample = content[:_MAX_SAMPLE]
    longest = max((len(run) for run in _RUN.findall(sample)), default=0)
    if longest < 3 or len({byte for byte in sample if byte > 127}) < 3:
        # Single letters between others are accents of the West; one byte again and again is no word.
        return ""
    score, codec = max(((_score(sample, codec), codec) for codec in _CANDIDATES), key=lambda one: one[0])
    return codec if score >= _ENOUGH else ""


def _score(sample: bytes, codec: str) -> float:
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < _MAX_SAMPLE - 4:
            return 0.0
        text = sample[: error.start].decode(codec)
    foreign = [letter for letter in text if letter > "\x7f"]
    if not foreign:
        return 0.0
    if codec in _LETTERS:
        wrong = len(_UPSIDE_DOWN.findall(text)) if _LETTERS[codec] is _RUSSIAN else 0
        return (sum(letter in _LETTERS[codec] for letter in foreign) - 2 * wrong) / len(foreign)
    return sum(_EAST[codec](letter) for letter in foreign) / len(foreign)


def _ordinary_chinese(letter: str) -> float:
    """The first level of GB 2312 holds the 3,755 commonest characters."""
    first = _first_byte(letter, "gb2312")
    return 0.97 if 0xB0 <= first <= 0xD7 or first == 0xA3 else 0.6 if first == 0xA1 else 0.0


def _ordinary_traditional(letter: str) -> float:
    first = _first_byte(letter, "big5")
    return 0.96 if 0xA4 <= first <= 0xC6 else 0.6 if first == 0xA1 else 0.0


def _ordinary_japanese(letter: str) -> float:
    """Japanese has kana in every sentence; kanji alone prove little. Half-width kana are rarely meant."""
    if "\u3041" <= letter <= "\u30fe":
        return 1.0
    return 0.85 if 0x30 <= _first_byte(letter, "euc_jp") - 0x80 <= 0x4F or letter in "、。「」　・" else 0.0


def _ordinary_korean(letter: str) -> float:
    """The 2,350 syllables of KS X 1001; Chinese read as Korean falls out of them soon."""
    return 1.0 if 0xB0 <= _first_byte(letter, "euc_kr") <= 0xC8 else 0.0


_EAST = {
    "gb18030": _ordinary_chinese, "cp950": _ordinary_traditional, "cp932": _ordinary_japanese,
    "euc_jp": _ordinary_japanese, "cp949": _ordinary_korean,
}  # fmt: skip
# Of readings that are equally ordinary the first one counts; in Thai any letter may follow any other.
_CANDIDATES = (*(codec for codec in _LETTERS if codec != "cp874"), *_EAST, "cp874")


def _first_byte(letter: str, codec: str) -> int:
    try:
        found = letter.encode(codec)
    except UnicodeEncodeError:
        return 0
    return found[0] if len(found) == 2 else 0
