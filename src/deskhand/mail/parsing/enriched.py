"""`text/enriched` (RFC 1896) and `text/richtext` (RFC 1341) as plain text: old programs still send them."""

import re

_PARAMETER = re.compile(r"<param>[^<]{0,1000}</param>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:nl|paragraph)>", re.IGNORECASE)
_COMMAND = re.compile(r"</?[A-Za-z0-9-]{1,60}>")
_LINE_ENDS = re.compile(r"\n+")


def plain(text: str) -> str:
    """The words without their commands; one line end is a space, n of them are n - 1."""
    text = _LINE_ENDS.sub(lambda run: "\n" * (len(run[0]) - 1) or " ", text)
    text = _BREAK.sub("\n", _PARAMETER.sub("", text.replace("<<", "\x00")))
    return _COMMAND.sub("", text).replace("\x00", "<").strip(" ")
