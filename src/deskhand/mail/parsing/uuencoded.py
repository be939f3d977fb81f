"""Files that old programs write into the text itself: `begin 644 name`, lines of uuencode, `end`."""

import re

from deskhand.mail.parsing import transfer

_BLOCK = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[ -`]{1,62}\n)+)(?:`\n| ?\n)?end[ \t]*$\n?", re.MULTILINE)


def extract_files(text: str, room: int) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its first `room` uuencoded files, and these files as (name, content)."""
    if "\nend" not in text or "begin " not in text:
        return text, []
    files: list[tuple[str, bytes]] = []

    def taken(found: re.Match[str]) -> str:
        content, is_intact = transfer.decode(found[2].encode(), "uuencode")
        if not is_intact or not content or len(files) >= room:
            return found[0]
        files.append((found[1].strip(), content))
        return ""

    return _BLOCK.sub(taken, text), files
