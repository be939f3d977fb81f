"""Make text safe to store: no NUL, no lone surrogates, no control characters, no direction tricks in names."""

import re

# C0 without tab and line feed, DEL, and the C1 block, which only arrives by misreading.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
# Embeddings, overrides and isolates reorder what follows: "invoice<RLO>fdp.exe" reads as "invoiceexe.pdf".
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")


def scrub_text(text: str) -> str:
    """Text of several lines: line ends become `\\n`, what no database stores or no screen shows is dropped."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def scrub_line(text: str) -> str:
    """One line: every run of white space is one space, ends are bare."""
    return _SPACES.sub(" ", scrub_text(text)).strip()


def scrub_name(text: str) -> str:
    """One line for the name of a person or a file: direction marks go too, for they can make a name lie."""
    return scrub_line(_DIRECTION.sub("", text))
