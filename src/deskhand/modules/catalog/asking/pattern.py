"""Patterns that administrators write, by an engine that no input makes slow (RE2). The browser shows their words and
does not judge them: its own engine reads patterns differently."""

from __future__ import annotations


def is_readable(pattern: str) -> bool:
    """Whether it is a pattern at all."""
    import re2  # where it is used: few forms have a pattern

    quiet = re2.Options()
    quiet.log_errors = False
    try:
        re2.compile(pattern, quiet)
    except re2.error:
        return False
    return True


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is as the pattern says."""
    import re2  # where it is used: few forms have a pattern

    return re2.fullmatch(pattern, text) is not None
